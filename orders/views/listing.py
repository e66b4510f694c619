"""The order list: what the reader may see, filtered, sorted and paged by key, never counted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.custom_fields import custom_field_definitions
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.identity.models import SavedView
from erp.identity.selectors.saved_views import saved_views
from erp.identity.services.saved_views import delete_view, save_view
from erp.masterdata.selectors.company import business_day
from inventory.selectors.warehouses import warehouse_rows
from orders.models import Order
from orders.selectors.orders import EXPORT_RIGHT, VIEW_RIGHT, orders_in_list, searched_orders, visible_orders

OPEN = (Order.State.SUBMITTED, Order.State.CONFIRMED, Order.State.ON_HOLD)
GONE = (Order.Fulfillment.SHIPPED, Order.Fulfillment.DELIVERED)
ORDERINGS = {
    "number": "pk",
    "promised": "promised_on",
    "requested": "requested_on",
    "created": "created_at",
    "total": "total",
}


def late_orders() -> Q:
    """Open orders past their promise that have not left."""
    return Q(state__in=OPEN, promised_on__lt=business_day(timezone.now())) & ~Q(fulfillment_state__in=GONE)


def is_late(order: Order) -> bool:
    """Whether an order is past its promise and has not left."""
    promised = order.promised_on
    if promised is None or order.state not in OPEN or order.fulfillment_state in GONE:
        return False
    return promised < business_day(timezone.now())


def order_chips(request: Any) -> list[filters.Chip]:
    """The filters of the list, as the address sets them."""
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    chips = [
        filters.many(request, "state", _("State"), state_choices("order")),
        filters.many(
            request, "fulfillment", _("Fulfillment"), state_choices("fulfillment"), "fulfillment_state"
        ),
        filters.many(request, "billing", _("Billing"), state_choices("billing"), "billing_state"),
        filters.flag(request, "late", _("Late"), late_orders()),
        filters.flag(request, "risk", _("Promise at risk"), Q(open_slips__gt=0)),
        filters.flag(request, "mine", _("Mine"), Q(salesperson_id=request.actor.user_id)),
        filters.lookup(request, "customer", _("Customer"), reverse("lookup-customers"), "customer"),
        filters.many(request, "priority", _("Priority"), state_choices("priority")),
        filters.dates(request, "promised", _("Promised"), "promised_on"),
        filters.dates(request, "created", _("Created"), "created_at", is_moment=True),
    ]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    return chips


def wanted_orders(request: Any, chips: list[filters.Chip]) -> QuerySet[Order]:
    """The rows that the address asks for, within the reader's scope."""
    rows = orders_in_list(filters.applied(visible_orders(request.actor), chips))
    return searched(rows, request.GET.get("q", ""))


def searched(rows: QuerySet[Order], text: str) -> QuerySet[Order]:
    """Orders found by what was typed; digits alone are the end of a number as people say it."""
    wanted = text.strip()[:100].replace("\x00", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
        from erp.core.models import NumberSeries

        series = NumberSeries.objects.filter(code="order").first()
        if series is not None:
            number = f"{series.prefix}{int(wanted):0{series.padding}d}"
            return rows.filter(Q(number=number) | Q(customer_po=wanted))
    return searched_orders(rows, wanted)


@page(VIEW_RIGHT)
def order_list(request: Any) -> HttpResponse:
    """One page of orders."""
    chips = order_chips(request)
    found = ListPage(request, wanted_orders(request, chips), ORDERINGS)
    for order in found.rows:
        order.is_late = is_late(order)
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "views": _views(request),
        "may_create": request.actor.has("orders.create_order"),
        "export_urls": _exports(request),
        "bulk": bulk_actions(request),
        "list_fields": [row for row in custom_field_definitions("order") if row.in_list],
    }
    return render(request, "orders/list.html", context)


def _exports(request: Any) -> list[dict[str, str]]:
    if not request.actor.has(EXPORT_RIGHT):
        return []
    query = request.GET.copy()
    query.pop("cursor", None)
    tail = f"?{query.urlencode()}" if query else ""
    return [
        {"label": "CSV", "url": reverse("order-export", args=["csv"]) + tail},
        {"label": "Excel", "url": reverse("order-export", args=["xlsx"]) + tail},
    ]


def _views(request: Any) -> list[dict[str, Any]]:
    """The shipped views, then the reader's own and the shared ones."""
    here = request.GET.copy()
    for name in ("cursor", "ordering"):
        here.pop(name, None)
    now = here.urlencode()
    shipped: list[tuple[str, dict[str, Any]]] = [
        (_("All"), {}),
        (_("Open orders"), {"state": OPEN}),
        (_("Late"), {"late": 1}),
        (_("Drafts"), {"state": "draft"}),
        (_("Waiting for approval"), {"state": "submitted"}),
        (
            _("Back-orders"),
            {"fulfillment": ["unallocated", "partially_allocated", "awaiting_supply"], "state": "confirmed"},
        ),
        (_("Mine"), {"mine": 1}),
    ]
    views = [
        {
            "label": label,
            "url": f"?{query}" if query else reverse("order-list"),
            "active": query == now,
            "shared": False,
        }
        for label, query in ((label, urlencode(facts, doseq=True)) for label, facts in shipped)
    ]
    for row in saved_views(request.actor, "orders"):
        views.append(
            {
                "label": row.name,
                "url": f"?{row.query}",
                "active": row.query == now,
                "shared": row.is_shared,
                "delete_url": reverse("view-delete", args=[row.pk])
                if row.owner_id == request.actor.user_id
                else "",
            }
        )
    return views


@page(VIEW_RIGHT, methods=("POST",))
def keep_view(request: Any) -> HttpResponse:
    """Keep the filters that are set under a name."""
    row: SavedView = save_view(
        page="orders",
        name=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
        is_shared=request.POST.get("shared") == "1",
        actor=request.actor,
    )
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": row.name})
    return redirect(f"{reverse('order-list')}?{row.query}")


@page(methods=("POST",))
def drop_view(request: Any, pk: int) -> HttpResponse:
    """Forget a view of one's own."""
    delete_view(view_id=pk, actor=request.actor)
    return redirect(back_to(request, reverse("order-list")))


def bulk_actions(request: Any) -> list[dict[str, Any]]:
    """What can be done with many orders at once, as far as the reader may."""
    known: list[dict[str, Any]] = [
        {"verb": "submit", "label": _("Submit"), "icon": "check", "right": "orders.submit_order"},
        {"verb": "allocate", "label": _("Reserve"), "icon": "lock", "right": "orders.allocate_order"},
        {
            "verb": "pick",
            "label": _("Release to warehouse"),
            "icon": "packages",
            "right": "inventory.release_shipment",
        },
        {
            "verb": "hold",
            "label": _("Hold"),
            "icon": "player-pause",
            "right": "orders.hold_order",
            "reason": True,
        },
        {
            "verb": "release",
            "label": _("Release hold"),
            "icon": "player-play",
            "right": "orders.release_order",
        },
        {
            "verb": "cancel",
            "label": _("Cancel"),
            "icon": "circle-x",
            "right": "orders.cancel_order",
            "reason": True,
            "danger": True,
        },
    ]
    return [one for one in known if request.actor.has(one["right"])]


def ids_of(request: Any) -> list[int]:
    """The ticked rows of a bulk form."""
    found = [typed.key(value) for value in request.POST.getlist("ids")]
    return sorted({pk for pk in found if pk is not None})[:500]
