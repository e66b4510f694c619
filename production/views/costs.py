"""The cost roll-up: what made items cost, what changed, taking it over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.core.errors import DomainError, NotFound
from erp.core.http.messages import refusal_text
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import base_currency
from production.models import CostRollup
from production.selectors.costs import COST_RIGHT, latest_rollup, rollup_costs, rollup_rows
from production.services.costs import ADOPT, RIGHT, adopt_costs, roll_up_costs

_KINDS = (("CSV", "csv"), ("Excel", "xlsx"))
ORDERINGS = {"sku": "item__sku", "total": "total", "level": "level"}
REASONS = {
    "component_added": gettext_lazy("Component added"),
    "component_removed": gettext_lazy("Component left out"),
    "quantity": gettext_lazy("Quantity with scrap"),
    "component_cost": gettext_lazy("Cost of the component"),
    "operation": gettext_lazy("Operation"),
}


def _wanted(request: Any, rollup: CostRollup | None) -> tuple[Any, list[Any], str]:
    changed = Q(before__isnull=True) | ~Q(before=F("total"))
    chips = [filters.flag(request, "changed", _("Changed"), changed)]
    rows = filters.applied(rollup_costs(rollup.pk if rollup else 0).order_by(), chips)
    text = request.GET.get("q", "").strip()[:60]
    if text:
        rows = rows.filter(Q(item__sku__icontains=text) | Q(item__name__icontains=text))
    return rows, chips, text


def _rollup(request: Any) -> CostRollup | None:
    pk = typed.key(request.GET.get("rollup"))
    named = rollup_rows(request.actor).filter(pk=pk).first() if pk is not None else None
    return named or latest_rollup()


@page(COST_RIGHT)
def cost_list(request: Any) -> HttpResponse:
    """The costs of a roll-up with what changed since the one before."""
    rollup = _rollup(request)
    rows, chips, text = _wanted(request, rollup)
    found = ListPage(request, rows, ORDERINGS, "sku")
    for row in found.rows:
        row.change = None if row.before is None else row.total - row.before
        row.told = [
            reason | {"label": REASONS.get(reason["kind"], reason["kind"])} for reason in row.reasons[:4]
        ]
    urls = [(label, reverse("item_cost-export", args=[kind])) for label, kind in _KINDS]
    latest = latest_rollup()
    context = {
        "page": found,
        "rollup": rollup,
        "rollups": list(rollup_rows(request.actor)[:20]),
        "filters": [chip.shown for chip in chips],
        "filters_active": bool(text) or any(chip.condition is not None for chip in chips),
        "export_urls": export_links(request, urls),
        "may_roll_up": request.actor.has(RIGHT[0]),
        "may_adopt": bool(
            request.actor.has(ADOPT[0]) and rollup and latest == rollup and rollup.adopted_at is None
        ),
        "currency": base_currency(),
    }
    return render(request, "production/costs.html", context)


@page(COST_RIGHT)
def cost_export(request: Any, kind: str) -> Any:
    """The costs of a roll-up as a file."""
    rows, _chips, _text = _wanted(request, _rollup(request))
    head = [
        _("SKU"), _("Name"), _("Level"), _("Usual lot"), _("Material"), _("Set-up"), _("Run"), _("Outside"),
        _("Total"), _("Last time"), _("Standard cost"),
    ]  # fmt: skip
    return table_answer("costs", kind, table_of(rows, head, _cells))


def _cells(row: Any) -> list[Any]:
    return [
        row.item.sku, row.item.name, row.level, row.lot_quantity, row.material, row.setup, row.run,
        row.outside, row.total, row.before, row.item.standard_cost,
    ]  # fmt: skip


@page(RIGHT[0], methods=("POST",))
def cost_roll_up(request: Any) -> HttpResponse:
    """Reckon the costs anew."""
    try:
        rollup = roll_up_costs(actor=request.actor)
    except DomainError as refusal:
        messages.error(request, refusal_text(refusal))
    else:
        text = _("%(items)s items, %(changed)s cost something else than the last time.")
        messages.success(request, text % {"items": rollup.items, "changed": rollup.changed})
    return redirect("item_cost-list")


@page(ADOPT[0], methods=("POST",))
def cost_adopt(request: Any, pk: int) -> HttpResponse:
    """Make a roll-up's costs the standard costs."""
    if not CostRollup.objects.filter(pk=pk).exists():
        raise NotFound(kind="cost_rollup", id=pk)
    try:
        count = adopt_costs(rollup_id=pk, actor=request.actor)
    except DomainError as refusal:
        messages.error(request, refusal_text(refusal))
    else:
        messages.success(request, _("%(count)s standard costs changed.") % {"count": count})
    return redirect("item_cost-list")
