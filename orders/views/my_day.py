"""The start page of sales: tasks, promises at risk, drafts to finish, customers due to order again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from erp.core.formats import short_money_text
from erp.core.views.page import page
from erp.masterdata.selectors.company import base_currency, business_day
from orders.models import Order, Quotation
from orders.selectors.orders import VIEW_RIGHT, visible_orders
from orders.selectors.quotations import to_follow, visible_quotations
from orders.views.listing import GONE, OPEN, late_orders
from orders.views.story import page_of
from orders.views.tasks import waiting_tasks

START_PAGES = (
    ("administrator", ("cockpit", "my-day")),
    ("executive", ("cockpit", "order-list")),
    ("sales_manager", ("my-day",)),
    ("sales", ("my-day",)),
    ("customer_service", ("order-list",)),
    ("finance", ("tasks",)),
    ("warehouse_manager", ("fulfillment", "shipment-list")),
    ("warehouse_operator", ("pick-home", "shipment-list")),
    ("planner", ("stock-list",)),
    ("buyer", ("purchase-order-list", "stock-list")),
    ("production_manager", ("item-list",)),
    ("shop_floor", ("item-list",)),
    ("integrator", ("order-list",)),
)


@page()
def home(request: Any) -> HttpResponse:
    """Each role starts where its work is."""
    for role, names in START_PAGES:
        if role not in request.actor.roles and not (role == "administrator" and request.actor.has("*")):
            continue
        address = next(filter(None, map(page_of, names)), "")
        if address:
            return redirect(address)
    return redirect("my-day" if request.actor.has(VIEW_RIGHT) else "tasks")


@page(VIEW_RIGHT)
def my_day(request: Any) -> HttpResponse:
    """What needs the reader today."""
    today = business_day(timezone.now())
    rows = visible_orders(request.actor)
    if request.actor.scope.kind != "own" and request.actor.has("orders.create_order"):
        mine = rows.filter(salesperson_id=request.actor.user_id)
        rows = mine if "sales" in request.actor.roles and mine.exists() else rows
    at_risk = rows.filter(late_orders()).order_by("promised_on", "pk")
    soon = rows.filter(state__in=OPEN, promised_on__range=(today, today + timedelta(days=2)))
    month = rows.filter(created_at__gte=timezone.localtime().replace(day=1, hour=0, minute=0, second=0))
    month = month.exclude(state__in=["draft", "rejected", "cancelled"])
    context: dict[str, Any] = {
        "tasks": waiting_tasks(request, 5),
        "late": list(at_risk[:8]),
        "soon": list(soon.exclude(fulfillment_state__in=GONE).order_by("promised_on", "pk")[:8]),
        "drafts": list(rows.filter(state=Order.State.DRAFT).order_by("-pk")[:8]),
        "waiting": list(rows.filter(state=Order.State.SUBMITTED).order_by("pk")[:8]),
        "held": rows.filter(state=Order.State.ON_HOLD).count(),
        "due": due_to_order_again(rows, today),
        "month": month.aggregate(n=Count("pk"), total=Sum(F("total") * F("rate"))),
        "offers": _offers_to_follow(request, today),
        "late_count": at_risk.count(),
        "open_count": rows.filter(state__in=OPEN).count(),
        "today": today,
        "late_url": f"{reverse('order-list')}?late=1",
        "may_create": request.actor.has("orders.create_order"),
    }
    orders = reverse("order-list")
    context["month_total"] = short_money_text(context["month"]["total"] or 0, base_currency())
    context["month_url"] = f"{orders}?created_after={today.replace(day=1).isoformat()}"
    context["open_url"] = f"{orders}?" + "&".join(f"state={state}" for state in OPEN)
    return render(request, "orders/my_day.html", context)


def _offers_to_follow(request: Any, today: Any) -> list[Quotation]:
    """The reader's approved offers that the customer should be asked about, the first to end in front."""
    rows = visible_quotations(request.actor)
    if "sales" in request.actor.roles:
        mine = rows.filter(salesperson_id=request.actor.user_id)
        rows = mine if mine.exists() else rows
    return list(to_follow(rows, today)[:8])


def due_to_order_again(rows: Any, today: Any) -> list[dict[str, Any]]:
    """Customers whose usual time between orders has passed; the longest overdue first."""
    year = timezone.now() - timedelta(days=365)
    found = (
        rows.filter(created_at__gte=year)
        .exclude(state__in=["draft", "rejected", "cancelled"])
        .order_by()
        .values("customer__code", "customer__name")
        .annotate(n=Count("pk"), first=Min("created_at"), last=Max("created_at"))
        .filter(n__gte=4)
    )
    due = []
    for row in found:
        usual = (row["last"] - row["first"]).days / (row["n"] - 1)
        since = (today - timezone.localdate(row["last"])).days
        if usual >= 2 and since > usual * 1.3:
            due.append(row | {"usual": round(usual), "since": since, "ratio": since / usual})
    due.sort(key=lambda row: -row["ratio"])
    return due[:8]
