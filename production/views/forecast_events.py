"""Known events of forecasts in the browser: promotions, holidays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core.errors import Invalid
from erp.core.records import Problems
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from inventory.models import ItemCategory
from inventory.selectors.items import category_rows
from production.models import ForecastEvent, ForecastLike
from production.selectors.forecasts import VIEW_FORECAST, visible_events
from production.services.forecast_events import (
    EDIT,
    EventValues,
    create_event,
    create_like,
    delete_event,
    delete_like,
)


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    chips = [
        filters.many(request, "kind", _("Kind"), ForecastEvent.Kind.choices),
        filters.dates(request, "from", _("From"), "starts_on"),
    ]
    rows = filters.applied(visible_events(request.actor), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(name__icontains=text)
    return rows, chips


@page(VIEW_FORECAST)
def event_list(request: Any) -> HttpResponse:
    """The known events, the latest first, and the new items with those that they sell like."""
    return _shown(request, {})


def _shown(request: Any, refused: dict[str, Any], *, status: int = 200) -> HttpResponse:
    rows, chips = _wanted(request)
    urls = [
        (text, reverse("forecast-event-export", args=[kind]))
        for text, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "page": ListPage(request, rows, {"from": "starts_on", "name": "name"}, default="-from"),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "kinds": ForecastEvent.Kind.choices,
        "categories": category_rows(request.actor).order_by("name")[:300],
        "likes": ForecastLike.objects.select_related("item", "like").order_by("item__sku")[:200],
        "may_edit": request.actor.has(EDIT[0]),
        **refused,
    }
    return render(request, "production/forecast_events.html", context, status=status)


@page(VIEW_FORECAST)
def event_export(request: Any, kind: str) -> Any:
    """The filtered events as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Name"),
        _("Kind"),
        _("From"),
        _("Until"),
        _("SKU"),
        _("Category"),
        _("Change of demand in percent"),
    ]
    return table_answer("known-events", kind, table_of(rows, head, _cells))


def _cells(row: ForecastEvent) -> list[Any]:
    item, category = row.item.sku if row.item else "", row.category.name if row.category else ""
    return [
        row.name,
        str(row.get_kind_display()),
        row.starts_on,
        row.ends_on,
        item,
        category,
        row.uplift_percent,
    ]


@page(EDIT[0], methods=("POST",))
def event_act(request: Any, verb: str) -> HttpResponse:
    """Enter or forget an event, enter or forget a like item; what is wrong is told above the form."""
    acts = {"new": _create, "delete": _delete, "like": _like, "unlike": _unlike}
    if verb not in acts:
        raise Http404
    try:
        acts[verb](request)
    except Invalid as refusal:
        errors = [text for texts in refusal.errors.values() for text in texts]
        return _shown(request, {"errors": errors, "form": verb, "values": request.POST.dict()}, status=422)
    return redirect("forecast-event-list")


def _create(request: Any) -> None:
    sent, problems = request.POST, Problems()
    starts_on = typed.taken(sent, "start_date", typed.day, problems)
    ends_on = typed.taken(sent, "end_date", typed.day, problems)
    uplift = typed.taken(sent, "uplift_percent", typed.number, problems)
    category = typed.chosen(ItemCategory.objects.all(), sent.get("category"))
    problems.refuse()
    values: EventValues = {
        "name": sent.get("name", "")[:200],
        "kind": sent.get("kind", ""),
        "starts_on": starts_on,
        "ends_on": ends_on or starts_on,
        "item_id": typed.key(sent.get("item")),
        "category_id": category.pk if category else None,
        "uplift_percent": uplift,
    }
    create_event(values=values, actor=request.actor)
    messages.success(request, _("The next run of forecasts uses it."))


def _delete(request: Any) -> None:
    delete_event(event_id=typed.key(request.POST.get("id")) or 0, actor=request.actor)


def _like(request: Any) -> None:
    sent, problems = request.POST, Problems()
    ratio = typed.taken(sent, "ratio", typed.number, problems)
    problems.refuse()
    item, like = typed.key(sent.get("product")), typed.key(sent.get("like"))
    create_like(
        values={"item_id": item or 0, "like_id": like or 0, "ratio": Decimal(1) if ratio is None else ratio},
        actor=request.actor,
    )
    messages.success(request, _("The next run of forecasts uses it."))


def _unlike(request: Any) -> None:
    delete_like(like_id=typed.key(request.POST.get("id")) or 0, actor=request.actor)
