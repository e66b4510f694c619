"""The ledger, and the forms by which people move stock: receive, issue, adjust, transfer."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.errors import DomainError, Invalid
from erp.core.formats import quantity_text
from erp.core.http.messages import refusal_text
from erp.core.records import Problems
from erp.core.stored_words import actor_text, stored_text
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from inventory.models import Item, Location, Move, Warehouse
from inventory.selectors.moves import VIEW_LEDGER, moves_in_list, visible_moves
from inventory.selectors.warehouses import default_warehouse, location_rows, warehouse_rows
from inventory.services.stock import adjust_stock, issue_stock, receive_stock
from inventory.services.transfers import transfer_stock
from inventory.views.words import told_move

KINDS = {
    "receipt": "inventory.post_move",
    "issue": "inventory.post_move",
    "adjustment": "inventory.adjust_stock",
    "transfer": "inventory.transfer_stock",
}


def _chips(request: Any) -> list[filters.Chip]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    chips = [
        filters.many(request, "kind", _("Kind"), Move.Kind.choices),
        filters.lookup(request, "item", _("Product"), reverse("lookup-stocked-items"), "product"),
        filters.dates(request, "at", _("When"), "at", is_moment=True),
    ]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    return chips


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    chips = _chips(request)
    rows = filters.applied(moves_in_list(visible_moves(request.actor)).select_related("item__unit"), chips)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if text:
        number = text.upper()
        rows = rows.filter(
            Q(source_number=number) | Q(order_number=number) | Q(item__sku__iexact=text) | Q(lot__code=text)
        )
    return rows, chips


@page(VIEW_LEDGER)
def move_list(request: Any) -> HttpResponse:
    """One page of the ledger, newest first."""
    rows, chips = _wanted(request)
    found = ListPage(request, rows, {"at": "pk"})
    found.rows = [told_move(request.actor, row) for row in found.rows]
    urls = [("CSV", reverse("move-export", args=["csv"])), ("Excel", reverse("move-export", args=["xlsx"]))]
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_move": request.actor.has("inventory.post_move"),
        "shows_value": request.actor.has("inventory.view_cost"),
    }
    return render(request, "inventory/moves.html", context)


@page(VIEW_LEDGER)
def move_export(request: Any, kind: str) -> Any:
    """The filtered ledger as a file."""
    rows, _chips_shown = _wanted(request)
    sees_cost = request.actor.has("inventory.view_cost")
    head = [
        _("When"), _("Kind"), _("SKU"), _("Name"), _("Warehouse"), _("Bin"), _("Lot"), _("Quantity"),
        _("Unit"), _("Document"), _("Order"), _("Reason"), _("By"), *([_("Value")] if sees_cost else []),
    ]  # fmt: skip
    return table_answer("ledger", kind, table_of(rows, head, lambda row: _cells(row, sees_cost)))


def _cells(row: Move, sees_cost: bool) -> list[Any]:
    return [
        row.at, row.get_kind_display(), row.item.sku, row.item.name, row.warehouse.name, row.location.code,
        row.lot.code if row.lot else "", row.quantity, row.item.unit.code, row.source_number,
        row.order_number, stored_text(row.reason), actor_text(row.actor_label),
        *([row.value] if sees_cost else []),
    ]  # fmt: skip


@dataclass
class MoveEntry:
    """What somebody typed into a form, read as far as it goes."""

    kind: str
    values: dict[str, str]
    item: Item | None = None
    warehouse: Warehouse | None = None
    to_warehouse: Warehouse | None = None
    location: Location | None = None
    to_location: Location | None = None
    quantity: Decimal | None = None
    expires_on: Any = None
    transit_days: int | None = None
    problems: Problems = field(default_factory=Problems)


def read_entry(actor: Actor, kind: str, values: dict[str, str]) -> MoveEntry:
    """Read a form; what is wrong is noted beside its field."""
    entry = MoveEntry(kind, values)
    problems = entry.problems
    item = typed.chosen(Item.objects.select_related("unit"), values.get("item"))
    if item is None:
        problems.add("item", _("Choose a product."))
    entry.item = item
    warehouses = {row.pk: row for row in warehouse_rows().filter(is_active=True)}
    entry.warehouse = warehouses.get(typed.key(values.get("warehouse")) or 0)
    if entry.warehouse is None:
        problems.add("warehouse", _("Choose a warehouse."))
    if kind == "transfer":
        entry.to_warehouse = warehouses.get(typed.key(values.get("to_warehouse")) or 0)
        if entry.to_warehouse is None:
            problems.add("to_warehouse", _("Choose a warehouse."))
        entry.transit_days = typed.taken(values, "transit_days", _days, problems)
    entry.location = _location(actor, entry.warehouse, values.get("location"), "location", problems)
    entry.to_location = _location(
        actor, entry.to_warehouse, values.get("to_location"), "to_location", problems
    )
    read = typed.number if kind == "adjustment" else typed.quantity
    entry.quantity = typed.taken(values, "quantity", read, problems)
    if entry.quantity is None and "quantity" not in problems.errors:
        problems.add("quantity", _("Give a quantity."))
    entry.expires_on = typed.taken(values, "expires_on", typed.day, problems)
    return entry


def _days(text: str) -> int:
    found = typed.key(text.strip())
    if found is None or found > 365:
        raise ValueError(_("Give a number of days up to 365."))
    return found


def _location(
    actor: Actor, warehouse: Warehouse | None, value: str | None, name: str, problems: Problems
) -> Location | None:
    if not value or warehouse is None:
        return None
    rows = location_rows(actor).filter(warehouse=warehouse, is_active=True)
    found = (
        typed.chosen(rows, value) or rows.filter(Q(code__iexact=value[:40]) | Q(barcode=value[:60])).first()
    )
    if found is None:
        problems.add(name, _("This warehouse has no such location."))
    return found


def post(entry: MoveEntry, actor: Actor) -> str:
    """Do what the form says by the service of its kind; gives the sentence that tells it.

    Raises: DomainError.
    """
    entry.problems.refuse()
    assert entry.item is not None and entry.warehouse is not None and entry.quantity is not None  # noqa: S101 -- the form was valid, so they are set
    common: dict[str, Any] = {
        "item": entry.item,
        "quantity": entry.quantity,
        "reason": entry.values.get("reason", "").strip()[:200],
        "location": entry.location,
        "lot": entry.values.get("lot", "").strip()[:60] or None,
        "actor": actor,
    }
    facts = {
        "quantity": quantity_text(entry.quantity, entry.item.unit.code),
        "product": entry.item.sku,
        "warehouse": entry.warehouse.name,
    }
    if entry.kind == "receipt":
        receive_stock(warehouse=entry.warehouse, expires_on=entry.expires_on, **common)
        return _("%(quantity)s of %(product)s received at %(warehouse)s.") % facts
    if entry.kind == "issue":
        issue_stock(warehouse=entry.warehouse, **common)
        return _("%(quantity)s of %(product)s issued from %(warehouse)s.") % facts
    if entry.kind == "adjustment":
        adjust_stock(warehouse=entry.warehouse, **common)
        return _("%(product)s at %(warehouse)s adjusted by %(quantity)s.") % facts
    assert entry.to_warehouse is not None  # noqa: S101 -- the form was valid, so they are set
    transfer = transfer_stock(
        from_warehouse=entry.warehouse,
        to_warehouse=entry.to_warehouse,
        to_location=entry.to_location,
        transit_days=entry.transit_days,
        **common,
    )
    told = facts | {"number": transfer.number, "to": entry.to_warehouse.name}
    if transfer.received_at is None:
        return _("%(quantity)s of %(product)s sent to %(to)s: %(number)s.") % told
    return _("%(quantity)s of %(product)s moved to %(to)s: %(number)s.") % told


_FIELDS = {"product": "item", "from_warehouse": "warehouse"}


@page("inventory.post_move", methods=("GET", "POST"))
def move_new(request: Any) -> HttpResponse:
    """One form per kind of move; after posting it is empty again for the next."""
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    allowed = _allowed(request.actor)
    kind = asked if asked in allowed else allowed[0]
    if request.method == "POST":
        return _posted(request, kind)
    values = {name: request.GET.get(name, "") for name in ("item", "warehouse", "to_warehouse", "location")}
    if not values["warehouse"]:
        start = default_warehouse()
        values["warehouse"] = str(start.pk) if start else ""
    return _form(request, kind, values, {})


def _allowed(actor: Actor) -> list[str]:
    return [kind for kind, right in KINDS.items() if actor.has(right)]


def _posted(request: Any, kind: str) -> HttpResponse:
    values = {name: value.replace("\x00", "") for name, value in request.POST.items()}
    entry = read_entry(request.actor, kind, values)
    try:
        with outbox.watch() as streams:
            told = post(entry, request.actor)
        outbox.drain(*streams)
    except Invalid as refusal:
        errors = {
            _FIELDS.get(name, name): " ".join(map(str, texts)) for name, texts in refusal.errors.items()
        }
        return _form(request, kind, values, errors, status=422)
    except DomainError as refusal:
        return _form(request, kind, values, {"quantity": refusal_text(refusal)}, status=422)
    messages.success(request, told)
    warehouse = values.get("warehouse", "")
    return redirect(f"{reverse('move-new')}?kind={kind}&warehouse={warehouse}")


def _form(
    request: Any,
    kind: str,
    values: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    item = typed.chosen(Item.objects.select_related("unit"), values.get("item"))
    names = {
        "receipt": _("Receive"),
        "issue": _("Issue"),
        "adjustment": _("Adjust"),
        "transfer": _("Transfer"),
    }
    icons = {"receipt": "package-import", "issue": "package-export", "adjustment": "adjustments-horizontal"}
    context = {
        "kind": kind,
        "kinds": [
            {"kind": one, "label": names[one], "icon": icons.get(one, "transfer")}
            for one in _allowed(request.actor)
        ],
        "title": names[kind],
        "values": values,
        "errors": errors,
        "item": item,
        "location": _place_text(values.get("location")),
        "to_location": _place_text(values.get("to_location")),
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "warehouse_key": typed.key(values.get("warehouse")),
        "to_warehouse_key": typed.key(values.get("to_warehouse")),
        "recent": _recent(request.actor) if request.actor.has(VIEW_LEDGER) else None,
        "reasons": [_("Count difference"), _("Damaged"), _("Found"), _("Sample"), _("Expired")],
    }
    return render(request, "inventory/move_form.html", context, status=status)


def _place_text(value: str | None) -> str:
    row = typed.chosen(Location.objects.all(), value)
    return row.code if row else (value or "")


def _recent(actor: Actor) -> list[dict[str, Any]]:
    rows = moves_in_list(visible_moves(actor).filter(actor_label=actor.label)).select_related("item__unit")
    return [told_move(actor, row) for row in rows.order_by("-pk")[:8]]
