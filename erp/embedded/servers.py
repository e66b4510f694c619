"""PostgreSQL and the Redis-compatible server of one data directory, embedded or named by the operator."""

import contextlib
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2

from erp.embedded.console import Console
from erp.embedded.place import SHORT_RUN_DIR, Place, make_data_dir, settle
from erp.embedded.postgres import Postgres
from erp.embedded.processes import Child, stop_recorded
from erp.embedded.state import DataLock, RunRecord
from erp.embedded.trouble import Trouble
from erp.embedded.valkey import Valkey
from erp.settings import env


class Servers:
    """What runs on one data directory, from taking its lock to stopping the last process."""

    def __init__(
        self,
        data_dir: Path,
        *,
        console: Console,
        kind: str,
        throw_away: bool = False,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self.data_dir = data_dir
        self.console = console
        self.kind = kind
        self.throw_away = throw_away
        self.is_cancelled = is_cancelled
        self.children: list[Child] = []
        self.place: Place | None = None
        self.record: RunRecord | None = None
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None
        self.is_new_database = False
        self._lock: DataLock | None = None

    # --- taking and giving back the data directory ------------------------------------
    def take(self, *, wait: bool = False) -> None:
        """Lock the data directory and end what a crashed run left behind."""
        make_data_dir(self.data_dir)
        lock = DataLock(self.data_dir)
        if not self._acquired(lock, wait=wait):
            raise self._occupied()
        self._lock = lock
        left = RunRecord.read(self.data_dir)
        if left is not None:
            if left.run_dir.startswith(SHORT_RUN_DIR):
                shutil.rmtree(left.run_dir, ignore_errors=True)
            ended = stop_recorded(list(reversed(left.children)))
            if ended:
                self.console.say(
                    f"  The last run was cut off; ended what it left behind: {', '.join(ended)}."
                )
        self.record = RunRecord.of(self.data_dir)
        self.record.kind = self.kind
        self.record.write([])

    def _acquired(self, lock: DataLock, *, wait: bool) -> bool:
        """Take the lock; a command that ends soon is waited for, another run of the product only if asked."""
        try:
            announced = False
            while not lock.acquire():
                holder = RunRecord.read(self.data_dir)
                brief = holder is not None and holder.kind != "up"
                if self.is_cancelled() or not (wait and (brief or holder is None)):
                    return False
                if not announced:
                    self.console.say(f"Another command is using {self.data_dir}; waiting until it ends …")
                    announced = True
                time.sleep(0.1)
        except OSError as error:
            raise Trouble(
                f"Cannot lock the data directory {self.data_dir} ({error.strerror}).",
                "start as the user that made it, or name a folder on a local disk with --data-dir.",
            ) from error
        return True

    def _occupied(self) -> Trouble:
        holder = RunRecord.read(self.data_dir)
        if holder is None or holder.kind != "up":
            return Trouble(
                f"Another command is using the data directory {self.data_dir}.",
                "wait until it ends, or name another folder with --data-dir.",
            )
        where = f", at {holder.address}" if holder.address else ""
        return Trouble(
            f"Kept already runs on {self.data_dir} (process {holder.pid}{where}).",
            f"use that one, or stop it with: kill {holder.pid} "
            "(a second one beside it needs another --data-dir and --port).",
        )

    def adopt(self, child: Child) -> None:
        """Note a process that was just started, so that it is stopped with the rest, or by the next start."""
        if child not in self.children:
            self.children.append(child)
        if self.record is not None:
            self.record.write(self.children)

    def dismiss(self, child: Child) -> None:
        """Stop one process and forget it."""
        child.stop()
        self.children = [other for other in self.children if other is not child]
        if self.record is not None:
            self.record.write(self.children)

    def stop(self) -> None:
        """Stop everything in reverse order and give the data directory back."""
        while self.children:
            self.children[-1].stop()
            self.children.pop()
        if self.place is not None:
            self.place.leave()
        if self._lock is not None:
            if self.record is not None:
                self.record.forget()
            self._lock.release()
            self._lock = None

    # --- servers -----------------------------------------------------------------------
    def start(self) -> None:
        """Start what the operator has not named, and check that what he has named answers."""
        self.place = settle(self.data_dir, preferred_account=env.SERVER_ACCOUNT)
        assert self.record is not None  # noqa: S101 -- take() came first
        self.record.run_dir = str(self.place.run_dir)
        if env.DATABASE_URL:
            self._check_external_database()
        else:
            self._start_postgres(self.place)
        if env.REDIS_URL:
            self._check_external_redis()
        elif not self.is_cancelled():
            self._start_valkey(self.place)

    def _start_postgres(self, place: Place) -> None:
        began = time.monotonic()
        self.postgres = Postgres(place, throw_away=self.throw_away)
        made = self.postgres.initialize()
        self.postgres.start(on_start=self.adopt, is_cancelled=self.is_cancelled)
        if self.is_cancelled():
            return
        self.is_new_database = self.postgres.create_database()
        account = f", as {place.account.name}" if place.account else ""
        result = f"18 {'created and ' if made else ''}started{account}"
        self.console.done("PostgreSQL", result, time.monotonic() - began)

    def _start_valkey(self, place: Place) -> None:
        with self.console.step("Valkey", "9 started"):
            self.valkey = Valkey(place, throw_away=self.throw_away)
            self.valkey.start(on_start=self.adopt, is_cancelled=self.is_cancelled)

    def _check_external_database(self) -> None:
        with self.console.step("PostgreSQL", "reached (DATABASE_URL)"):
            scheme, _, rest = env.DATABASE_URL.partition("://")
            try:
                psycopg2.connect(f"postgresql://{rest}" if scheme else rest, connect_timeout=10).close()
            except psycopg2.Error as error:
                raise Trouble(
                    f"The database of DATABASE_URL does not answer: {str(error).strip().splitlines()[-1]}",
                    "correct DATABASE_URL, create the database, or unset it to use the embedded PostgreSQL.",
                ) from error

    def _check_external_redis(self) -> None:
        import redis

        with self.console.step("Redis", "reached (REDIS_URL)"):
            try:
                with contextlib.closing(
                    redis.Redis.from_url(env.REDIS_URL, socket_connect_timeout=10)
                ) as client:
                    client.ping()
            except (redis.RedisError, ValueError, OSError) as error:
                raise Trouble(
                    f"The server of REDIS_URL does not answer: {error}",
                    "correct REDIS_URL, or unset it to use the embedded server.",
                ) from error

    # --- what the product's processes are told -------------------------------------------
    def environment(self) -> dict[str, str]:
        """The environment of every process of the product on this data directory."""
        assert self.place is not None  # noqa: S101 -- start() came first
        return product_environment(self.data_dir, self.place.run_dir)


def product_environment(data_dir: Path, run_dir: Path) -> dict[str, str]:
    """Where the data and the servers are, and the key of this installation."""
    result = env.process_environment()
    result["ERP_DATA_DIR"] = str(data_dir)
    result["ERP_RUN_DIR"] = str(run_dir)
    result["ERP_SECRET_KEY"] = env.SECRET_KEY or secret_key(data_dir)
    result.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings.dev")
    result["PYTHONUNBUFFERED"] = "1"
    return result


def secret_key(data_dir: Path) -> str:
    """The key of this installation, made once."""
    path = data_dir / "secret_key"
    try:
        key = path.read_text().strip()
        if key:
            return key
    except FileNotFoundError:
        pass
    except OSError as error:
        raise Trouble(f"Cannot read {path} ({error.strerror}).", "start as the user that made it.") from error
    fresh = path.with_suffix(".new")
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(48) + "\n")
    fresh.replace(path)
    return path.read_text().strip()
