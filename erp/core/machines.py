"""Moving a document on by one transition of its state machine."""

from __future__ import annotations

from typing import Any

from django_fsm import can_proceed

from erp.core.errors import IllegalTransition


def move_on(row: Any, verb: str, **arguments: Any) -> dict[str, list[str]]:
    """Run one transition of a locked document in memory; gives what changed, for the timeline.

    Raises: IllegalTransition.
    """
    transition = getattr(row, verb)
    if not can_proceed(transition):
        raise IllegalTransition(action=verb, state=row.state, document=row.number)
    before = row.state
    transition(**arguments)
    row.version += 1
    return {"state": [before, row.state]}
