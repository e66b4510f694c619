"""Read the audit trail back against its seals."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from erp.core.audit import verify_audit


class Command(BaseCommand):
    """`manage.py verify_audit`."""

    help = "Check the audit trail; exit 0 when it is whole, else name the first event that does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify_audit()
        if not found.is_whole:
            what = f"event {found.broken_event}" if found.broken_event else f"seal {found.broken_seal}"
            raise CommandError(f"The audit trail is broken at {what}: {found.reason}.")
        self.stdout.write(
            f"Whole: {found.events} events in {found.seals} seals, {found.unsealed} not sealed yet; "
            f"head {found.head}."
        )
