"""State machines of documents: their fields, and moving on by one transition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django_fsm import FSMField, can_proceed

from erp.core.errors import IllegalTransition


class StateField(FSMField):
    """A document's state, which nothing but its transitions may set.

    To migrations it is the text that its column holds: each machine listens to every class made after it, and
    the thousands of historical classes of a first start would otherwise all be shown to all of them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take a text field's arguments; the field is always protected."""
        super().__init__(*args, **kwargs, protected=True)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """What a migration writes: a plain text field."""
        name, _path, args, kwargs = super().deconstruct()
        del kwargs["protected"]
        return name, "django.db.models.CharField", args, kwargs


def move_on(row: Any, verb: str, **arguments: Any) -> dict[str, list[str]]:
    """Run one transition of a locked document in memory; gives what changed, for the timeline.

    Raises: IllegalTransition.
    """
    transition = getattr(row, verb)
    if not can_proceed(transition):
        kind = getattr(getattr(row, "ref", None), "kind", "")
        raise IllegalTransition(kind=kind, action=verb, state=row.state, document=row.number)
    before = row.state
    transition(**arguments)
    row.version += 1
    return {"state": [before, row.state]}
