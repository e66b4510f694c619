"""Set the stock's counters to what their rows say."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from erp.core.actor import system_actor
from erp.core.errors import DomainError
from inventory.services.proof import prove_books
from inventory.services.repair import repair_counters


class Command(BaseCommand):
    help = (
        "Set on hand and reserved to the sums of moves and reservations, print what changed, prove anew; "
        "exit 1 while the books still disagree."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", required=True, help="Why; it is kept in the audit trail.")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = system_actor("repair at the console")
        try:
            repairs = repair_counters(reason=options["reason"], actor=actor)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        for one in repairs:
            kept = f" NOT CHANGED: {one.problem}" if one.problem else ""
            self.stdout.write(
                f"{one.counter} {one.where}: {one.before.normalize():f} → {one.after.normalize():f}{kept}"
            )
        self.stdout.write(f"{len([one for one in repairs if not one.problem])} counters repaired.")
        if not prove_books(actor=actor).is_green:
            self.stderr.write("The books still disagree: see check_integrity.")
            raise SystemExit(1)
