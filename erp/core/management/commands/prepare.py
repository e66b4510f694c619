"""Bring the database and the static files up to date, and load the demo company into an empty database.

Called by `bin/up` as one process, because starting Django once takes longer than all of its checks.
"""

import hashlib
import json
import re
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

HEARTBEAT_SECONDS = 3.0


class Command(BaseCommand):
    """`manage.py prepare`."""

    help = "Migrate, collect static files and load the demo company; prints what was done."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", choices=["small", "full", "none"], default="none")
        parser.add_argument("--demo-language", choices=["en", "zh"], default="en")
        parser.add_argument("--sources", default="", help="fingerprint to store in the report")
        parser.add_argument("--report", type=Path, help="file to write what was done to, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report: Path | None = options["report"]
        before = _read(report)
        self._migrate()
        if "ship_processes" in get_commands():
            call_command("ship_processes", verbosity=0)
        self._collect_static()
        after = before | {"sources": options["sources"]}
        if options["demo"] != "none" and not before.get("demo_settled"):
            after |= self._load_demo(options["demo"], options["demo_language"])
        if report is not None:
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
    def _load_demo(self, size: str, language: str) -> dict[str, Any]:
        """Load it into an empty database, whole or not at all; what the report says of it.

        A database that is in use is left alone; it may hold the demo company of an earlier data directory.
        """
        began = time.monotonic()
        self.stdout.write(f"  Demo company: loading the {size} one …")
        self.stdout.flush()
        listener = _Listener(self)
        call_command("load_demo", size=size, language=language, stdout=listener)
        sign_ins = listener.sign_ins
        if not sign_ins:
            self._done("Demo company", "none in this database", began)
            return {"demo_settled": True}
        self._done("Demo company", f"{size}, {len(sign_ins)} sign-ins", began)
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
        self.app = ""
        self.began = self.told = time.monotonic()

    def write(self, text: str) -> int:
        """Take one piece of output."""
        if "Applying" in text:
            self.count += 1
            self.app = text.split()[1].partition(".")[0]
        now = time.monotonic()
        if now - self.told > HEARTBEAT_SECONDS:
            self.told = now
            self.command.stdout.write(
                f"    {self.count} of {self.total} ({self.app}), {now - self.began:.0f} s"
            )
            self.command.stdout.flush()
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        """Never colored."""
        return False


class _Listener:
    """Passes the demo company's progress on and keeps its sign-ins, which `bin/up` shows when it is ready."""

    SIGN_IN = re.compile(r"(\S+) / (\S+)")

    def __init__(self, command: Command) -> None:
        self.command = command
        self.sign_ins: list[tuple[str, ...]] = []

    def write(self, text: str) -> int:
        """Take one line."""
        sign_in = self.SIGN_IN.fullmatch(text.strip())
        if sign_in:
            self.sign_ins.append(sign_in.groups())
        elif text.strip():
            self.command.stdout.write(f"    {text.strip()}")
            self.command.stdout.flush()
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        """Never colored."""
        return False


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
