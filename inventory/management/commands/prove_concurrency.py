"""Let many orders fight for few goods in a database of its own, and keep the outcome for everybody to see."""

import json
import time
from argparse import ArgumentParser
from decimal import Decimal
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from erp.core.actor import system_actor
from inventory.services.proof import keep_concurrency_proof

BENCHMARK = "reserve_contention"


class Command(BaseCommand):
    help = (
        "100 parallel orders for 10 units on this server, in a database of its own; the outcome is shown on "
        "“Proof of stock”. Exit 1 when something was oversold, deadlocked or is out of balance."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--orders", type=int, default=100)

    def handle(self, *args: Any, **options: Any) -> None:
        if not 11 <= options["orders"] <= 1000:
            raise CommandError("--orders must be between 11 and 1000.")
        answer, started = StringIO(), time.perf_counter()
        call_command("bench", BENCHMARK, scale=options["orders"], stdout=answer)
        facts = json.loads(answer.getvalue())
        is_green = (
            Decimal(str(facts["reserved"])) == facts["units"]
            and not facts["deadlocks"]
            and not facts["broken_invariants"]
        )
        keep_concurrency_proof(
            facts=facts,
            is_green=is_green,
            seconds=Decimal(str(round(time.perf_counter() - started, 3))),
            actor=system_actor("proof at the console"),
        )
        self.stdout.write(json.dumps(facts))
        if not is_green:
            raise SystemExit(1)
