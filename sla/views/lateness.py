"""Who made orders late: in sum, order by order, and on the order's own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import NotFound
from erp.core.views.page import page
from erp.core.views.tables import export_links, table_answer
from orders.models import Order
from orders.selectors.orders import VIEW_RIGHT, visible_orders
from sla.calc.lateness import PARTIES, Part, added, by_party
from sla.selectors.lateness import LateOrder, late_orders_between, lateness_of
from sla.selectors.measure_words import duration_text, party_name, step_name
from sla.selectors.metrics import VIEW_METRICS
from sla.views.questions import asked, choices, question_of

SHOWN = 100
DAY = 86_400
# Tones that differ in lightness as well as in hue, so that they can be told apart without color.
TONES = {"us": "info", "supplier": "wait", "carrier": "active", "customer": "off"}


@page(VIEW_METRICS)
def lateness_page(request: Any) -> HttpResponse:
    """The lateness of a period by step and party, and the orders behind it."""
    question = question_of(request)
    late = late_orders_between(request.actor, question)
    party = request.GET.get("party", "")
    party = party if party in PARTIES else ""
    parts = added(one.parts for one in late)
    sums = by_party(parts)
    whole = sum(sums.values())
    chosen = [one for one in late if not party or any(part.party == party for part in one.parts)]
    query = asked(question)
    context = {
        "question": question,
        "filters": choices(question),
        "query": query,
        "party": party,
        "count": len(late),
        "total": duration_text(whole),
        "parties": [
            {
                "code": code,
                "name": party_name(code),
                "time": duration_text(sums[code]),
                "share": sums[code] / whole if whole else None,
                "url": f"{reverse('lateness')}?{query}&party={code}",
            }
            for code in PARTIES
        ],
        "parts": [_part(one, whole) for one in parts],
        "chart": _chart(parts),
        "shown": SHOWN,
        "matching": len(chosen),
        "rows": _rows(chosen[:SHOWN]),
        "export_urls": export_links(
            request,
            [
                ("CSV", reverse("lateness-export", args=["csv"])),
                ("Excel", reverse("lateness-export", args=["xlsx"])),
            ],
        ),
    }
    return render(request, "sla/lateness.html", context)


def _part(part: Part, whole: int) -> dict[str, Any]:
    return {
        "step": step_name(part.step),
        "party": party_name(part.party),
        "tone": TONES[part.party],
        "time": duration_text(part.seconds),
        "share": part.seconds / whole if whole else None,
    }


def _chart(parts: list[Part]) -> dict[str, Any]:
    return {
        "type": "bars",
        "labels": [f"{step_name(one.step)} · {party_name(one.party)}" for one in parts],
        "series": [{"name": _("Days"), "data": [round(one.seconds / DAY, 2) for one in parts]}],
        "colors": [TONES[one.party] for one in parts],
        "label_name": _("Step and party"),
    }


def _rows(late: list[LateOrder]) -> list[dict[str, Any]]:
    names = dict(
        Order.objects.filter(pk__in=[one.facts.order_id for one in late]).values_list("pk", "customer__name")
    )
    return [
        {
            "number": one.facts.number,
            "customer": names.get(one.facts.order_id, ""),
            "promised_on": one.facts.promised_on,
            "is_open": one.is_open,
            "time": duration_text(one.seconds),
            "parts": [_part(part, one.seconds) for part in one.parts],
        }
        for one in late
    ]


@page(VIEW_METRICS)
def lateness_export(request: Any, kind: str) -> StreamingHttpResponse | FileResponse:
    """Every part of every late order as a file; the seconds add up."""
    late = late_orders_between(request.actor, question_of(request))

    def table() -> Iterator[Any]:
        yield [_("Order"), _("Promised"), _("Late, seconds"), _("Step"), _("Party"), _("Seconds")]
        for one in late:
            for part in one.parts:
                yield [one.facts.number, one.facts.promised_on, one.seconds, step_name(part.step),
                       party_name(part.party), part.seconds]  # fmt: skip

    return table_answer("lateness", kind, table())


@page(VIEW_RIGHT)
def order_lateness(request: Any, number: str) -> HttpResponse:
    """The slot on an order's page: who made it late; empty when it is in time."""
    order = visible_orders(request.actor).filter(number=number[:60]).first()
    if order is None:
        raise NotFound(kind="order", number=number[:60])
    late = lateness_of(order, timezone.now()) if request.actor.has(VIEW_METRICS) else None
    context = {"late": _rows([late])[0] if late else None}
    return render(request, "sla/order_lateness.html", context)
