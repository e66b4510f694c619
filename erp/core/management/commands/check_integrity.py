"""Prove every invariant on the live database."""

from typing import Any

from django.core.management.base import BaseCommand

from erp.core.integrity import run_checks


class Command(BaseCommand):
    help = "Check every invariant of the business; exit 0 when all hold, else print the rows and exit 1."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for finding in run_checks():
            if not finding.rows:
                self.stdout.write(f"ok    {finding.check.code}: {finding.check.title}")
                continue
            failed += 1
            self.stdout.write(f"FAIL  {finding.check.code}: {finding.check.title}")
            for row in finding.rows:
                self.stdout.write("      " + ", ".join(f"{key}={value}" for key, value in row.items()))
        if failed:
            self.stderr.write(f"{failed} invariants do not hold.")
            raise SystemExit(1)
