"""What a page about measures asks: the span, the as-of day, the filters; read from its address and back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from erp.core.views import typed
from erp.identity.models import Region, Team
from erp.masterdata.selectors.company import business_day
from inventory.models import ItemCategory, Warehouse
from orders.models import Order
from orders.selectors.wording import channel_text
from sla.selectors.metrics import FIRST_YEAR, LAST_YEAR, Question, month_of
from sla.selectors.order_facts import Filters

SPAN_MONTHS = 3


def _day(request: Any, name: str, usual: date) -> date:
    try:
        found = typed.day(request.GET.get(name) or usual.isoformat())
    except ValueError:
        return usual
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else usual


def question_of(request: Any) -> Question:
    """What the address asks for: the last three months as of today unless it says so.

    Raises: Invalid for an empty or too long span.
    """
    today = business_day(timezone.now())
    until = _day(request, "until", today)
    usual = month_of(until)[0]
    for _back in range(SPAN_MONTHS - 1):
        usual = month_of(usual - timedelta(days=1))[0]
    return Question(
        since=_day(request, "since", usual),
        until=until,
        as_of=min(_day(request, "as_of", today), today),
        filters=Filters(
            region=typed.key(request.GET.get("region")),
            team=typed.key(request.GET.get("team")),
            category=typed.key(request.GET.get("category")),
            warehouse=typed.key(request.GET.get("warehouse")),
            channel=request.GET.get("channel", "").replace("\x00", "")[:40],
        ),
    ).checked()


def asked(question: Question, **more: Any) -> str:
    """The question as a query string."""
    filters = question.filters
    values = {
        "since": question.since.isoformat(),
        "until": question.until.isoformat(),
        "as_of": question.as_of.isoformat(),
        "region": filters.region,
        "team": filters.team,
        "category": filters.category,
        "channel": filters.channel,
        "warehouse": filters.warehouse,
        **more,
    }
    return urlencode({name: value for name, value in values.items() if value not in {None, ""}})


def choices(question: Question) -> list[dict[str, Any]]:
    """The filters with their options, for the form."""
    filters = question.filters
    channels = (
        Order.objects.exclude(channel="").order_by("channel").values_list("channel", flat=True).distinct()
    )
    tables: list[tuple[str, str, Any, list[tuple[Any, str]]]] = [
        (
            "region",
            _("Region"),
            filters.region,
            list(Region.objects.order_by("name").values_list("pk", "name")),
        ),
        ("team", _("Team"), filters.team, list(Team.objects.order_by("name").values_list("pk", "name"))),
        (
            "category",
            _("Category"),
            filters.category,
            list(ItemCategory.objects.order_by("name").values_list("pk", "name")),
        ),
        ("channel", _("Channel"), filters.channel, [(one, channel_text(one)) for one in channels[:100]]),
        (
            "warehouse",
            _("Warehouse"),
            filters.warehouse,
            list(Warehouse.objects.order_by("name").values_list("pk", "name")),
        ),
    ]
    return [
        {"name": name, "label": label, "value": value or "", "options": options}
        for name, label, value, options in tables
        if options
    ]
