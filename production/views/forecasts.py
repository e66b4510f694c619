"""Forecasts in the browser: the list by value and error, one with its chart, overrides, known events."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Abs, Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from erp.core.errors import Invalid, NotFound
from erp.core.formats import day_text, unit_text
from erp.core.views import filters, typed
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.identity.models import Region
from erp.masterdata.selectors.company import base_currency
from production.models import Forecast, ForecastLike, ForecastOverride
from production.selectors.forecasts import (
    VIEW_FORECAST,
    BucketView,
    buckets_of,
    forecast_setting,
    forecast_summary,
    tracked,
    visible_forecasts,
)
from production.services.forecast_events import EDIT, create_like, delete_like, edit_like
from production.services.forecast_overrides import OVERRIDE, override_forecast, withdraw_override
from production.services.forecasts import RUN, run_forecasts

_KINDS = (("CSV", "csv"), ("Excel", "xlsx"))
_FAR_OFF = 50.0
_MEMBERS = {
    "dynamic_theta": gettext_lazy("Dynamic Theta"),
    "log_theta": gettext_lazy("Theta of logarithms"),
    "damped_trend": gettext_lazy("Damped trend"),
    "aggregated": gettext_lazy("Joined buckets"),
}


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    standing = ForecastOverride.objects.filter(
        forecast=OuterRef("pk"), withdrawn_at__isnull=True, actual__isnull=True
    )
    sold = visible_forecasts(request.actor).filter(item__is_active=True, item__is_sold=True)
    rows = sold.annotate(
        is_overridden=Exists(standing), error=Coalesce("smape", -1.0), side=Coalesce(Abs("bias"), -1.0)
    )
    chips = [
        filters.many(request, "model", _("Model"), Forecast.Model.choices),
        filters.flag(request, "overridden", _("Overridden"), Q(is_overridden=True)),
        filters.flag(request, "far", _("Far off"), Q(smape__gt=_FAR_OFF)),
        filters.flag(request, "none", _("Without a forecast"), ~Q(refusal="")),
    ]
    if forecast_setting().by_region:
        regions = [(row.pk, row.name) for row in Region.objects.order_by("name")[:200]]
        chips.append(filters.choice(request, "region", _("Region"), regions, "region_id"))
        if chips[-1].condition is None:
            rows = rows.filter(region__isnull=True)
    rows = filters.applied(rows, chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(item__sku__iexact=text) | Q(item__search_key__contains=text.lower()))
    return rows, chips


@page(VIEW_FORECAST)
def forecast_list(request: Any) -> HttpResponse:
    """Every item's forecast, those of most value first."""
    rows, chips = _wanted(request)
    orderings = {
        "value": "value",
        "expected": "expected",
        "error": "error",
        "bias": "side",
        "sku": "item__sku",
    }
    urls = [(text, reverse("forecast-export", args=[kind])) for text, kind in _KINDS]
    last = Forecast.objects.order_by("-computed_at").values_list("computed_at", flat=True).first()
    context = {
        "page": ListPage(request, rows, orderings, default="-value"),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "summary": forecast_summary(rows),
        "setting": forecast_setting(),
        "currency": base_currency(),
        "may_run": request.actor.has(RUN),
        "computed_at": last,
    }
    return render(request, "production/forecasts.html", context)


