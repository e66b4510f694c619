"""Promises at risk: the list for sales and buyers, the panel on the order, and what is answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core import outbox
from erp.core.errors import NotFound
from erp.core.formats import day_text, quantity_text
from erp.core.views import filters
from erp.core.views.page import back_to, page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import base_currency, business_day
from orders.models import Order, PromiseSlip
from orders.selectors.orders import VIEW_RIGHT, visible_orders
from orders.selectors.promise_history import promise_history
from orders.selectors.remedies import Remedy, remedies_for
from orders.selectors.slips import mine, slips_in_list, visible_slips
from orders.services.remedies import remedy_slip
from orders.services.slip_answers import ACCEPT, accept_slip
from orders.views.story import page_of

MOST_SHOWN = 8
VALUES = (("1000", 1_000), ("10000", 10_000), ("100000", 100_000))


def _wanted(request: Any) -> tuple[QuerySet[PromiseSlip], list[filters.Chip]]:
    rows = visible_slips(request.actor)
    chips = [
        filters.flag(request, "mine", _("Mine"), mine(request.actor)),
        filters.many(request, "cause", _("Cause"), PromiseSlip.Cause.choices),
        filters.choice(
            request, "state", _("State"), [*PromiseSlip.State.choices, ("all", _("All"))], "state"
        ),
        filters.lookup(
            request,
            "customer",
            _("Customer"),
            reverse("lookup-customers"),
            "customer",
            "order__customer_id",
        ),
        filters.dates(request, "promised", _("Promised"), "old_promised_on"),
        _value_chip(request),
    ]
    state = request.GET.get("state", "")
    if state not in {"all", *PromiseSlip.State.values}:
        rows = rows.filter(state=PromiseSlip.State.OPEN)
    rows = filters.applied(rows, [chip for chip in chips if chip.shown["name"] != "state" or state != "all"])
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(
            Q(order__number=text.upper()) | Q(cause_number=text.upper()) | Q(line__item__sku__iexact=text)
        )
    return slips_in_list(rows), chips


def _value_chip(request: Any) -> filters.Chip:
    value = request.GET.get("value", "")
    known = dict(VALUES)
    options = [{"value": code, "label": f"≥ {least:,}", "selected": code == value} for code, least in VALUES]
    text = f"≥ {known[value]:,}" if value in known else ""
    shown = {"name": "value", "label": _("Value"), "kind": "choice", "value": value if text else ""}
    condition = Q(line__net__gte=known[value] / F("order__rate")) if text else None
    return filters.Chip(shown | {"text": text, "options": options}, condition)


@page(VIEW_RIGHT)
def slip_list(request: Any) -> HttpResponse:
    """One page of the promises that no longer hold, the most urgent first where asked for."""
    rows, chips = _wanted(request)
    urls = [
        ("CSV", reverse("promise-slip-export", args=["csv"])),
        ("Excel", reverse("promise-slip-export", args=["xlsx"])),
    ]
    found = ListPage(request, rows, {"promised": "old_promised_on", "found": "opened_at"}, default="promised")
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "open_count": visible_slips(request.actor).filter(state="open").count(),
        "mine_count": visible_slips(request.actor).filter(mine(request.actor), state="open").count(),
    }
    return render(request, "orders/slips.html", context)


@page(VIEW_RIGHT)
def slip_export(request: Any, kind: str) -> StreamingHttpResponse | FileResponse:
    """The filtered promises at risk as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Order"), _("Customer"), _("Line"), _("Product"), _("Promised"), _("New date"), _("Days"),
        _("Cause"), _("Because of"), _("State"), _("Value"), _("Currency"), _("Salesperson"), _("Noticed"),
    ]  # fmt: skip

    def cells(slip: PromiseSlip) -> list[Any]:
        return [
            slip.order.number, slip.order.customer.name, slip.line.line_no, slip.line.item.sku,
            slip.old_promised_on, slip.new_promised_on, slip.days, str(slip.get_cause_display()),
            slip.cause_number, str(slip.get_state_display()), slip.line.net, slip.order.currency_id,
            str(slip.order.salesperson or ""), slip.opened_at,
        ]  # fmt: skip

    return table_answer("promises-at-risk", kind, table_of(rows, head, cells))


