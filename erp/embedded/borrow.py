"""`bin/manage`: one management command against the servers of a data directory."""

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from erp.embedded import commands
from erp.embedded.console import Console
from erp.embedded.processes import Child, on_stop_signals
from erp.embedded.servers import Servers, product_environment
from erp.embedded.state import RunRecord
from erp.embedded.trouble import Trouble
from erp.settings import env

NEED_NO_SERVER = {"help", "--help", "-h", "version", "--version", "messages"}
STARTING_PATIENCE_SECONDS = 300.0


def run_command(arguments: list[str]) -> int:
    """Run a management command with the servers that run already, or with some of its own; its exit code."""
    if arguments[:1] and arguments[0] in NEED_NO_SERVER or not arguments:
        return _become(arguments, env.process_environment())
    data_dir = env.DATA_DIR
    if arguments[0] == "migrate":
        (data_dir / "prepared.json").unlink(missing_ok=True)  # the next start looks again
    running = _running_instance(data_dir)
    if running is not None:
        return _become(arguments, product_environment(data_dir, Path(running.run_dir)))
    return _with_own_servers(data_dir, arguments)


def _become(arguments: list[str], environment: dict[str, str]) -> int:
    environment.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings.dev")
    command = commands.manage(*arguments)
    os.execve(command[0], command, environment)  # noqa: S606 -- becoming the command is the purpose


def _running_instance(data_dir: Path) -> RunRecord | None:
    """The run of `bin/up` on a data directory, once its servers are there; None when there is none."""
    deadline = time.monotonic() + STARTING_PATIENCE_SECONDS
    while time.monotonic() < deadline:
        record = RunRecord.read(data_dir)
        if record is None or record.kind != "up" or not record.is_alive:
            return None
        if record.state == "ready":
            return record
        time.sleep(0.2)
    raise Trouble(
        f"bin/up is still starting on {data_dir}.", "wait until it says that Kept is ready, then try again."
    )


def _with_own_servers(data_dir: Path, arguments: list[str]) -> int:
    """Start servers for the time of one command."""
    asked: list[int] = []
    command: list[Child] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        for child in command:
            if number != signal.SIGINT and child.process is not None:  # Ctrl-C reaches the command by itself
                child.process.send_signal(number)

    on_stop_signals(pass_on)
    servers = Servers(
        data_dir, console=Console(sys.stderr, quiet=True), kind="command", is_cancelled=lambda: bool(asked)
    )
    try:
        servers.console.quiet = False
        servers.take(wait=True)
        servers.console.quiet = True
        servers.start()
        environment = servers.environment()
        if servers.is_new_database and arguments[0] != "migrate" and not asked:
            sys.stderr.write("A new database: creating its tables first.\n")
            _run(servers, ["migrate", "--no-input", "--verbosity", "0"], environment, command)
        if asked:
            return 128 + asked[0]
        return _run(servers, arguments, environment, command)
    finally:
        servers.stop()


def _run(servers: Servers, arguments: list[str], environment: dict[str, str], command: list[Child]) -> int:
    child = Child(
        name=arguments[0],
        command=commands.manage(*arguments),
        env=environment,
        cwd=Path.cwd(),
        keeps_terminal=True,
    )
    child.start()
    command[:] = [child]
    servers.adopt(child)
    assert child.process is not None  # noqa: S101 -- it was just started
    code = child.process.wait()
    servers.dismiss(child)
    return code if code >= 0 else 128 - code
