"""Make the virtual environment of this checkout, then become the command that was asked for.

Run by path with any Python of 3.11 or later, before a single package is installed, so it uses the standard
library only: `python erp/embedded/environment.py [--dev] COMMAND …` ends as `.venv/bin/python COMMAND …`.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
HEARTBEAT_SECONDS = 10.0
HELD: list[int] = []


class SetupFailed(Exception):
    """What stopped the set-up, and how to cure it."""


def say(text: str) -> None:
    """Report progress; standard output belongs to the command that follows."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def requirement_files(*, dev: bool) -> list[Path]:
    """The files that pin what this environment holds."""
    names = ["requirements.txt", "requirements-dev.txt"] if dev else ["requirements.txt"]
    return [ROOT / name for name in names]


def fingerprint(*, dev: bool) -> str:
    """A text that changes whenever a pin changes."""
    digest = hashlib.sha256()
    for path in requirement_files(dev=dev):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamp(*, dev: bool) -> Path:
    """The file that says which pins were installed completely."""
    return VENV / (".installed-dev" if dev else ".installed")


def is_current(*, dev: bool) -> bool:
    """Whether everything pinned is installed and the environment's interpreter still runs."""
    mark = stamp(dev=dev)
    if not PYTHON.exists() or not mark.is_file() or (VENV / ".installing").exists():
        return False
    return mark.read_text().strip() == fingerprint(dev=dev)


@contextmanager
def only_one():
    """Let two first starts at the same time install once: the second waits for the first."""
    with (ROOT / "requirements.txt").open("rb") as handle:
        HELD.append(handle.fileno())  # an installer that outlives us keeps the next start waiting
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is installing the packages of this checkout; waiting for it …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def run_quietly(command: list[str], label: str) -> str:
    """Run one installer command, showing how far it is; the output is kept for the case that it fails."""
    began, lines, packages = time.monotonic(), [], 0
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        pass_fds=HELD,
    )
    finished = threading.Event()

    def beat() -> None:
        while not finished.wait(HEARTBEAT_SECONDS):
            say(f"  {label}: {packages} packages found so far, {time.monotonic() - began:.0f} s")

    threading.Thread(target=beat, daemon=True).start()
    try:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            packages += line.lstrip().startswith(("Collecting ", "Requirement already"))
        process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    finally:
        finished.set()
    if process.returncode:
        tail = "\n".join(f"    {line}" for line in lines[-12:])
        raise SetupFailed(f"{label} failed. The installer said:\n{tail}")
    return f"{time.monotonic() - began:.0f} s"


def make_venv() -> None:
    """Create an empty environment with the interpreter that runs this script."""
    base = getattr(sys, "_base_executable", sys.executable)
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if uv:
        try:
            run_quietly(
                [uv, "venv", "--quiet", "--python", base, str(VENV)], "Making the environment with uv"
            )
            return
        except SetupFailed:
            shutil.rmtree(VENV, ignore_errors=True)
    probe = subprocess.run([base, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    if probe.returncode:
        raise SetupFailed(
            f"{base} cannot make virtual environments: its venv module is not installed.\n"
            "Cure: install it (Debian, Ubuntu: apt-get install python3-venv) or install uv, then start again."
        )
    run_quietly([base, "-m", "venv", str(VENV)], "Making the environment")


def install(*, dev: bool) -> str:
    """Install the pins; uv when there is one, else pip."""
    wanted = ["-r", str(requirement_files(dev=dev)[-1])]
    label = f"Installing packages ({'product and tests' if dev else 'product'})"
    uv = shutil.which("uv")
    if uv:
        try:
            return run_quietly(
                [uv, "pip", "install", "--python", str(PYTHON), "--compile-bytecode", *wanted],
                label + " with uv",
            )
        except SetupFailed:
            say("  uv could not do it; trying pip.")
    if subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        run_quietly([str(PYTHON), "-m", "ensurepip", "--upgrade"], "Adding pip")
    return run_quietly(
        [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *wanted], label
    )


def is_usable() -> bool:
    """Whether an existing environment can be brought up to date in place."""
    if not PYTHON.exists() or (VENV / ".installing").exists():
        return False
    probe = subprocess.run(
        [str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"],
        capture_output=True,
        check=False,
    )
    return probe.returncode == 0


def bring_up_to_date(*, dev: bool) -> None:
    """Make or complete the environment; an interrupted attempt leaves a mark and is started over."""
    began = time.monotonic()
    try:
        if not is_usable():
            if (VENV / ".installing").exists():
                say("The last installation was interrupted; starting it over.")
            else:
                say(f"Setting up {VENV.relative_to(ROOT)} (first start only; needs the network) …")
            make_venv()
        mark = VENV / ".installing"
        mark.touch()
        install(dev=dev)
        for kind in {False, dev}:
            stamp(dev=kind).write_text(fingerprint(dev=kind))
        mark.unlink()
    except PermissionError as error:
        raise SetupFailed(
            f"Cannot write {error.filename or VENV}.\n"
            f"Cure: start as the owner of {ROOT}, or clone the project into a folder of your own."
        ) from error
    except OSError as error:
        raise SetupFailed(f"Cannot set up {VENV}: {error.strerror or error}.") from error
    say(f"Packages are installed ({time.monotonic() - began:.0f} s).")


def main(arguments: list[str]) -> None:
    """Make sure of the environment, then replace this process by the command."""
    dev = arguments[:1] == ["--dev"]
    command = arguments[1:] if dev else arguments
    if not is_current(dev=dev):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with only_one():
                if not is_current(dev=dev):
                    bring_up_to_date(dev=dev)
        except SetupFailed as failure:
            say(str(failure))
            sys.exit(1)
        except KeyboardInterrupt:
            say("Stopped; the next start installs again from the beginning.")
            sys.exit(130)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.execv(PYTHON, [str(PYTHON), *command])  # noqa: S606 -- becoming the command is the purpose


if __name__ == "__main__":
    main(sys.argv[1:])
