"""The form of a bill: a new one, another version, a change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.views import typed
from erp.core.views.page import page
from erp.masterdata.selectors.company import business_day
from erp.masterdata.selectors.units import unit_rows
from inventory.models import Item
from production.models import Bom, BomOutput
from production.selectors.boms import versions_of
from production.services.boms import RIGHT, BomValues, create_bom, delete_bom, edit_bom
from production.views.boms import item_of
from production.views.structure_input import (
    EMPTY_ROWS,
    factors,
    item_called,
    number,
    placed,
    rows_sent,
    whole,
)

_PARTS = ("item", "quantity", "unit", "scrap_percent", "operation_number", "is_fixed", "substitutes")
_OUTPUTS = ("out_item", "out_kind", "out_quantity", "out_share")
_HEAD = ("valid_from", "valid_to", "output_quantity", "alternative", "note")


@page(RIGHT[0], methods=("GET", "POST"))
def bom_form(request: Any, sku: str) -> HttpResponse:
    """Change the version that `?version=` names; without one, or with `new`, write another one."""
    item = item_of(request, sku)
    stored = _stored_bom(request, item)
    edits = stored is not None and "new" not in request.GET
    rows = rows_sent(request, _PARTS, "item") if request.method == "POST" else _stored_rows(stored)
    outputs = (
        rows_sent(request, _OUTPUTS, "out_item") if request.method == "POST" else _stored_outputs(stored)
    )
    head = _head(request, stored, is_new=not edits)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            saved = _save(request, item, stored if edits else None, rows, outputs)
        except Invalid as refusal:
            errors = placed(refusal.errors, {"components": rows, "outputs": outputs})
            errors = errors or {"components": _("Look at the rows below.")}
        else:
            messages.success(request, _("The bill of %(sku)s is saved.") % {"sku": item.sku})
            return redirect(f"{reverse('bom-detail', args=[item.sku])}?version={saved.pk}")
    _name_items(rows, "item", [*rows])
    _name_items(outputs, "out_item", [*outputs])
    context = {
        "item": item,
        "bom": stored if edits else None,
        "head": head,
        "rows": _numbered([*rows, *({} for _n in range(EMPTY_ROWS))]),
        "outputs": _numbered([*outputs, {}]),
        "kinds": BomOutput.Kind.choices,
        "all_units": list(unit_rows()),
        "errors": errors,
    }
    return render(request, "production/bom_form.html", context, status=422 if errors else 200)


@page(RIGHT[0], methods=("POST",))
def bom_delete(request: Any, sku: str) -> HttpResponse:
    """Take a version out; the one before it is in force again."""
    item = item_of(request, sku)
    stored = _stored_bom(request, item)
    if stored is None:
        raise NotFound(kind="bom", id=request.GET.get("version", "")[:40])
    try:
        delete_bom(bom_id=stored.pk, actor=request.actor)
    except Conflict as refusal:
        messages.error(request, refusal_text(refusal))
    else:
        messages.success(request, _("The version is deleted."))
    return redirect("bom-detail", sku=item.sku)


def _stored_bom(request: Any, item: Item) -> Bom | None:
    pk = typed.key(request.GET.get("version"))
    return versions_of(item.pk).filter(pk=pk).first() if pk is not None else None


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with the names of their fields, which carry their place."""
    return [
        {**row, "place": n, "item_name": f"item-{n}", "out_name": f"out_item-{n}"}
        for n, row in enumerate(rows)
    ]


def _name_items(rows: list[dict[str, Any]], name: str, shown: list[dict[str, Any]]) -> None:
    """The text of the products that rows name by key."""
    keys = {key for row in rows if (key := typed.key(row.get(name))) is not None}
    known = Item.objects.in_bulk(keys) if keys else {}
    for row in shown:
        found = known.get(typed.key(row.get(name)) or 0)
        row["text"] = str(found) if found else row.get(name, "")


