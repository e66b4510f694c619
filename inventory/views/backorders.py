"""Back-orders: who waits for what, since when, what comes when; and sharing scarce stock out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core import outbox
from erp.core.errors import NotFound
from erp.core.views import filters
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import business_day, company
from inventory.calc.sharing import SEQUENCES
from inventory.models import Demand, Item, Warehouse
from inventory.models.demand import ONLY_BY_HAND, Priority
from inventory.selectors.backorders import coming_for, preview_shares, waiting_in_list, waiting_rows
from inventory.selectors.items import item_rows
from inventory.selectors.stock import VIEW_STOCK
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from inventory.services.backorders import allocate_item
from inventory.views.links import document_url

ALLOCATE = "inventory.allocate_item"


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    today = business_day(timezone.now())
    warehouses = [(row.pk, row.name) for row in warehouse_rows().filter(is_active=True)]
    chips = [
        filters.flag(request, "late", _("Promise passed"), Q(promised_on__lt=today)),
        filters.lookup(request, "item", _("Product"), reverse("lookup-stocked-items"), "product"),
        filters.choice(request, "priority", _("Priority"), Priority.choices),
        filters.flag(request, "held", _("On hold"), Q(is_held=True)),
    ]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = filters.applied(waiting_in_list(waiting_rows(request.actor)), chips)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if text:
        number = Q(document_number__iexact=text) | Q(item__sku__iexact=text)
        rows = rows.filter(number | Q(customer__search_key__contains=text.lower()))
    return rows, chips


def _shown(request: Any, rows: list[Demand]) -> list[dict[str, Any]]:
    coming = coming_for(rows)
    return [
        {
            "row": row,
            "url": document_url(request.actor, row.document_kind, row.document_number),
            "coming": coming.get(row.pk),
            "coming_url": _coming_url(request, coming.get(row.pk)),
            "priority": {10: "low", 30: "high", 40: "rush"}.get(row.priority, ""),
            "by_hand": row.reserve_on == ONLY_BY_HAND,
        }
        for row in rows
    ]


def _coming_url(request: Any, coming: Any) -> str:
    if coming is None:
        return ""
    return document_url(request.actor, coming.document.kind, coming.document.number)


@page(VIEW_STOCK)
def backorder_list(request: Any) -> HttpResponse:
    """One page of who waits, the longest waiting first unless sorted otherwise."""
    rows, chips = _wanted(request)
    orderings = {"since": "created_at", "promised": "promised_on", "priority": "priority"}
    found = ListPage(request, rows, orderings, "id")
    found.rows = _shown(request, found.rows)
    urls = [
        ("CSV", reverse("backorder-export", args=["csv"])),
        ("Excel", reverse("backorder-export", args=["xlsx"])),
    ]
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "today": business_day(timezone.now()),
    }
    return render(request, "inventory/backorders.html", context)


@page(VIEW_STOCK)
def backorder_export(request: Any, kind: str) -> Any:
    """The filtered back-orders as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Order"), _("Line"), _("Customer"), _("SKU"), _("Name"), _("Warehouse"), _("Back-ordered"),
        _("Unit"), _("Priority"), _("Promised"), _("Waiting since"),
    ]  # fmt: skip
    return table_answer("backorders", kind, table_of(rows, head, _cells))


def _cells(row: Demand) -> list[Any]:
    return [
        row.document_number, row.line_no, row.customer.name if row.customer else "", row.item.sku,
        row.item.name, row.warehouse.name, row.backordered, row.item.unit.code, row.get_priority_display(),
        row.promised_on, row.created_at,
    ]  # fmt: skip


def _item_and_warehouse(request: Any, sku: str) -> tuple[Item, Warehouse]:
    item = item_rows(request.actor).select_related("unit").filter(sku=sku[:60]).first()
    if item is None or item.kind != Item.Kind.STOCKED:
        raise NotFound(kind="product", sku=sku[:60])
    code = request.POST.get("warehouse") or request.GET.get("warehouse", "")
    warehouse = warehouse_rows().filter(code=code[:40]).first() if code else default_warehouse()
    if warehouse is None:
        raise NotFound(kind="warehouse", code=code[:40])
    return item, warehouse


@page(VIEW_STOCK)
def share_preview(request: Any, sku: str) -> HttpResponse:
    """Who would get how much of an item under each sequence, before anything is done."""
    item, warehouse = _item_and_warehouse(request, sku)
    preview = preview_shares(item=item, warehouse_id=warehouse.pk, today=business_day(timezone.now()))
    names = dict(Company.AllocationSequence.choices)
    visible = set(waiting_rows(request.actor).filter(item=item).values_list("pk", flat=True))
    context = {
        "item": item,
        "warehouse": warehouse,
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "preview": preview,
        "shares": [
            {
                "share": share,
                "url": document_url(request.actor, share.demand.document_kind, share.demand.document_number),
                "is_visible": share.demand.pk in visible,
                "given": [share.given[name] for name in SEQUENCES],
            }
            for share in preview.shares
        ],
        "sequences": [
            {"code": code, "name": names[code], "is_usual": code == company().allocation_sequence}
            for code in SEQUENCES
        ],
        "may_allocate": request.actor.has(ALLOCATE),
    }
    return render(request, "inventory/share.html", context)


@page(ALLOCATE, methods=("POST",))
def share_do(request: Any, sku: str) -> HttpResponse:
    """Share the item out in the chosen sequence."""
    item, warehouse = _item_and_warehouse(request, sku)
    sequence = request.POST.get("sequence", "")
    with outbox.watch() as streams:
        served = allocate_item(
            item_id=item.pk, warehouse_id=warehouse.pk, sequence=sequence, actor=request.actor
        )
    outbox.drain(*streams)
    text = ngettext("%(count)s order got stock.", "%(count)s orders got stock.", served)
    messages.success(request, text % {"count": served})
    return redirect(f"{reverse('share-preview', args=[item.sku])}?warehouse={warehouse.code}")
