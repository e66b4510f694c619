"""Filters of a list as chips: read from the address, applied to the rows, shown again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.documents import known_document
from erp.core.formats import day_text
from erp.core.views import typed

Choices = Iterable[tuple[Any, Any]]


@dataclass(frozen=True)
class Chip:
    """One filter: how it is shown, and the condition it stands for (None when it is not set)."""

    shown: dict[str, Any]
    condition: Q | None


def many(request: HttpRequest, name: str, label: str, choices: Choices, path: str = "") -> Chip:
    """Several states to tick."""
    known = [(str(value), str(text)) for value, text in choices]
    asked = [one for raw in request.GET.getlist(name) for one in raw.split(",")]
    chosen = [value for value, _text in known if value in asked]
    options = [{"value": value, "label": text, "selected": value in chosen} for value, text in known]
    text = ", ".join(text for value, text in known if value in chosen)
    shown = {"name": name, "label": label, "kind": "many", "value": chosen, "text": text, "options": options}
    return Chip(shown, Q(**{f"{path or name}__in": chosen}) if chosen else None)


def choice(request: HttpRequest, name: str, label: str, choices: Choices, path: str = "") -> Chip:
    """One of several."""
    known = [(str(value), str(text)) for value, text in choices]
    value = request.GET.get(name, "")
    text = dict(known).get(value, "")
    options = [{"value": v, "label": t, "selected": v == value} for v, t in known]
    shown = {"name": name, "label": label, "kind": "choice", "value": value if text else "", "text": text}
    return Chip(shown | {"options": options}, Q(**{path or name: value}) if text else None)


def flag(request: HttpRequest, name: str, label: str, condition: Q) -> Chip:
    """Yes, or not asked."""
    is_set = request.GET.get(name) == "1"
    options = [{"value": "1", "label": _("Yes"), "selected": is_set}]
    shown = {"name": name, "label": label, "kind": "choice", "value": "1" if is_set else ""}
    return Chip(shown | {"text": _("Yes"), "options": options}, condition if is_set else None)


def dates(request: HttpRequest, name: str, label: str, path: str = "", *, is_moment: bool = False) -> Chip:
    """From a day until a day, both included."""
    found: dict[str, Any] = {}
    condition = Q()
    for side, lookup in (("after", "gte"), ("before", "lte")):
        try:
            on = typed.day(request.GET.get(f"{name}_{side}", ""))
        except ValueError:
            continue
        found[side] = on
        condition &= Q(**{f"{path or name}{'__date' if is_moment else ''}__{lookup}": on})
    text = " – ".join(day_text(found[side]) if side in found else "…" for side in ("after", "before"))
    shown = {"name": name, "label": label, "kind": "date", "value": "set" if found else "", "text": text}
    shown |= {side: on.isoformat() for side, on in found.items()}
    return Chip(shown, condition if found else None)


def lookup(  # noqa: PLR0917 -- reads as one sentence, as the others do
    request: Any, name: str, label: str, url: str, kind: str, path: str = ""
) -> Chip:
    """One record of a kind, found by type-ahead; named only to readers who may see it."""
    pk = typed.key(request.GET.get(name))
    shown: dict[str, Any] = {"name": name, "label": label, "kind": "lookup", "url": url}
    shown |= {"value": pk or "", "text": _named(kind, pk, request.actor) if pk else ""}
    return Chip(shown, Q(**{path or f"{name}_id": pk}) if pk else None)


def _named(kind: str, pk: int, actor: Actor) -> str:
    known = known_document(kind)
    if known.permission and not actor.has(known.permission):
        return "?"
    return str(known.visible(actor).filter(pk=pk).first() or "?")


def applied(rows: QuerySet[Any], chips: Iterable[Chip]) -> QuerySet[Any]:
    """The rows that all set filters keep."""
    for chip in chips:
        if chip.condition is not None:
            rows = rows.filter(chip.condition)
    return rows
