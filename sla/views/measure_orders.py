"""The orders behind a figure: their page and file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.views.page import page
from erp.core.views.tables import export_links, table_answer
from orders.models import Order
from sla.calc.metrics import NO, PARTS, Metric, OrderFacts, Verdict, perfect_parts
from sla.selectors.measure_words import PART_NAMES, duration_text, metric_name
from sla.selectors.metrics import VIEW_METRICS, metric_of, orders_behind
from sla.views.questions import asked, question_of

SHOWN = 200


def order_rows(metric: Metric, pairs: list[tuple[OrderFacts, Verdict]], actor: Actor) -> list[dict[str, Any]]:
    """Judged orders as a table shows them, with the customer's name; one query."""
    orders = Order.objects.select_related("customer").in_bulk([one.order_id for one, _v in pairs])
    rows = []
    for one, verdict in pairs:
        order = orders.get(one.order_id)
        failed = [PART_NAMES[part] for part, state in perfect_parts(one).items() if state == NO]
        rows.append(
            {
                "number": one.number,
                "customer": order.customer.name if order else "",
                "on": verdict.on,
                "promised_on": one.promised_on,
                "delivered_on": one.delivered_on,
                "is_hit": verdict.is_hit,
                "time": duration_text(verdict.seconds) if verdict.seconds else "",
                "failed": ", ".join(str(part) for part in failed) if metric.code == "perfect_order" else "",
            }
        )
    return rows


@page(VIEW_METRICS)
def measure_orders(request: Any, code: str) -> HttpResponse:
    """The orders behind a figure."""
    metric, question = metric_of(code), question_of(request)
    missed = request.GET.get("only") == "missed"
    pairs = orders_behind(request.actor, code, question, missed=missed)
    context = {
        "metric": metric,
        "name": metric_name(code),
        "question": question,
        "missed": missed,
        "count": len(pairs),
        "shown": SHOWN,
        "rows": order_rows(metric, pairs[:SHOWN], request.actor),
        "all_url": f"?{asked(question)}",
        "missed_url": f"?{asked(question, only='missed')}",
        "back_url": f"{reverse('measure', args=[code])}?{asked(question)}",
        "export_urls": export_links(
            request,
            [
                ("CSV", reverse("measure-orders-export", args=[code, "csv"])),
                ("Excel", reverse("measure-orders-export", args=[code, "xlsx"])),
            ],
        ),
    }
    return render(request, "sla/measure_orders.html", context)


@page(VIEW_METRICS)
def measure_orders_export(request: Any, code: str, kind: str) -> StreamingHttpResponse | FileResponse:
    """The orders behind a figure as a file."""
    metric, question = metric_of(code), question_of(request)
    pairs = orders_behind(request.actor, code, question, missed=request.GET.get("only") == "missed")
    head = [_("Order"), _("Customer"), _("Counts on"), _("Promised"), _("Delivered"), _("Hit"), _("Seconds")]

    def table() -> Iterator[Any]:
        yield [*head, *[str(PART_NAMES[part]) for part in PARTS]] if code == "perfect_order" else head
        for start in range(0, len(pairs), 1000):
            part = pairs[start : start + 1000]
            rows = order_rows(metric, part, request.actor)
            for row, (one, verdict) in zip(rows, part, strict=True):
                cells = [row["number"], row["customer"], row["on"], row["promised_on"], row["delivered_on"],
                         _("yes") if verdict.is_hit else _("no"), verdict.seconds]  # fmt: skip
                yield [*cells, *perfect_parts(one).values()] if code == "perfect_order" else cells

    return table_answer(f"orders-{code}", kind, table())
