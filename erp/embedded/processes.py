"""Processes that we start, know for certain, and never leave behind."""

import contextlib
import ctypes
import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

PR_SET_PDEATHSIG = 1
LINUX = sys.platform.startswith("linux")
_LIBC = ctypes.CDLL(None) if LINUX else None


@dataclass(frozen=True)
class Account:
    """The ordinary account that the servers run as when we are root."""

    name: str
    uid: int
    gid: int

    def as_popen(self) -> dict[str, Any]:
        """Arguments of Popen that drop to this account, supplementary groups included."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def on_stop_signals(handler: Callable[[int, FrameType | None], None]) -> None:
    """Let a handler hear of Ctrl-C, SIGTERM and a closed terminal (unless started with nohup)."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


@functools.cache
def _machine_run() -> str:
    """This boot of the machine and this container: process ids mean nothing outside."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{boot}/{Path('/proc/self/ns/pid').readlink()}"


def birth_of(pid: int) -> str | None:
    """When a living process was born, as a text that no later process with the same id repeats."""
    if LINUX:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in "ZX" else f"{_machine_run()}/{fields[19]}"
    answer = subprocess.run(
        ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    return None if not answer or answer[0].startswith("Z") else " ".join(answer[1:])


def command_of(pid: int) -> str:
    """The command line of a process, empty when there is none."""
    if LINUX:
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    answer = subprocess.run(
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def _bind_to(parent: int, death_signal: int) -> Callable[[], None]:
    """What a child does before it becomes its program: ask to be told when its parent dies."""

    def bind() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return bind


def _signal_group(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


@dataclass(eq=False)
class Child:
    """One program in a process group of its own that dies with us.

    `stop_signal` is what asks it to end; `patience` is how many seconds it gets before it is killed.
    """

    name: str
    command: list[str]
    env: dict[str, str]
    cwd: Path
    log: Path | None = None
    account: Account | None = None
    stop_signal: int = signal.SIGTERM
    patience: float = 10.0
    keeps_terminal: bool = False
    inherits: tuple[int, ...] = ()  # open files that stay open in the program
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    born: str | None = field(default=None, init=False)
    log_starts_at: int = field(default=0, init=False)

    def start(self) -> None:
        """Start the program; raises OSError when it cannot be executed."""
        options: dict[str, Any] = self.account.as_popen() if self.account else {}
        if not self.keeps_terminal:
            options["process_group"] = 0
            options["stdin"] = subprocess.DEVNULL
        with contextlib.ExitStack() as stack:
            if self.log is not None:
                handle = stack.enter_context(self.log.open("ab"))
                self.log_starts_at = handle.tell()
                options["stdout"], options["stderr"] = handle, subprocess.STDOUT
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                cwd=self.cwd,
                pass_fds=self.inherits,
                preexec_fn=_bind_to(os.getpid(), self.stop_signal),  # noqa: PLW1509 -- one thread only
                **options,
            )
        self.born = birth_of(self.process.pid)

    @property
    def pid(self) -> int:
        """The process id while it is known."""
        return self.process.pid if self.process else 0

    @property
    def returncode(self) -> int | None:
        """The exit code once the program has ended (negative: the signal that ended it).

        The process stays known to the system until `stop()`, so that its id cannot be given to another one
        while the rest of its group is still to be ended.
        """
        if self.process is None:
            return None
        if self.process.returncode is not None:
            return self.process.returncode
        try:
            result = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return self.process.poll()
        if result is None:
            return None
        return result.si_status if result.si_code == os.CLD_EXITED else -result.si_status

    @property
    def is_running(self) -> bool:
        """Whether the program was started and has not ended."""
        return self.process is not None and self.returncode is None

    def log_tail(self, lines: int = 12) -> str:
        """The last lines this run wrote to its log."""
        if self.log is None or not self.log.exists():
            return ""
        with self.log.open("rb") as handle:
            handle.seek(self.log_starts_at)
            text = handle.read()[-20_000:].decode(errors="replace")
        return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])

    def record(self) -> dict[str, Any]:
        """What a later start needs to find this process again, and only this one."""
        return {"name": self.name, "pid": self.pid, "born": self.born, "signal": int(self.stop_signal)}

    def stop(self) -> None:
        """Ask the program to end, wait, then make sure that nothing of its group is left."""
        if self.process is None:
            return
        if self.is_running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, self.stop_signal)
        deadline = time.monotonic() + self.patience
        while self.is_running and time.monotonic() < deadline:
            time.sleep(0.03)
        if not self.keeps_terminal:
            _signal_group(self.pid, signal.SIGKILL)
        elif self.is_running:
            self.process.kill()
        self.process.wait()
        self.process = None


def stop_recorded(records: list[dict[str, Any]], *, patience: float = 8.0) -> list[str]:
    """End what an earlier run left behind, by recorded id and time of birth; the names of what was ended."""
    ended: list[str] = []
    for record in records:
        pid, born = int(record["pid"]), record["born"]
        alive = birth_of(pid)
        if alive is not None and alive != born:
            continue  # the id belongs to a stranger by now
        if LINUX and not str(born).startswith(_machine_run()):
            continue  # the machine was started again since
        if alive is not None:
            ended.append(str(record["name"]))
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, int(record["signal"]))
            deadline = time.monotonic() + patience
            while birth_of(pid) == born and time.monotonic() < deadline:
                time.sleep(0.05)
        _end_group(pid)
    return ended


def _end_group(group: int) -> None:
    """Kill what is left of a group whose leader was ours."""
    _signal_group(group, signal.SIGKILL)
    deadline = time.monotonic() + 3.0
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return
        time.sleep(0.05)