@page(VIEW_FORECAST)
def forecast_export(request: Any, kind: str) -> Any:
    """The filtered forecasts as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("SKU"), _("Product"), _("Region"), _("Model"), _("Expected demand"), _("Unit"), _("Value"),
        _("sMAPE"), _("MASE"), _("Bias"), _("Why there is none"),
    ]  # fmt: skip
    return table_answer("forecasts", kind, table_of(rows, head, _cells))


def _cells(row: Forecast) -> list[Any]:
    figures = [None if one is None else f"{one:.3f}" for one in (row.smape, row.mase, row.bias)]
    region = row.region.name if row.region else ""
    return [
        row.item.sku, row.item.name, region, str(row.get_model_display()), row.expected, row.item.unit.code,
        row.value, *figures, str(row.get_refusal_display()) if row.refusal else "",
    ]  # fmt: skip


@page(RUN, methods=("POST",))
def forecast_run(request: Any) -> HttpResponse:
    """Forecast every item anew."""
    found = run_forecasts(actor=request.actor)
    text = ngettext("%(n)s item forecast.", "%(n)s items forecast.", found.forecast)
    messages.success(request, text % {"n": found.forecast})
    return redirect(back_to(request, reverse("forecast-list")))


def _one(request: Any, pk: int) -> Forecast:
    row = visible_forecasts(request.actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(kind="forecast", key=str(pk))
    return row


@page(VIEW_FORECAST)
def forecast(request: Any, pk: int) -> HttpResponse:
    """One forecast: history, back-test, what is expected between what, overrides and how they did."""
    return _shown(request, _one(request, pk), {})


def _shown(request: Any, row: Forecast, refused: dict[str, Any], *, status: int = 200) -> HttpResponse:
    views = buckets_of(row)
    over, said_bias = tracked(row)
    context = {
        "forecast": row,
        "coming": [one for one in views if one.ordered is None],
        "past": [one for one in reversed(views) if one.ordered is not None][:24],
        "unusual": [one for one in views if one.is_outlier],
        "chart": _chart(row, views),
        "overrides": row.overrides.select_related("author").order_by("-starts_on", "-made_at")[:50],
        "weights": [
            (str(_MEMBERS.get(name, name)), share)
            for name, share in sorted(row.weights.items(), key=lambda pair: -pair[1])
        ],
        "like": ForecastLike.objects.filter(item_id=row.item_id).select_related("like").first(),
        "over": over,
        "said_bias": said_bias,
        "unit": unit_text(row.item.unit),
        "currency": base_currency(),
        "may_override": request.actor.has(OVERRIDE[0]),
        "may_edit": request.actor.has(EDIT[0]),
        "export_urls": [(text, reverse("forecast-buckets", args=[row.pk, kind])) for text, kind in _KINDS],
        **refused,
    }
    return render(request, "production/forecast.html", context, status=status)


def _label(one: BucketView, bucket: str) -> str:
    return one.starts_on.strftime("%Y-%m") if bucket == "month" else day_text(one.starts_on)


def _chart(row: Forecast, views: list[BucketView]) -> dict[str, Any]:
    """What was ordered, what would have been said, what is expected between what, and overrides."""

    def coming(name: str) -> list[float | None]:
        return [float(getattr(one.row, name)) if one.row and one.ordered is None else None for one in views]

    series: list[dict[str, Any]] = [
        {"name": _("Ordered by customers"), "data": [one.ordered for one in views]},
        {"name": _("Back-test"), "data": [one.tested for one in views], "dashed": True},
        {"name": _("Expected demand"), "data": coming("mean")},
        {"name": _("At least (80 %)"), "data": coming("lower"), "dashed": True},
        {"name": _("At most (80 %)"), "data": coming("upper"), "dashed": True},
    ]
    if any(one.override for one in views):
        said = [float(one.override.quantity) if one.override else None for one in views]
        series.append({"name": _("Override"), "data": said, "type": "bar"})
    return {
        "type": "line",
        "labels": [_label(one, row.bucket) for one in views],
        "series": series,
        "colors": ["info", "neutral", "good", "off", "off", "wait"],
        "label_name": _("From"),
    }


@page(VIEW_FORECAST)
def forecast_buckets(request: Any, pk: int, kind: str) -> Any:
    """History and future of one forecast as a file."""
    row = _one(request, pk)
    head = [
        _("From"), _("Ordered by customers"), _("Outlier"), _("Known event"), _("Back-test"),
        _("Expected demand"), _("At least"), _("At most"), _("Override"), _("Reason"),
    ]  # fmt: skip

    def table() -> Any:
        yield head
        for one in buckets_of(row):
            said = one.row
            yield [
                one.starts_on, one.ordered, _("Yes") if one.is_outlier else "",
                _("Yes") if one.is_event else "",
                one.tested, *((said.mean, said.lower, said.upper) if said else (None, None, None)),
                one.override.quantity if one.override else None, one.override.reason if one.override else "",
            ]  # fmt: skip

    return table_answer(f"forecast-{row.item.sku[:40]}", kind, table())


@page(OVERRIDE[0], methods=("POST",))
def forecast_override(request: Any, pk: int) -> HttpResponse:
    """Say something else of one bucket, or let the model count again; what is wrong is told at the form."""
    row, sent = _one(request, pk), request.POST
    try:
        starts_on = _typed(typed.day, sent.get("start_date", ""), "start_date")
        if sent.get("verb") == "withdraw":
            withdraw_override(forecast_id=row.pk, starts_on=starts_on, actor=request.actor)
            messages.success(request, _("The model's figure counts again."))
        else:
            quantity = _typed(typed.number, sent.get("quantity", ""), "quantity")
            override_forecast(
                forecast_id=row.pk,
                starts_on=starts_on,
                quantity=quantity,
                reason=sent.get("reason", ""),
                actor=request.actor,
            )
            messages.success(request, _("The override counts from now on."))
    except Invalid as refusal:
        values = {name: sent.get(name, "") for name in ("start_date", "quantity", "reason")}
        errors = {name: texts[0] for name, texts in refusal.errors.items()}
        return _shown(request, row, {"errors": errors, "values": values}, status=422)
    return redirect("forecast", row.pk)


def _typed(read: Any, text: str, name: str) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise Invalid.field(name, str(error)) from None


@page(EDIT[0], methods=("POST",))
def forecast_like(request: Any, pk: int, verb: str) -> HttpResponse:
    """Say which item this one sells like, or no longer."""
    row = _one(request, pk)
    kept = ForecastLike.objects.filter(item_id=row.item_id).first()
    if verb == "delete":
        if kept is not None:
            delete_like(like_id=kept.pk, actor=request.actor)
        return redirect("forecast", row.pk)
    if verb != "save":
        raise Http404
    ratio = _typed(typed.number, request.POST.get("ratio") or "1", "ratio")
    like_id = typed.key(request.POST.get("like"))
    if like_id is None:
        raise Invalid.field("like", _("Choose an item."))
    if kept is None:
        create_like(values={"item_id": row.item_id, "like_id": like_id, "ratio": ratio}, actor=request.actor)
    else:
        edit_like(like_id=kept.pk, values={"like_id": like_id, "ratio": ratio}, actor=request.actor)
    messages.success(request, _("The next run of forecasts uses it."))
    return redirect("forecast", row.pk)
