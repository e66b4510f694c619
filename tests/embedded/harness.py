"""Running the supervisor from tests: a real process, on a data directory and a port of its own."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from erp.embedded.processes import birth_of
from erp.settings import env

NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "ERP_RUN_DIR", "ERP_DATA_DIR", "ERP_SECRET_KEY", "ERP_DEMO")
UP = [sys.executable, str(env.ROOT / "manage.py"), "up"]
MANAGE = [sys.executable, str(env.ROOT / "erp" / "embedded" / "__main__.py"), "manage"]


def environment(**extra: str) -> dict[str, str]:
    """This test's environment without the servers of the test run, and with the tiny product."""
    result = {name: value for name, value in env.process_environment().items() if name not in NOT_INHERITED}
    return result | {"DJANGO_SETTINGS_MODULE": "tests.embedded.tiny.settings"} | extra


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Run:
    """One run of `bin/up` on the tiny product."""

    data_dir: Path
    port: int = field(default_factory=free_port)
    command: list[str] = field(default_factory=lambda: list(UP))
    options: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    output: str = ""

    def start(self, *arguments: str) -> "Run":
        """Start without waiting."""
        self.process = subprocess.Popen(
            [*self.command, "--port", str(self.port), "--data-dir", str(self.data_dir), *arguments],
            env=environment(),
            cwd=env.ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            **self.options,
        )
        return self

    def until(self, text: str, seconds: float = 90.0) -> "Run":
        """Wait until a line with this text was printed."""
        assert self.process is not None and self.process.stdout is not None
        deadline = time.monotonic() + seconds
        for line in self.process.stdout:
            self.output += line
            if text in line:
                return self
            assert time.monotonic() < deadline, self.output
        raise AssertionError(f"ended before “{text}”:\n{self.output}")

    def until_ready(self) -> "Run":
        """Wait until the product is ready."""
        return self.until("Kept is ready")

    def recorded(self) -> dict[str, int]:
        """The process ids of this run by name."""
        record = json.loads((self.data_dir / "run.json").read_text())
        return {child["name"]: child["pid"] for child in record["children"]}

    def family(self) -> set[int]:
        """Every process of this run: the recorded ones and all of their descendants."""
        assert self.process is not None
        found, border = set(), {self.process.pid, *self.recorded().values()}
        while border:
            found |= border
            border = {child for child, parent in _parents().items() if parent in border} - found
        return found

    def people(self, method: str = "GET") -> str:
        """Ask the tiny product: how many people, and whether it believes to be a demo."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/people/", method=method)
        with urllib.request.urlopen(request, timeout=10) as response:
            return str(response.read().decode())

    def end(self, number: int = signal.SIGTERM, seconds: float = 40.0) -> int:
        """Send a signal and wait for the end; the exit code."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, number)
        rest, _ = self.process.communicate(timeout=seconds)
        self.output += rest
        return self.process.returncode


def _parents() -> dict[int, int]:
    result = {}
    for line in subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout.splitlines():
        pid, parent = line.split()
        result[int(pid)] = int(parent)
    return result


def alive(pids: set[int]) -> set[int]:
    """Those of the processes that still live."""
    return {pid for pid in pids if birth_of(pid) is not None}


def eventually_dead(pids: set[int], seconds: float = 15.0) -> set[int]:
    """Those that still live after a while."""
    deadline = time.monotonic() + seconds
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.1)
    return alive(pids)
