"""What is known about the run of one data directory: its lock, and the record of its processes."""

import contextlib
import fcntl
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from erp.embedded.processes import Child, birth_of


class DataLock:
    """Held by whoever runs servers on a data directory; however its holder dies, the system frees it."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "lock"
        self._handle: BinaryIO | None = None

    def acquire(self) -> bool:
        """Take the lock if it is free."""
        handle = self.path.open("ab")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Let others in."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None


@dataclass
class RunRecord:
    """The file that tells other commands, and the next start, what runs on a data directory."""

    path: Path
    kind: str = "up"
    state: str = "starting"
    address: str = ""
    run_dir: str = ""
    pid: int = field(default_factory=os.getpid)
    born: str | None = field(default_factory=lambda: birth_of(os.getpid()))
    children: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, data_dir: Path) -> "RunRecord":
        """An empty record of this process for a data directory."""
        return cls(path=data_dir / "run.json")

    @classmethod
    def read(cls, data_dir: Path) -> "RunRecord | None":
        """The record an earlier or another process left, or None when there is none that can be read."""
        path = data_dir / "run.json"
        try:
            content = json.loads(path.read_text())
            return cls(path=path, **content)
        except (OSError, ValueError, TypeError):
            return None

    def write(self, children: list[Child]) -> None:
        """Store the record whole or not at all."""
        self.children = [child.record() for child in children if child.pid]
        content = {name: value for name, value in vars(self).items() if name != "path"}
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(content, indent=1))
        fresh.replace(self.path)

    def forget(self) -> None:
        """Remove the record: everything in it has ended."""
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()

    @property
    def is_alive(self) -> bool:
        """Whether the process that wrote this record is still running."""
        return self.born is not None and birth_of(self.pid) == self.born


def wait_until(check: Any, *, seconds: float, every: float = 0.1) -> bool:
    """Ask again and again until the answer is yes or the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        if check():
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(every)
