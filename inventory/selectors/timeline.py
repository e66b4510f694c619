"""The story of one stock document: a shipment, a purchase order."""

from __future__ import annotations

from django.db.models import Q

from erp.core.event_words import event_word
from erp.core.models import LoggedEvent

MOST_EVENTS = 500
VERBS_INSIDE = {"purchase_order.changed", "purchase_requisition.changed", "supplier_return.settled"}


def document_events(kind: str, document_id: int, *, parts: str = "") -> list[LoggedEvent]:
    """What happened to a document, oldest first; with the news of that name of its `parts`; one query."""
    wanted = Q(document_kind=kind, document_id=document_id)
    if parts:
        wanted |= Q(about_kind=kind, about_id=document_id, name=parts)
    rows = LoggedEvent.objects.filter(wanted)
    return list(
        rows.exclude(name__startswith="stock.")
        .exclude(name__startswith="supply.")
        .order_by("at", "pk")[:MOST_EVENTS]
    )


def label_of(event: LoggedEvent) -> str:
    """An event's name in the reader's words."""
    name = event.name
    if name in VERBS_INSIDE:
        name = f"{name.rpartition('.')[0]}.{event.facts.get('verb', '')}"
    return event_word(name)
