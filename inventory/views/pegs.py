"""Who is this supply for? The pegs of an item in a warehouse, seen and edited both ways."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import Invalid, NotFound
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.views import typed
from erp.core.views.page import page
from inventory.models import Item, Peg
from inventory.selectors.items import item_rows
from inventory.selectors.pegs import pegs_of_place
from inventory.selectors.reservations import VIEW_RESERVATION
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from inventory.services.manual_pegs import peg_by_hand, unpeg_by_hand
from inventory.views.links import document_url

EDIT = "inventory.edit_peg"


def _item_of(request: Any, sku: str) -> Item:
    item = item_rows(request.actor).select_related("unit").filter(sku=sku[:60]).first()
    if item is None or item.kind != Item.Kind.STOCKED:
        raise NotFound(kind="product", sku=sku[:60])
    return item


@page(VIEW_RESERVATION)
def pegs_page(request: Any, sku: str) -> HttpResponse:
    """Supply with whom it serves, demand with what serves it."""
    item = _item_of(request, sku)
    warehouses = list(warehouse_rows().filter(is_active=True))
    asked = typed.key(request.GET.get("warehouse")) or getattr(default_warehouse(), "pk", 0)
    chosen = next((row for row in warehouses if row.pk == asked), warehouses[0] if warehouses else None)
    supplies, demands = pegs_of_place(item.pk, chosen.pk) if chosen else ([], [])
    actor = request.actor
    context = {
        "item": item,
        "warehouses": warehouses,
        "chosen": chosen,
        "may_edit": actor.has(EDIT),
        "supplies": [
            {
                "one": one,
                "url": document_url(actor, one.supply.document_kind, one.supply.document_number),
                "pegs": [
                    {
                        "row": peg,
                        "url": document_url(actor, peg.demand.document_kind, peg.demand.document_number),
                    }
                    for peg in one.pegs
                ],
            }
            for one in supplies
        ],
        "demands": [
            {
                "one": one,
                "url": document_url(actor, one.demand.document_kind, one.demand.document_number),
                "suggested": plain(one.lacks or one.demand.backordered),
            }
            for one in demands
        ],
    }
    return render(request, "inventory/pegs.html", context)


@page(EDIT, methods=("POST",))
def peg_act(request: Any, sku: str, verb: str) -> HttpResponse:
    """Tie, fix, loosen or undo one peg."""
    item = _item_of(request, sku)
    acts = {"peg": _peg, "fix": _fix, "loosen": _loosen, "unpeg": _unpeg}
    if verb not in acts:
        raise Http404
    with outbox.watch() as streams:
        acts[verb](request)
    outbox.drain(*streams)
    messages.success(request, _("The pegs are changed."))
    warehouse = typed.key(request.POST.get("warehouse")) or ""
    return redirect(f"{reverse('item-pegs', args=[item.sku])}?warehouse={warehouse}")


def _peg(request: Any) -> None:
    problems = Problems()
    quantity = typed.taken(request.POST, "quantity", typed.quantity, problems)
    supply = typed.key(request.POST.get("supply"))
    demand = typed.key(request.POST.get("demand"))
    problems.refuse()
    if quantity is None or supply is None or demand is None:
        raise Invalid.field("quantity", _("Choose a supply and give a quantity."), "required")
    is_hard = request.POST.get("hard") == "1"
    peg_by_hand(demand_id=demand, supply_id=supply, quantity=quantity, is_hard=is_hard, actor=request.actor)


def _peg_row(request: Any) -> Peg:
    row = Peg.objects.filter(pk=typed.key(request.POST.get("peg")) or 0).first()
    if row is None:
        raise NotFound(kind="peg")
    return row


def _set_hard(request: Any, is_hard: bool) -> None:
    row = _peg_row(request)
    peg_by_hand(
        demand_id=row.demand_id,
        supply_id=row.supply_id,
        quantity=row.quantity,
        is_hard=is_hard,
        actor=request.actor,
    )


def _fix(request: Any) -> None:
    _set_hard(request, True)


def _loosen(request: Any) -> None:
    _set_hard(request, False)


def _unpeg(request: Any) -> None:
    unpeg_by_hand(peg_id=_peg_row(request).pk, actor=request.actor)
