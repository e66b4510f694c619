import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from erp.core.actor import system_actor
from erp.core.errors import DomainError
from orders.services.dataset import LoadReport, load_dataset

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Loads a company's go-live files (CSV): masters, opening stock, past and open orders, purchases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="directory of the .csv and .csv.gz files")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="what is later than this day has not happened yet"
        )
        parser.add_argument(
            "--shift-to-now", action="store_true", help="move all days so that the as-of day is today"
        )
        parser.add_argument("--limit", type=int, help="only the first so many orders")
        parser.add_argument("--strict", action="store_true", help="exit with 1 when a row was left out")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_dataset(
                options["path"],
                actor=system_actor("load_dataset"),
                say=self._say,
                as_of=options["as_of"],
                shift_to_now=options["shift_to_now"],
                limit=options["limit"],
            )
        except DomainError as refusal:
            raise CommandError(f"{refusal.code}: {refusal.facts}") from refusal
        self._print(report)
        if not report.is_reconciled or (options["strict"] and report.problems):
            sys.exit(1)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _print(self, report: LoadReport) -> None:
        for kind, count in sorted(report.history.rows.items()):
            self.stdout.write(f"  {count:>9,} {kind}")
        if report.states:
            self.stdout.write("Orders (state / fulfillment / billing):")
        for state, count in report.states.items():
            self.stdout.write(f"  {count:>9,} {state}")
        self.stdout.write("Reconciliation:")
        for check in report.checks:
            mark = "ok " if check.is_right else "BAD"
            self.stdout.write(f"  {mark} {check.name}: {check.found:,} (expected {check.wanted:,})")
        for problem in report.problems[:MOST_SHOWN]:
            self.stderr.write(str(problem))
        if len(report.problems) > MOST_SHOWN:
            self.stderr.write(f"… and {len(report.problems) - MOST_SHOWN} more rows")
        self.stdout.write(f"{len(report.problems)} rows left out.")
        verdict = "Reconciled." if report.is_reconciled else "NOT reconciled."
        self.stdout.write(f"{verdict} {sum(report.seconds.values()):.1f} s")