def _head(request: Any, bom: Bom | None, *, is_new: bool) -> dict[str, Any]:
    if request.method == "POST":
        sent = {name: request.POST.get(name, "").strip() for name in _HEAD}
        return sent | {name: name in request.POST for name in ("is_phantom", "is_active")}
    today = business_day(timezone.now())
    found = {
        "valid_from": (today if is_new or bom is None else bom.valid_from).isoformat(),
        "valid_to": "" if is_new or bom is None or bom.valid_to is None else bom.valid_to.isoformat(),
        "output_quantity": plain(bom.output_quantity) if bom else "1",
        "alternative": bom.alternative if bom else "",
        "note": bom.note if bom else "",
    }
    return found | {"is_phantom": bool(bom and bom.is_phantom), "is_active": bom is None or bom.is_active}


def _stored_rows(bom: Bom | None) -> list[dict[str, Any]]:
    if bom is None:
        return []
    rows = bom.components.prefetch_related("substitutes__item").order_by("pk")
    return [
        {
            "item": str(row.item_id),
            "quantity": plain(row.quantity if row.unit_quantity is None else row.unit_quantity),
            "unit": str(row.unit_id or ""),
            "scrap_percent": plain(row.scrap_percent),
            "operation_number": str(row.operation_number or ""),
            "is_fixed": "1" if row.is_fixed else "",
            "substitutes": "; ".join(
                one.item.sku if one.ratio == 1 else f"{one.item.sku} × {plain(one.ratio)}"
                for one in row.substitutes.all()
            ),
        }
        for row in rows
    ]


def _stored_outputs(bom: Bom | None) -> list[dict[str, Any]]:
    if bom is None:
        return []
    return [
        {
            "out_item": str(row.item_id),
            "out_kind": row.kind,
            "out_quantity": plain(row.quantity),
            "out_share": plain(row.cost_share_percent),
        }
        for row in bom.outputs.order_by("pk")
    ]


def _save(
    request: Any, item: Item, bom: Bom | None, rows: list[dict[str, Any]], outputs: list[dict[str, Any]]
) -> Bom:
    """Hand what was typed to the service.

    Raises: Invalid.
    """
    problems = Problems()
    values: BomValues = {
        "is_phantom": "is_phantom" in request.POST,
        "is_active": "is_active" in request.POST,
        "note": request.POST.get("note", "")[:400],
        "valid_to": typed.taken(request.POST, "valid_to", typed.day, problems),
        "output_quantity": typed.taken(request.POST, "output_quantity", typed.quantity, problems)
        or Decimal(1),
    }
    start = typed.taken(request.POST, "valid_from", typed.day, problems)
    parts: Any = [_component(row, n, problems) for n, row in enumerate(rows)]
    others: Any = [_output(row, n, problems) for n, row in enumerate(outputs)]
    problems.refuse()
    if bom is not None:
        return edit_bom(bom_id=bom.pk, components=parts, outputs=others, values=values, actor=request.actor)
    return create_bom(
        item_id=item.pk,
        components=parts,
        outputs=others,
        valid_from=start,
        alternative=request.POST.get("alternative", ""),
        values=values,
        actor=request.actor,
    )


def _component(row: dict[str, Any], n: int, problems: Problems) -> dict[str, Any]:
    own = f"components[{n}]."
    found: dict[str, Any] = {
        "item_id": typed.key(row["item"]),
        "quantity": number(row, "quantity", problems, f"{own}quantity") or Decimal(0),
        "unit_id": typed.key(row["unit"]),
        "scrap_percent": number(row, "scrap_percent", problems, f"{own}scrap_percent") or Decimal(0),
        "operation_number": whole(row, "operation_number", problems, f"{own}operation_number"),
        "is_fixed": bool(row["is_fixed"]),
    }
    path = f"{own}substitutes"
    found["substitutes"] = factors(
        row["substitutes"], item_called, "ratio", problems, path=path, key="item_id"
    )
    return found


def _output(row: dict[str, Any], n: int, problems: Problems) -> dict[str, Any]:
    own = f"outputs[{n}]."
    return {
        "item_id": typed.key(row["out_item"]),
        "kind": row["out_kind"] or BomOutput.Kind.BY,
        "quantity": number(row, "out_quantity", problems, f"{own}quantity") or Decimal(0),
        "cost_share_percent": number(row, "out_share", problems, f"{own}cost_share_percent") or Decimal(0),
    }
