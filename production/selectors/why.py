"""Why a promise has its day: the facts as they are stored and answered, and the sentence made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.formats import day_text, quantity_text
from erp.core.quantity import plain
from erp.masterdata.selectors.delivery import Route
from inventory.calc.atp import Part, Quote, Source

ANEW = frozenset({"plan", "capacity"})
"""Kinds of sources that are made or bought anew."""


def source_facts(source: Source) -> dict[str, Any]:
    """A source as it is stored with a line and answered by the API; what does not apply is left out."""
    quantity = Decimal(plain(source.quantity))
    facts: dict[str, Any] = {"kind": source.kind, "quantity": quantity, "date": source.date}
    if source.document:
        facts["document"] = source.document
    if source.inspection_days:
        facts["inspection_days"] = source.inspection_days
    if source.product:
        facts["product"] = source.product
    if source.lead_time_days is not None:
        facts["lead_time_days"] = source.lead_time_days
    if source.work_center:
        facts["work_center"] = source.work_center
    if source.wait is not None:
        facts["wait"] = asdict(source.wait)
    if source.needs:
        facts["needs"] = [source_facts(need) for need in source.needs]
    return facts


def delivery_facts(quote: Quote, route: Route) -> dict[str, Any]:
    """How the goods of a promise get to the customer, as `promise_sentence` tells it."""
    return {
        "ship_date": quote.leaves_on,
        "transit_days": route.transit_days,
        "carrier": route.carrier,
    }


def sources_facts(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """The sources of a promise as they are stored and answered."""
    return [source_facts(source) for source in sources]


def promise_sentence(
    sources: Iterable[Mapping[str, Any]], unit: str = "", delivery: Mapping[str, Any] | None = None
) -> str:
    """Why a line gets its day, in the reader's language: "40 pcs from stock; 60 pcs from PO-1203 due 3 Dec".

    `sources` are facts as `source_facts` makes them; `delivery` has `ship_date`, `transit_days` and
    `carrier`, and is told when goods are under way to the customer.
    """
    known = list(sources)
    is_kit = any(source.get("product") and source.get("kind") not in ANEW for source in known)
    parts = [
        f"{source['product']}: {_source(source, '')}"
        if is_kit and source.get("product")
        else _source(source, unit)
        for source in known
    ]
    if delivery and delivery.get("transit_days"):
        parts.append(_delivery(delivery))
    return _("; ").join(dict.fromkeys(part for part in parts if part))


def split_sentence(parts: Sequence[Part], unit: str = "") -> str:
    """How a quantity could come in parts: "40 pcs on 28 Nov, the remaining 60 pcs on 5 Dec"."""
    texts = [
        (
            _("the remaining %(quantity)s on %(date)s")
            if n and n == len(parts) - 1
            else _("%(quantity)s on %(date)s")
        )
        % {"quantity": quantity_text(part.quantity, unit), "date": day_text(part.on)}
        for n, part in enumerate(parts)
    ]
    return _(", ").join(texts)


def _day(value: Any) -> str:
    return day_text(date.fromisoformat(value) if isinstance(value, str) else value)


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _source(source: Mapping[str, Any], unit: str) -> str:
    facts = {
        "quantity": quantity_text(Decimal(str(source.get("quantity", 0))), unit),
        "document": source.get("document") or "",
        "date": _day(source.get("date")),
    }
    kind = source.get("kind")
    if kind in {"on_hand", "rush", "uncovered"}:
        plain = {
            "on_hand": _("%(quantity)s from stock"),
            "rush": _("%(quantity)s ahead of later orders"),
            "uncovered": _("%(quantity)s not covered yet"),
        }
        return plain[kind] % facts
    if kind in ANEW:
        return _plan(source, facts)
    if kind == "work_order":
        return _inspected(_("%(quantity)s from work order %(document)s, %(date)s") % facts, source)
    if kind == "transfer":
        return _inspected(_("%(quantity)s in transit %(document)s, %(date)s") % facts, source)
    if not facts["document"]:
        return _inspected(_("%(quantity)s from purchases, %(date)s") % facts, source)
    return _inspected(_("%(quantity)s from purchase %(document)s, %(date)s") % facts, source)


def _inspected(text: str, source: Mapping[str, Any]) -> str:
    days = int(source.get("inspection_days") or 0)
    if not days:
        return text
    return _("%(text)s after %(days)s of inspection") % {"text": text, "days": _days(days)}


def _plan(source: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """Something made or bought anew; of something made the part that is there last is named."""
    needs = list(source.get("needs") or ())
    late = max(needs, key=lambda need: str(need.get("date")), default=None)
    wait = source.get("wait") or {}
    if wait and wait.get("kind") != "material":
        told = {**facts, "wait": capacity_text(source)}
        return _("%(quantity)s to be made by %(date)s: %(wait)s") % told
    if late is not None and late.get("kind") != "on_hand":
        last = _("%(product)s on %(date)s") % {
            "product": late.get("product") or "",
            "date": _day(late.get("date")),
        }
        return _("%(quantity)s to be made by %(date)s, waiting for %(part)s") % {**facts, "part": last}
    if needs:
        return _("%(quantity)s to be made by %(date)s, parts from stock") % facts
    return _inspected(_("%(quantity)s to be made or bought by %(date)s") % facts, source)


def capacity_text(source: Mapping[str, Any]) -> str:
    """What something that is put into the schedule waits for the longest, and at which work center."""
    wait = source.get("wait") or {}
    if not wait:
        return _("at work center %(center)s") % {"center": source.get("work_center") or ""}
    texts = {
        "capacity": _("work center %(center)s is taken until %(until)s"),
        "calendar": _("work center %(center)s is closed until %(until)s"),
        "material": _("work center %(center)s waits for material until %(until)s"),
        "predecessor": _("work center %(center)s waits for the operation before it until %(until)s"),
        "move": _("the way to work center %(center)s takes until %(until)s"),
        "queue": _("it lies before work center %(center)s until %(until)s"),
    }
    text = texts.get(str(wait.get("kind")), texts["capacity"])
    return text % {"center": wait.get("work_center") or "", "until": _day(wait.get("until"))}


def _delivery(delivery: Mapping[str, Any]) -> str:
    facts = {
        "date": _day(delivery.get("ship_date")),
        "carrier": delivery.get("carrier") or "",
        "days": _days(int(delivery.get("transit_days") or 0)),
    }
    if facts["carrier"]:
        return _("leaves on %(date)s, %(days)s with %(carrier)s") % facts
    return _("leaves on %(date)s, %(days)s on the way") % facts
