"""`manage.py up`: the whole product from one command, until Ctrl-C or SIGTERM."""

import argparse
import contextlib
import errno
import hashlib
import http.client
import json
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from erp.embedded import commands
from erp.embedded.console import Console
from erp.embedded.processes import Child, on_stop_signals
from erp.embedded.servers import Servers
from erp.embedded.trouble import Trouble
from erp.settings import env

TICK_SECONDS = 0.2
READY_WITHIN_SECONDS = 120.0
RESTARTS = 5
RESTART_WINDOW_SECONDS = 120.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass
class Options:
    """What was asked on the command line."""

    host: str
    port: int
    data_dir: Path
    demo: str
    demo_language: str


def parse(arguments: list[str]) -> Options:
    """Read the command line of `bin/up`."""
    parser = argparse.ArgumentParser(
        prog="bin/up", description="Start Kept: database, queue, web, worker and beat."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")
    parser.add_argument(
        "--data-dir", type=Path, default=env.DATA_DIR, help="folder of all data (default .data)"
    )
    parser.add_argument(
        "--demo", choices=["small", "full", "none"], default="small", help="example company to load"
    )
    parser.add_argument("--demo-language", choices=["en", "zh"], default="en", help="language of its names")
    given = parser.parse_args(arguments)
    if not 0 < given.port < 65536:
        parser.error(f"argument --port: {given.port} is not a port; ports go from 1 to 65535")
    return Options(
        given.host, given.port, given.data_dir.expanduser().resolve(), given.demo, given.demo_language
    )


def check_port(host: str, port: int) -> None:
    """Refuse a port that is in use, before anything is started."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise Trouble(
            f"{host} is not an address of this machine ({error.strerror}).", "leave --host out."
        ) from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError as error:
            raise Trouble(
                f"Port {port} is reserved for root.", "name one above 1024, for example --port 8000."
            ) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Trouble(f"Cannot listen on {host} ({error.strerror}).", "leave --host out.") from error
            raise Trouble(
                f"Port {port} on {host} is in use by another program.",
                f"stop that program, or start with another port: bin/up --port {_free_port(host, port)}",
            ) from error


def _free_port(host: str, after: int) -> int:
    for port in range(after + 1, min(after + 50, 65535)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            try:
                probe.bind((host, port))
                return port
            except OSError:
                continue
    return 8000


class Supervisor:
    """Starts the processes of the product in order, watches them, and stops them in reverse."""

    def __init__(self, options: Options, console: Console) -> None:
        self.options = options
        self.console = console
        self.stop_asked = False
        self.servers = Servers(
            options.data_dir, console=console, kind="up", is_cancelled=lambda: self.stop_asked
        )
        self.restarts: list[float] = []
        self.prepared: dict[str, Any] = {}
        self.began = time.monotonic()

    # --- from start to end ---------------------------------------------------------------
    def run(self) -> int:
        """Start, serve until asked to stop, stop; the exit code of the command."""
        on_stop_signals(self._ask_to_stop)
        try:
            self._start()
            while not self.stop_asked:
                self._watch()
                time.sleep(TICK_SECONDS)
        finally:
            self._stop()
        return 0

    def _ask_to_stop(self, number: int, _frame: FrameType | None) -> None:
        self.stop_asked = True

    def _start(self) -> None:
        self.console.say(f"Starting Kept in {self.options.data_dir}")
        self.servers.take()
        check_port(self.options.host, self.options.port)
        self.servers.start()
        if not self.stop_asked:
            self._prepare()
        if not self.stop_asked:
            self._start_product()
        if not self.stop_asked:
            self._announce()

    def _stop(self) -> None:
        began = time.monotonic()
        running = bool(self.servers.children)
        if running:
            self.console.say("Stopping …")
        self.servers.stop()
        if running:
            self.console.say(
                f"Stopped ({time.monotonic() - began:.1f} s). The data stay in {self.options.data_dir}."
            )

    # --- database, static files, demo data -------------------------------------------------
    def _prepare(self) -> None:
        """Bring database and static files up to date in one process; skipped when nothing has changed."""
        stamp = self.options.data_dir / "prepared.json"
        sources = sources_fingerprint()
        try:
            self.prepared = json.loads(stamp.read_text())
        except (OSError, ValueError):
            self.prepared = {}
        if self.servers.is_new_database:
            self.prepared = {}
            stamp.unlink(missing_ok=True)
        wants_demo = self.options.demo != "none" and not self.prepared.get("demo_settled")
        if self.prepared.get("sources") == sources and not wants_demo and not env.DATABASE_URL:
            return
        command = commands.manage(
            "prepare", "--demo", self.options.demo, "--demo-language", self.options.demo_language,
            "--sources", sources, "--report", str(stamp),
        )  # fmt: skip
        child = Child(name="prepare", command=command, env=self.servers.environment(), cwd=env.ROOT)
        child.start()
        self.servers.adopt(child)
        while child.is_running and not self.stop_asked:
            time.sleep(0.05)
        code = child.returncode
        self.servers.dismiss(child)
        if self.stop_asked:
            return
        if code:
            raise Trouble(
                "The database could not be brought up to date; the message is above.",
                "correct what it says and start again: finished steps are not repeated.",
            )
        self.prepared = json.loads(stamp.read_text())

    # --- web, worker, beat --------------------------------------------------------------------
    def _environment(self) -> dict[str, str]:
        result = self.servers.environment()
        if self.prepared.get("demo"):
            result["ERP_DEMO"] = "1"
        if "ERP_ALLOWED_HOSTS" in result:
            result["ERP_ALLOWED_HOSTS"] += ",localhost"  # by which readiness is asked
        elif self.options.host not in LOOPBACK:
            result["ERP_ALLOWED_HOSTS"] = ",".join(own_names(self.options.host))
        if not result.get("ERP_SITE_URL"):  # where links in messages lead
            result["ERP_SITE_URL"] = web_address(outward_name(self.options.host), self.options.port)
        return result

    def _start_product(self) -> None:
        began = time.monotonic()
        place = self.servers.place
        assert place is not None  # noqa: S101 -- the servers run
        programs = {
            "web": commands.web(host=self.options.host, port=self.options.port),
            "worker": commands.worker(),
            "beat": commands.beat(schedule=str(self.options.data_dir / "beat" / "schedule")),
        }
        (self.options.data_dir / "beat").mkdir(mode=0o700, exist_ok=True)
        environment = self._environment()
        for name, command in programs.items():
            child = Child(name=name, command=command, env=environment, cwd=env.ROOT, log=place.log(name))
            child.start()
            self.servers.adopt(child)
        self._wait_until_ready()
        if not self.stop_asked:
            self.console.done("Web, worker, beat", "ready", time.monotonic() - began)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        answer = "no answer"
        while not self.stop_asked:
            for child in self.servers.children:
                if not child.is_running:
                    raise self._ended(child)
            answer = readiness(self.options.host, self.options.port)
            if answer == "ready":
                return
            if time.monotonic() > deadline:
                raise Trouble(
                    f"Kept did not become ready within {READY_WITHIN_SECONDS:.0f} s ({answer}).",
                    f"look into the logs in {self.options.data_dir / 'logs'} and start again.",
                )
            time.sleep(0.1)

    def _ended(self, child: Child) -> Trouble:
        return Trouble(
            f"The {child.name} process ended by itself (code {child.returncode}). "
            f"Its log says:\n{child.log_tail()}",
            f"the whole log is {child.log}; start again when its cause is gone.",
        )

    def _watch(self) -> None:
        """Start again what fell; give up when it keeps falling."""
        for child in self.servers.children:
            if child.is_running:
                continue
            ended = self._ended(child)
            now = time.monotonic()
            self.restarts = [moment for moment in self.restarts if now - moment < RESTART_WINDOW_SECONDS] + [
                now
            ]
            if len(self.restarts) > RESTARTS:
                raise ended
            self.console.say(f"  {child.name} ended by itself (code {child.returncode}); starting it again.")
            self._restart(child)
            return

    def _restart(self, child: Child) -> None:
        child.stop()
        for server in (self.servers.postgres, self.servers.valkey):
            if server is not None and server.child is child:
                server.start(on_start=self.servers.adopt, is_cancelled=lambda: self.stop_asked)
                return
        child.start()
        self.servers.adopt(child)

    def _announce(self) -> None:
        host = "127.0.0.1" if self.options.host in ("0.0.0.0", "::") else self.options.host  # noqa: S104 -- compared only
        address = f"{web_address(host, self.options.port)}/"
        record = self.servers.record
        assert record is not None  # noqa: S101 -- the data directory is ours
        record.state, record.address = "ready", address
        record.write(self.servers.children)
        self.console.say()
        self.console.say(f"Kept is ready: {address}   ({time.monotonic() - self.began:.1f} s)")
        sign_ins = self.prepared.get("demo", {}).get("sign_ins", []) if self.prepared.get("demo") else []
        if sign_ins:
            self.console.say("Sign in as one of these (name / password):")
            for name, password in sign_ins:
                self.console.say(f"  {name} / {password}")
        elif self.options.demo == "none":
            own = "" if self.options.data_dir == env.DATA_DIR else f"ERP_DATA_DIR={self.options.data_dir} "
            self.console.say(f"The first administrator is made with: {own}bin/manage createsuperuser")
        self.console.say(f"Logs: {self.options.data_dir / 'logs'}   Stop with Ctrl-C.")


def web_address(host: str, port: int) -> str:
    """The address of the product under a name of this machine, without a slash at its end."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def outward_name(host: str) -> str:
    """The name under which others reach what listens at `host`: for all addresses, the one that leads out."""
    if host not in ("0.0.0.0", "::"):  # noqa: S104 -- compared only
        return host
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # sends nothing: asks which of our addresses leads out
            return str(probe.getsockname()[0])
    except OSError:
        return socket.gethostname()


def own_names(host: str) -> list[str]:
    """The names by which other machines may call this one."""
    names = ["localhost", "127.0.0.1", "[::1]", socket.gethostname(), socket.getfqdn()]
    if host not in ("0.0.0.0", "::"):  # noqa: S104 -- compared only
        names.append(host)
    with contextlib.suppress(OSError):
        names += [
            str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        ]
    names.append(outward_name("0.0.0.0"))  # noqa: S104 -- asked about, not listened at
    return sorted(set(names))


def readiness(host: str, port: int) -> str:
    """Ask the product whether it is ready: "ready", or what is in the way."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared only
    connection = http.client.HTTPConnection(target, port, timeout=5)
    try:
        connection.request("GET", "/health/ready/", headers={"Host": "localhost"})
        response = connection.getresponse()
        body = response.read(2000).decode(errors="replace")
        return "ready" if response.status == 200 else f"{response.status}: {body[:300]}"
    except (OSError, http.client.HTTPException) as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()


def sources_fingerprint() -> str:
    """A text that changes whenever migrations, static files or pins may have changed."""
    digest = hashlib.sha256((env.ROOT / "requirements.txt").read_bytes())
    paths = [path for folder in ("erp", "inventory", "production", "finance", "orders", "sla")
             for path in (env.ROOT / folder).rglob("migrations/*.py")]  # fmt: skip
    paths += [path for folder in (env.ROOT / "static",) for path in folder.rglob("*") if path.is_file()]
    for path in sorted(paths):
        facts = path.stat()
        digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def main(arguments: list[str]) -> int:
    """Run `bin/up` and turn whatever is in the way into one sentence and its cure."""
    options = parse(arguments)
    try:
        return Supervisor(options, Console()).run()
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
