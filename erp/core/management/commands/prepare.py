"""Bring the database and the static files up to date, and load the demo company into an empty database.

Called by `bin/up` as one process, because starting Django once takes longer than all of its checks.
"""

import hashlib
import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

HEARTBEAT_SECONDS = 3.0


class Command(BaseCommand):
    """`manage.py prepare`."""

    help = "Migrate, collect static files and load the demo company; prints what was done."
    requires_system_checks: list[str] = []  # type: ignore[assignment]  # the tests run them; each costs a start

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", choices=["small", "full", "none"], default="none")
        parser.add_argument("--demo-language", choices=["en", "zh"], default="en")
        parser.add_argument("--sources", default="", help="fingerprint to store in the report")
        parser.add_argument("--report", type=Path, help="file to write what was done to, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report: Path | None = options["report"]
        before = _read(report)
        self._migrate()
        self._collect_static()
        after = before | {"sources": options["sources"]}
        if options["demo"] != "none" and not before.get("demo_settled"):
            after |= self._load_demo(report, before, options["demo"], options["demo_language"])
        if report is not None:
            after.pop("demo_started", None)
            _write(report, after)

    # --- tables -------------------------------------------------------------------------------
    def _migrate(self) -> None:
        began = time.monotonic()
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.stdout.write(f"  Database: {len(plan)} migrations to apply …")
            call_command("migrate", interactive=False, verbosity=1, stdout=_Counter(self, len(plan)))
        self._done("Database", f"{len(plan)} migrations applied" if plan else "up to date", began)

    # --- static files -----------------------------------------------------------------------------
    def _collect_static(self) -> None:
        began = time.monotonic()
        root = Path(settings.STATIC_ROOT)
        root.mkdir(parents=True, exist_ok=True)
        stamp = root / ".collected"
        count, fingerprint = _static_fingerprint()
        if stamp.is_file() and stamp.read_text() == fingerprint:
            self._done("Static files", f"{count} up to date", began)
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(fingerprint)
        self._done("Static files", f"{count} collected", began)

    # --- demo company -----------------------------------------------------------------------------
    def _load_demo(
        self, report: Path | None, before: dict[str, Any], size: str, language: str
    ) -> dict[str, Any]:
        """Load it into an empty database; what the report says of it."""
        began = time.monotonic()
        if not _is_empty():
            if before.get("demo_started"):
                self._start_over()
            else:
                return self._keep_company(size, language, began)
        if "load_demo" not in get_commands():
            self._done("Demo company", "not part of this version", began)
            return {}
        if report is not None:
            _write(report, before | {"demo_started": True})
        self.stdout.write(f"  Demo company: loading the {size} one …")
        self.stdout.flush()
        call_command("load_demo", size=size, language=language, stdout=self.stdout)
        sign_ins = _sign_ins()
        self._done("Demo company", f"{size}, {len(sign_ins)} sign-ins", began)
        return {"demo_settled": True, "demo": {"size": size, "language": language, "sign_ins": sign_ins}}

    def _start_over(self) -> None:
        """Empty a database that holds half a demo company and nothing else."""
        self.stdout.write("  Demo company: the first attempt was cut off; starting it over …")
        with connection.cursor() as cursor:
            cursor.execute("drop schema public cascade; create schema public")
        connection.close()
        self._migrate()

    def _keep_company(self, size: str, language: str, began: float) -> dict[str, Any]:
        """Leave a database that is in use alone; it may hold the demo company of another data directory."""
        sign_ins = _sign_ins()
        if not sign_ins:
            self._done("Demo company", "not loaded: the database is in use", began)
            return {"demo_settled": True}
        self._done("Demo company", "there already", began)
        return {"demo_settled": True, "demo": {"size": size, "language": language, "sign_ins": sign_ins}}

    def _done(self, what: str, result: str, began: float) -> None:
        self.stdout.write(f"  {what:<22} {result:<34} {time.monotonic() - began:5.1f} s")
        self.stdout.flush()


class _Counter:
    """Counts the lines of `migrate` and tells how far it is from time to time."""

    def __init__(self, command: Command, total: int) -> None:
        self.command = command
        self.total = total
        self.count = 0
        self.began = self.told = time.monotonic()

    def write(self, text: str) -> int:
        """Take one piece of output."""
        if "Applying" in text:
            self.count += 1
        now = time.monotonic()
        if now - self.told > HEARTBEAT_SECONDS:
            self.told = now
            self.command.stdout.write(f"    {self.count} of {self.total}, {now - self.began:.0f} s")
            self.command.stdout.flush()
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        """Never colored."""
        return False


def _is_empty() -> bool:
    """Whether nobody has used this database yet."""
    try:
        return not get_user_model().objects.exists()
    except DatabaseError as error:
        raise CommandError(f"The table of users cannot be read: {error}") from error


def _sign_ins() -> list[list[str]]:
    """Name and password of everyone who can sign in to the demo company; nobody in any other one."""
    people = import_string(settings.DEMO_SIGN_INS)()
    return [[person["username"], person["password"]] for person in people]


def _static_fingerprint() -> tuple[int, str]:
    """How many static files there are, and a text that changes when one of them does."""
    digest, count = hashlib.sha256(), 0
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
            count += 1
    return count, digest.hexdigest()


def _read(report: Path | None) -> dict[str, Any]:
    if report is None:
        return {}
    try:
        return dict(json.loads(report.read_text()))
    except (OSError, ValueError):
        return {}


def _write(report: Path, content: dict[str, Any]) -> None:
    fresh = report.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(content, indent=1, ensure_ascii=False))
    fresh.replace(report)