def _order_of(request: Any, number: str) -> Order:
    order = visible_orders(request.actor).filter(number=number[:60]).first()
    if order is None:
        raise NotFound(kind="order", number=number[:60])
    return order


@page(VIEW_RIGHT)
def order_slips(request: Any, number: str) -> HttpResponse:
    """The panel on the order's page: what slips and what can be done, and the history of its promises."""
    order = _order_of(request, number)
    slips = slips_in_list(order.slips.filter(state=PromiseSlip.State.OPEN)).order_by("line__line_no")
    today = business_day(timezone.now())
    context = {
        "order": order,
        "slips": [shown_slip(request, slip, today) for slip in slips[:MOST_SHOWN]],
        "history": _shown_history(order),
        "may_accept": request.actor.has(ACCEPT),
        "has_changes": order.promise_changes.exists(),
    }
    return render(request, "orders/slot_slips.html", context)


def shown_slip(request: Any, slip: PromiseSlip, today: date) -> dict[str, Any]:
    """A slip in words, with what the reader may do about it."""
    days = slip.days or 0
    text = ngettext("%(count)s day later", "%(count)s days later", days) % {"count": days}
    return {
        "slip": slip,
        "why": cause_text(slip),
        "cause_url": cause_url(request, slip),
        "days_text": text,
        "ways_url": ways_url(request, slip),
        "remedies": [_shown_remedy(request, one) for one in remedies_for(slip, request.actor, today=today)],
    }


def _shown_remedy(request: Any, one: Remedy) -> dict[str, Any]:
    title, text = remedy_words(one)
    may = request.actor.has(one.right)
    return {
        "kind": one.kind,
        "choice": one.choice,
        "title": title,
        "text": text,
        "on": one.on,
        "cost": one.cost,
        "currency": base_currency(),
        "may": may,
        "who": "" if may else _("needs another's right"),
        "confirm": text,
    }


def remedy_words(one: Remedy) -> tuple[str, str]:
    """A remedy's name and what it would do, in words."""
    facts = {name: _told_fact(value) for name, value in one.facts.items()}
    words = {
        "repeg": (
            _("Take from a later order"),
            _("%(quantity)s that is reserved for %(orders)s, which keeps its own promise"),
        ),
        "split": (_("Split"), _("%(now)s now, %(later)s on %(rest_on)s: one more shipment")),
        "warehouse": (_("Other warehouse"), _("%(quantity)s from %(warehouse)s")),
        "substitute": (_("Substitute"), _("%(quantity)s %(unit)s of %(sku)s %(name)s at the same amount")),
        "expedite": (_("Buy faster"), _("requisition for %(quantity)s %(unit)s; %(supplier)s can deliver")),
    }
    title, text = words[one.kind]
    if one.kind == "expedite" and "product" in one.facts:
        text = _(
            "requisition for %(quantity)s %(unit)s of its component %(product)s; %(supplier)s can deliver"
        )
    if one.kind == "repeg" and not one.facts["orders"]:
        facts["orders"] = _("other orders")
    if one.kind == "split" and "now" not in one.facts:
        return title, _("the other lines now, %(later)s on %(rest_on)s: one more shipment") % facts
    return title, text % facts


def _told_fact(value: Any) -> str:
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, list):
        return ", ".join(value)
    return quantity_text(value) if isinstance(value, Decimal) else str(value)


def cause_text(slip: PromiseSlip) -> str:
    """Why the promise slips, in one sentence."""
    facts = {
        "document": slip.cause_number,
        "due": _day(slip.facts.get("due")),
        "was": _day(slip.facts.get("was")),
    }
    sentences = {
        "supply_late": _("%(document)s comes on %(due)s"),
        "supply_overdue": _("%(document)s was due on %(due)s and has not come"),
        "supply_short": _("%(document)s brings less than was promised from it"),
        "supply_closed": _("%(document)s will not come any more"),
        "stock_lost": _("stock that was promised is no longer there"),
        "short_pick": _("less was found than the books said (%(document)s)"),
        "rush": _("%(document)s goes first"),
        "shortage": _("not enough is coming in time"),
    }
    return sentences[slip.cause] % facts


