"""Entry of `bin/manage` and `bin/test`, run by path: `python erp/embedded/__main__.py manage|test …`."""

import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Hand over to the command, and turn whatever is in the way into one sentence and its cure."""
    from erp.embedded import borrow, testing
    from erp.embedded.trouble import Trouble

    run = {"manage": borrow.run_command, "test": testing.main}[arguments[0]]
    try:
        return run(arguments[1:])
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])
    sys.exit(main(sys.argv[1:]))
