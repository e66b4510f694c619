"""Messages of the outbox that were given up: who did not get what, and another try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from erp.core.models import OutboxMessage


def replay(message_ids: Sequence[int]) -> int:
    """Give dead or waiting messages a new first attempt now; gives how many."""
    return OutboxMessage.objects.filter(pk__in=message_ids).update(
        is_dead=False, attempts=0, next_attempt_at=timezone.now()
    )


@dataclass(frozen=True)
class DeadLetter:
    """A message that was given up."""

    id: int
    subscriber: str
    number: str
    attempts: int
    error: str


def dead_letters(limit: int) -> list[DeadLetter]:
    """The messages that were given up, oldest first."""
    rows = OutboxMessage.objects.filter(is_dead=True).order_by("id")
    values = rows.values_list("id", "subscriber", "event__about_number", "attempts", "last_error")[:limit]
    return [DeadLetter(*row) for row in values]