def _day(text: Any) -> str:
    return day_text(date.fromisoformat(text)) if text else "–"


def cause_url(request: Any, slip: PromiseSlip) -> str:
    """The page of the document that caused it, for those who may open it."""
    pages = {
        "purchase_order": ("purchase-order-detail", "inventory.view_purchase_order"),
        "shipment": ("shipment-detail", "inventory.view_shipment"),
        "order": ("order-detail", VIEW_RIGHT),
        "work_order": ("work-order-detail", "production.view_work_order"),
    }
    name, right = pages.get(slip.cause_kind, ("", ""))
    return page_of(name, slip.cause_number) if name and request.actor.has(right) else ""


def ways_url(request: Any, slip: PromiseSlip) -> str:
    """Where overtime, other centers and halves of the work order behind it are weighed, for planners."""
    if slip.cause_kind != "work_order" or not request.actor.has("production.view_schedule"):
        return ""
    return page_of("schedule-ways", slip.cause_number)


def _shown_history(order: Order) -> list[dict[str, Any]]:
    rows = promise_history(order)
    return [
        {
            "dates": one,
            "requested_on": one.line.requested_on or order.requested_on,
            "changes": [{"row": change, "cause": change_text(change.cause)} for change in one.changes],
        }
        for one in rows
        if one.line.first_promised_on or one.line.promised_on
    ]


def change_text(cause: str) -> str:
    """Why a promise changed, in words."""
    known: dict[str, Any] = dict(PromiseSlip.Cause.choices)
    own = {"amended": _("Order amended"), "remedied": _("Remedy"), "rush": _("Rush accepted")}
    return own.get(cause) or str(known.get(cause, cause))


@page(VIEW_RIGHT, methods=("POST",))
def accept(request: Any, number: str, pk: int) -> HttpResponse:
    """Take the new day of one slip as the promise."""
    order = _order_of(request, number)
    slip = _slip_of(order, pk)
    with outbox.watch() as streams:
        accept_slip(slip_id=slip.pk, actor=request.actor)
    outbox.drain(*streams)
    messages.success(
        request,
        _("%(number)s is promised for %(day)s now.")
        % {"number": order.number, "day": day_text(slip.new_promised_on)},
    )
    return redirect(back_to(request, reverse("order-detail", args=[number])))


@page(VIEW_RIGHT, methods=("POST",))
def remedy(request: Any, number: str, pk: int, kind: str) -> HttpResponse:
    """Do one remedy of one slip."""
    order = _order_of(request, number)
    slip = _slip_of(order, pk)
    choice = request.POST.get("choice", "")[:40]
    with outbox.watch() as streams:
        remedy_slip(slip_id=slip.pk, kind=kind, choice=choice, actor=request.actor)
    outbox.drain(*streams)
    messages.success(request, _("Done; the order's timeline tells it."))
    return redirect(back_to(request, reverse("order-detail", args=[number])))


def _slip_of(order: Order, pk: int) -> PromiseSlip:
    slip = order.slips.filter(pk=pk).first()
    if slip is None:
        raise NotFound(kind="promise_slip", id=pk)
    return slip


@page(VIEW_RIGHT)
def endangered(request: Any, number: str) -> HttpResponse:
    """The customer orders that a purchase order endangers, as a card on its page."""
    request.actor.require("inventory.view_purchase_order")
    rows = slips_in_list(
        visible_slips(request.actor).filter(
            state=PromiseSlip.State.OPEN, cause_kind="purchase_order", cause_number=number[:60]
        )
    ).order_by("old_promised_on", "pk")[:100]
    return render(request, "orders/slot_endangered.html", {"slips": list(rows), "number": number})
