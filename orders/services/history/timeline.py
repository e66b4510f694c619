"""The timeline side of history: past events, without an outbox, for nobody waits for old news."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from erp.core.copy import copy_rows
from erp.core.models import LoggedEvent
from erp.core.refs import DocumentRef
from orders.services.history.facts import Clerk
from orders.services.history.states import StateTrail

COLUMNS = (
    "uid", "at", "name", "document_kind", "document_id", "document_number", "about_kind", "about_id",
    "about_number", "actor_kind", "actor_id", "actor_label", "actor_via", "facts", "changes",
)  # fmt: skip


def _unique_id() -> str:
    """A random UUID (version 4) as text, some times faster to make than the library's object."""
    text = os.urandom(16).hex()
    return f"{text[:12]}4{text[13:16]}a{text[17:]}"


class Timeline:
    """Events of one chunk of history, told per order in the order they happened."""

    def __init__(self, via: str) -> None:
        """Start empty; `via` says by which road the events came."""
        self.via = via
        self.rows: list[tuple[Any, ...]] = []
        self._order: list[tuple[Any, ...]] = []

    def tell(
        self,
        at: datetime,
        name: str,
        *,
        document: DocumentRef,
        about: DocumentRef,
        by: Clerk,
        facts: dict[str, Any] | None = None,
        state: tuple[str, str] | None = None,
    ) -> None:
        """Note one event of the order that is being told."""
        kind = "user" if by.user_id else "system"
        changes = {"state": list(state)} if state else {}
        self._order.append(
            (_unique_id(), at, name, document.kind, document.id, document.number, about.kind, about.id,
             about.number, kind, by.user_id, by.label, self.via, facts or {}, changes)
        )  # fmt: skip

    def end_order(self, order: DocumentRef, trail: StateTrail) -> None:
        """Put the order's events in the order of their time, and tell each move of its computed states.

        What was told first stays first.
        """
        self._order.sort(key=lambda row: row[1])
        for row in self._order:
            self.rows.append(row)
            for move in trail.follow(row[2], row[4], row[13]):
                self._tell_move(order, row, move)
        for move in trail.end():
            self._tell_move(order, self._order[-1], move)
        self._order = []

    def _tell_move(self, order: DocumentRef, cause: tuple[Any, ...], move: tuple[str, str, str]) -> None:
        machine, before, state = move
        name = "order.fulfillment_moved" if machine == "fulfillment_state" else "order.billing_moved"
        ref = (order.kind, order.id, order.number)
        at, by = cause[1], cause[9:13]
        self.rows.append(
            (_unique_id(), at, name, *ref, *ref, *by, {"state": state}, {machine: [before, state]})
        )

    def write(self) -> int:
        """Append the chunk's events to the log."""
        written = copy_rows(LoggedEvent, COLUMNS, self.rows)
        self.rows = []
        return written
