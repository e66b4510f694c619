"""Let many orders fight for few goods in a database of its own, and keep the outcome for everybody to see."""

import json
import signal
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from erp.core.actor import system_actor
from inventory.services.proof import keep_concurrency_proof

BENCHMARK = "reserve_contention"


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Give up after so many seconds; a database that was only half made is replaced by the next run.

    Raises: CommandError.
    """

    def give_up(_number: int, _frame: Any) -> None:
        raise CommandError(
            f"Not done within {seconds} s: nothing was kept. Try again when the machine is idle, "
            "with fewer --orders, or with more time: --within."
        )

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class Command(BaseCommand):
    help = (
        "100 parallel orders for 10 units on this server, in a database of its own; the outcome is shown on "
        "“Proof of stock”. Exit 1 when something was oversold, deadlocked or is out of balance."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--orders", type=int, default=100)
        parser.add_argument("--within", type=int, default=600, help="give up after so many seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 11 <= options["orders"] <= 1000:
            raise CommandError("--orders must be between 11 and 1000.")
        if not 1 <= options["within"] <= 86_400:
            raise CommandError("--within must be between 1 and 86400 seconds.")
        answer, started = StringIO(), time.perf_counter()
        with _at_most(options["within"]):
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
