"""`manage.py load_demo`: fill an empty database with the demo company."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from erp.core.outbox import relay
from erp.identity.selectors.demo import demo_signins
from orders.services.demo.loading import is_in_use, load_demo_company


class Command(BaseCommand):
    """Load the demo company and print who can sign in."""

    requires_system_checks: list[str] = []
    help = "Fill an empty database with the demo company, and print its sign-ins as name / password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=["small", "full"], default="small")
        parser.add_argument("--language", choices=["en", "zh"], default="en")
        parser.add_argument("--seed", type=int, default=1, help="another number makes another company")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_in_use():
            self.stdout.write(
                "The demo company was not loaded: this database has users or orders already. "
                "Load it into an empty one, for example with `bin/up --data-dir` and a new directory."
            )
        else:
            report = load_demo_company(
                size=options["size"], language=options["language"], seed=options["seed"], tell=self._tell
            )
            relay(seconds=60)
            if options["verbosity"] > 1:
                for what, count in sorted(report.counts.items()):
                    self.stdout.write(f"    {what}: {count}")
        for person in demo_signins():
            self.stdout.write(f"{person['username']} / {person['password']}")

    def _tell(self, text: str) -> None:
        self.stdout.write(f"    {text}")
        self.stdout.flush()
