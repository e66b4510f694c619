"""The form of a routing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import Invalid
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.views import typed
from erp.core.views.page import page
from erp.masterdata.selectors.company import business_day
from inventory.models import Item
from production.models import Routing
from production.selectors.routings import operations_with_places, routings_of, work_center_rows
from production.services.routings import RIGHT, RoutingValues, create_routing, edit_routing
from production.views.boms import item_of
from production.views.structure_input import (
    EMPTY_ROWS,
    center_called,
    factors,
    number,
    placed,
    rows_sent,
    whole,
)

_NUMBERS = (
    "setup_minutes",
    "run_minutes",
    "queue_minutes",
    "move_minutes",
    "overlap_quantity",
    "outside_price",
    "inspection_percent",
)
_ROW = (
    "number",
    "work_center",
    "name",
    *_NUMBERS,
    "setup_group",
    "lead_days",
    "alternatives",
    "inspection_note",
)
_OPTIONAL = ("overlap_quantity", "outside_price", "inspection_percent")
_HEAD = ("valid_from", "valid_to", "lot_quantity", "note")


@page(RIGHT[0], methods=("GET", "POST"))
def routing_form(request: Any, sku: str) -> HttpResponse:
    """Change the routing that `?version=` names; without one, or with `new`, write another one."""
    item = item_of(request, sku)
    pk = typed.key(request.GET.get("version"))
    stored = routings_of(item.pk).filter(pk=pk).first() if pk is not None else None
    edits = stored is not None and "new" not in request.GET
    rows = rows_sent(request, _ROW, "work_center") if request.method == "POST" else _stored_rows(stored)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            _save(request, item, stored if edits else None, rows)
        except Invalid as refusal:
            errors = placed(refusal.errors, {"operations": rows})
            errors = errors or {"operations": _("Look at the rows below.")}
        else:
            messages.success(request, _("The routing of %(sku)s is saved.") % {"sku": item.sku})
            return redirect(f"{reverse('bom-detail', args=[item.sku])}?tab=routing")
    shown = [*rows, *({} for _n in range(EMPTY_ROWS))]
    context = {
        "item": item,
        "routing": stored if edits else None,
        "head": _head(request, stored, is_new=not edits),
        "rows": [{**row, "place": n} for n, row in enumerate(shown)],
        "centers": list(work_center_rows().filter(is_active=True)[:500]),
        "errors": errors,
    }
    return render(request, "production/routing_form.html", context, status=422 if errors else 200)


def _head(request: Any, routing: Routing | None, *, is_new: bool) -> dict[str, Any]:
    if request.method == "POST":
        sent: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in _HEAD}
        return sent | {"is_active": "is_active" in request.POST}
    valid_from, valid_to = business_day(timezone.now()), None
    if routing is not None and not is_new:
        valid_from, valid_to = routing.valid_from, routing.valid_to
    return {
        "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else "",
        "lot_quantity": plain(routing.lot_quantity) if routing else "1",
        "note": routing.note if routing else "",
        "is_active": routing is None or routing.is_active,
    }


def _stored_rows(routing: Routing | None) -> list[dict[str, Any]]:
    if routing is None:
        return []
    found = []
    for row in operations_with_places().filter(routing=routing):
        values: dict[str, Any] = {
            name: "" if getattr(row, name) is None else plain(getattr(row, name)) for name in _NUMBERS
        }
        others = [
            one.work_center.code if one.factor == 1 else f"{one.work_center.code} × {plain(one.factor)}"
            for one in row.alternatives.all()
        ]
        values |= {"number": str(row.number), "work_center": str(row.work_center_id), "name": row.name}
        values |= {"setup_group": row.setup_group, "alternatives": "; ".join(others)}
        values["inspection_note"] = row.inspection_note
        values["lead_days"] = "" if row.lead_days is None else str(row.lead_days)
        found.append(values)
    return found


def _save(request: Any, item: Item, routing: Routing | None, rows: list[dict[str, Any]]) -> Routing:
    """Hand what was typed to the service.

    Raises: Invalid.
    """
    problems = Problems()
    lot = typed.taken(request.POST, "lot_quantity", typed.quantity, problems)
    values: RoutingValues = {
        "is_active": "is_active" in request.POST,
        "note": request.POST.get("note", "")[:400],
        "valid_to": typed.taken(request.POST, "valid_to", typed.day, problems),
        "lot_quantity": lot or Decimal(1),
    }
    start = typed.taken(request.POST, "valid_from", typed.day, problems)
    operations: Any = [_operation(row, n, problems) for n, row in enumerate(rows)]
    problems.refuse()
    if routing is not None:
        return edit_routing(routing_id=routing.pk, operations=operations, values=values, actor=request.actor)
    return create_routing(
        item_id=item.pk, operations=operations, valid_from=start, values=values, actor=request.actor
    )


def _operation(row: dict[str, Any], n: int, problems: Problems) -> dict[str, Any]:
    own = f"operations[{n}]."
    found: dict[str, Any] = {"work_center_id": typed.key(row["work_center"]), "name": row["name"][:120]}
    for name in _NUMBERS:
        value = number(row, name, problems, f"{own}{name}")
        found[name] = value if name in _OPTIONAL else value or Decimal(0)
    order = whole(row, "number", problems, f"{own}number")
    if order is not None:
        found["number"] = order
    found["lead_days"] = whole(row, "lead_days", problems, f"{own}lead_days")
    found["setup_group"] = row["setup_group"][:40]
    found["inspection_note"] = row["inspection_note"]
    path = f"{own}alternatives"
    found["alternatives"] = factors(
        row["alternatives"], center_called, "factor", problems, path=path, key="work_center_id"
    )
    return found
