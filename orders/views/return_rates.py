"""How much comes back: return rates by product, region, customer or reason over a period."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.views import typed
from erp.core.views.page import page
from erp.core.views.tables import export_links, table_answer
from erp.masterdata.selectors.company import base_currency, business_day
from orders.selectors.returns import GROUPS, VIEW_RETURN, ReturnRate, return_rates, return_reasons

DAYS = 90
MOST = 200
MOST_CHARTED = 10


def _period(request: Any) -> tuple[date, date]:
    """The days asked for, the last 90 by default; an impossible period is the default."""
    today = business_day(timezone.now())
    found = {}
    for name in ("since", "until"):
        try:
            found[name] = typed.day(request.GET.get(name, ""))
        except ValueError:
            continue
    last = found.get("until", today)
    first = found.get("since", last - timedelta(days=DAYS - 1))
    return (first, last) if first <= last else (today - timedelta(days=DAYS - 1), today)


def _rates(request: Any) -> tuple[str, tuple[date, date], list[ReturnRate]]:
    by = request.GET.get("by", "product")
    by = by if by in GROUPS else "product"
    first, last = _period(request)
    zone = timezone.get_current_timezone()
    since = datetime.combine(first, time.min, zone)
    until = datetime.combine(last + timedelta(days=1), time.min, zone)
    rows = return_rates(request.actor, by=by, since=since, until=until, first=first, last=last)
    return by, (first, last), rows


def _names(by: str) -> dict[str, str]:
    return {row.code: row.title for row in return_reasons()} if by == "reason" else {}


@page(VIEW_RETURN)
def rates_page(request: Any) -> HttpResponse:
    """Return rates with their definition, the worst first."""
    by, (first, last), (total, *rows) = _rates(request)
    names = _names(by)
    shown: list[dict[str, Any]] = [{"row": row, "name": names.get(row.name, row.name)} for row in rows[:MOST]]
    top = [one for one in shown if one["row"].rate is not None][:MOST_CHARTED]
    labels = {
        "product": _("Product"),
        "region": _("Region"),
        "customer": _("Customer"),
        "reason": _("Reason"),
    }
    urls = [
        (name, reverse("return-rate-export", args=[kind]))
        for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "by": by,
        "by_label": labels[by],
        "tabs": [
            {
                "label": label,
                "active": code == by,
                "url": f"?by={code}&since={first.isoformat()}&until={last.isoformat()}",
            }
            for code, label in labels.items()
        ],
        "first": first,
        "last": last,
        "total": total,
        "rows": shown,
        "links": by == "product",
        "currency": base_currency(),
        "export_urls": export_links(request, urls),
        "chart": {
            "type": "bars",
            "labels": [one["name"] for one in top],
            "series": [{"name": _("Return rate"), "data": [float(one["row"].rate) for one in top]}],
            "unit": "percent",
            "colors": ["wait"],
            "label_name": labels[by],
        }
        if top
        else None,
    }
    return render(request, "orders/return_rates.html", context)


@page(VIEW_RETURN)
def rates_export(request: Any, kind: str) -> Any:
    """The return rates as a file."""
    by, _days, (total, *rows) = _rates(request)
    names = _names(by)
    head = [_("Name"), _("Returns"), _("Quantity"), _("Returned value"), _("Sold value"), _("Return rate")]
    table = [
        [
            names.get(row.name, row.name) or _("All"),
            str(row.returns),
            row.quantity,
            row.value,
            row.sold_value,
            None if row.rate is None else round(row.rate, 6),
        ]
        for row in [total, *rows]
    ]
    return table_answer("return-rates", kind, iter([head, *table]))
