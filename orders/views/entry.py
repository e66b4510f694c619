"""Order entry: the page, its live answers, and the draft that is kept while somebody types."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.formats import day_text, unit_text
from erp.core.http.messages import beside
from erp.core.quantity import plain
from erp.core.states import state_choices
from erp.core.views.page import json_body, page
from erp.masterdata.models import Company, Customer
from erp.masterdata.selectors.company import business_day
from erp.masterdata.selectors.parties import carrier_rows
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from orders.models import Order, OrderLine
from orders.selectors.customers import customer_rows
from orders.selectors.quotes import LineAsk, quote_order
from orders.services.amend import KEEP, HeaderChange, LineChange, amend_order, field_in_the_way
from orders.services.drafts import rewrite_draft
from orders.services.entry import create_order
from orders.services.orders import submit_order
from orders.views.entered import Entered, draft_or_order
from orders.views.entry_answers import custom_fields, customer_facts, money_of, quote_answer
from orders.views.rush_sheet import rush_html
from orders.views.saving import Kept, Saving

AMENDABLE = {Order.State.SUBMITTED, Order.State.CONFIRMED}


@page("orders.create_order")
def new_order(request: Any) -> HttpResponse:
    """An empty order, one for a customer (`?customer=C-1`), or a copy of another one (`?copy=SO-1`)."""
    state: dict[str, Any] = {"mode": "new", "header": {"priority": "normal"}, "lines": []}
    customer: Customer | None = None
    if request.GET.get("copy"):
        source = draft_or_order(request.actor, request.GET["copy"])
        customer = source.customer
        state |= {
            "header": _header(source, is_copy=True),
            "lines": _rows(request.actor, source, is_copy=True),
        }
    elif request.GET.get("customer"):
        found = customer_rows(request.actor).filter(code=request.GET["customer"], is_active=True)
        customer = found.select_related("terms").first()
    return _page(request, state, customer, None)


@page(methods=("GET",))
def edit_order(request: Any, number: str) -> HttpResponse:
    """A draft to go on with, or a submitted or confirmed order to amend with a preview of what changes."""
    order = draft_or_order(request.actor, number)
    if order.state == Order.State.DRAFT:
        request.actor.require("orders.edit_order")
    elif order.state in AMENDABLE:
        request.actor.require("orders.amend_order")
    else:
        messages.warning(request, _("This order can no longer be changed."))
        return redirect("order-detail", number=order.number)
    mode = "draft" if order.state == Order.State.DRAFT else "amend"
    state = {
        "mode": mode,
        "number": order.number,
        "version": order.version,
        "header": _header(order),
        "lines": _rows(request.actor, order),
    }
    return _page(request, state, order.customer, order)


def _page(
    request: Any, state: dict[str, Any], customer: Customer | None, order: Order | None
) -> HttpResponse:
    state["header"].setdefault("warehouse", getattr(default_warehouse(), "pk", None))
    if customer is not None:
        state["header"]["customer"] = customer.pk
    state["urls"] = {name: reverse(f"order-entry-{name}") for name in ("quote", "save", "paste")} | {
        "edit": reverse("order-edit", args=["NUMBER"]),
        "list": reverse("order-list"),
        "why": reverse("promise-preview"),
    }
    if order is not None and state["mode"] == "amend":
        state["urls"]["save"] = reverse("order-amend", args=[order.number])
    context = {
        "state": state,
        "order": order,
        "customer": customer,
        "header": state["header"],
        "mode": state["mode"],
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "carriers": list(carrier_rows().filter(is_active=True)),
        "priorities": state_choices("priority"),
        "policies": Company.ReservationPolicy.choices,
        "fields": custom_fields("order", state["header"].get("custom") or {}),
        "line_fields": custom_fields("order_line", {}),
        "shows_margin": request.actor.has("inventory.view_cost"),
        "shows_credit": request.actor.has("finance.view_credit"),
        "words": entry_words(),
    }
    return render(request, "orders/entry.html", context)


def entry_words() -> dict[str, str]:
    """What the script of the grid says."""
    return {
        "saved": _("saved %(time)s"),
        "saving": _("saving…"),
        "not_saved": _("not saved yet"),
        "partly": _("saved without the unfinished lines"),
        "lost": _("not saved: no connection. It is tried again."),
        "stale": _("Someone else has changed this order meanwhile. Reload the page to see both changes."),
        "signed_out": _(
            "You are signed out. Sign in again in another tab, then go on here: nothing you typed is lost."
        ),
        "choose_customer": _("Choose a customer."),
        "choose_product": _("Choose a product."),
        "unknown_product": _("No product is called “%(text)s”."),
        "give_quantity": _("Give a quantity."),
        "no_lines": _("An order needs at least one line."),
        "pasted": _("%(n)s lines pasted."),
        "pasted_errors": _("%(n)s lines pasted, %(bad)s need your attention."),
        "line": _("Line %(n)s"),
        "remove": _("Remove line %(n)s"),
        "no_date": _("no date"),
        "submitting": _("submitting…"),
        "failed": _("That did not work. Nothing was changed. Try again, or tell your administrator."),
    }


def _header(order: Order, *, is_copy: bool = False) -> dict[str, Any]:
    header: dict[str, Any] = {
        "priority": "normal" if is_copy else order.priority,
        "requested_on": "" if is_copy or not order.requested_on else order.requested_on.isoformat(),
        "ship_complete": order.is_ship_complete,
        "reservation_policy": order.reservation_policy,
        "customer_po": "" if is_copy else order.customer_po,
        "note": order.note,
        "ship_to": order.ship_to,
        "warehouse": order.warehouse_id,
        "carrier": order.carrier_id,
        "custom": order.custom,
    }
    return header


def _rows(actor: Actor, order: Order, *, is_copy: bool = False) -> list[dict[str, Any]]:
    """The order's lines as the grid shows them; prices that the list gives today stay automatic."""
    lines = list(order.lines.select_related("item", "unit"))
    is_open = is_copy or order.state == Order.State.DRAFT
    usual = _usual_prices(actor, order, lines) if is_open else {}
    rows = []
    for line in lines:
        if line.quantity == 0 or (is_copy and not (line.item.is_active and line.item.is_sold)):
            continue
        is_usual = usual.get(line.pk) == (line.unit_price, line.discount_rate)
        row = {
            "item": line.item_id,
            "label": line.item.sku,
            "name": line.item.name,
            "quantity": plain(line.quantity),
            "unit": line.unit_id,
            "unit_text": unit_text(line.unit.code),
            "price": "" if is_usual or is_copy else plain(line.unit_price),
            "discount": ""
            if is_usual or is_copy or not line.discount_rate
            else plain(line.discount_rate * 100),
            "requested_on": "" if is_copy or not line.requested_on else line.requested_on.isoformat(),
            "custom": line.custom,
        }
        if not is_copy and order.state != Order.State.DRAFT:
            row |= {"id": line.pk, "billed": bool(line.billed_quantity)}
        rows.append(row)
    return rows


def _usual_prices(actor: Actor, order: Order, lines: list[OrderLine]) -> dict[int, tuple[Decimal, Decimal]]:
    asks = [LineAsk(str(line.pk), line.item_id, line.quantity, line.unit_id) for line in lines]
    found = quote_order(
        actor,
        customer=order.customer,
        currency=order.currency_id,
        rate=order.rate,
        warehouse_id=order.warehouse_id,
        asks=asks,
        today=business_day(timezone.now()),
    )
    return {int(line.key): (line.unit_price, line.discount_rate) for line in found.lines}


@page("orders.create_order", methods=("POST",))
def quote(request: Any) -> JsonResponse:
    """Price, promise, amounts and credit of everything entered so far; stores nothing."""
    body = json_body(request)
    entered = Entered.read(body)
    customer = entered.customer(request.actor)
    order = draft_or_order(request.actor, body["number"]) if body.get("number") else None
    answer = quote_answer(request.actor, entered, customer, order)
    is_rush = customer is not None and entered.header.get("priority") == Order.Priority.RUSH
    answer["rush"] = rush_html(request.actor, entered, order) if is_rush else ""
    if body.get("want_customer") and customer is not None:
        answer["customer"] = customer_facts(request.actor, customer)
    return JsonResponse(answer)


@page("orders.create_order", methods=("POST",))
def save(request: Any) -> JsonResponse:
    """Keep what was entered as a draft, or submit it; sent twice, it is done once.

    Shape: `{client, number?, version?, submit, header, lines}` → `{number, version, saved, url}`.
    """
    saving = Saving(request, "entry")
    return saving.answer(
        lambda: _kept(request, saving),
        lambda pk: submit_order(order_id=pk, actor=request.actor),
        lambda number: _tell(request, number),
        "order-detail",
    )


def _kept(request: Any, saving: Saving) -> Kept:
    """Create the draft once per page, then rewrite it."""
    entered = Entered.read(saving.body)
    if not saving.number:
        made = saving.create_once(
            lambda: create_order(order=entered.as_input(request.actor), actor=request.actor)
        )
        if made is not None:
            return made
    order = draft_or_order(request.actor, saving.number)
    return rewrite_draft(
        order_id=order.pk,
        order=entered.as_input(request.actor, order),
        actor=request.actor,
        expected_version=saving.version,
    )


def _tell(request: HttpRequest, number: str) -> None:
    """Say what became of a submitted order."""
    order = Order.objects.get(number=number)
    if order.state == Order.State.CONFIRMED and order.promised_on:
        facts = {"number": number, "day": day_text(order.promised_on)}
        messages.success(request, _("%(number)s is confirmed and promised for %(day)s.") % facts)
    elif order.state == Order.State.CONFIRMED:
        messages.success(request, _("%(number)s is confirmed.") % {"number": number})
    else:
        messages.info(request, _("%(number)s is submitted and waits for finance.") % {"number": number})


@page("orders.amend_order", methods=("POST",))
def amend(request: Any, number: str) -> JsonResponse:
    """Change a submitted or confirmed order by what is different from what is stored."""
    body = json_body(request)
    order = draft_or_order(request.actor, number)
    if order.state not in AMENDABLE:
        raise IllegalTransition(kind=order.ref.kind, action="amend", state=order.state, document=order.number)
    entered = Entered.read(body)
    wanted = entered.as_input(request.actor, order)
    version = body.get("version")
    with outbox.watch() as streams:
        changes = _changes(order, entered)
        order = _amended_at_its_place(
            order,
            entered,
            changes=changes,
            actor=request.actor,
            added=[line.as_input() for line in entered.lines if line.id is None],
            header=HeaderChange(
                requested_on=wanted.requested_on,
                priority=wanted.priority,
                ship_complete=wanted.ship_complete,
                reservation_policy=wanted.reservation_policy,
                carrier_id=wanted.carrier_id,
                customer_po=wanted.customer_po,
                note=wanted.note,
                ship_to=wanted.ship_to,
                custom=wanted.custom,
            ),
            expected_version=version if isinstance(version, int) else None,
        )
    outbox.drain(*streams)
    facts = {"number": order.number, "total": money_of(order), "day": day_text(order.promised_on)}
    messages.success(request, _("%(number)s is changed: %(total)s, promised for %(day)s.") % facts)
    return JsonResponse(
        {
            "number": order.number,
            "version": order.version,
            "url": reverse("order-detail", args=[order.number]),
        }
    )


def _amended_at_its_place(order: Order, entered: Entered, *, changes: list[LineChange], **more: Any) -> Order:
    """Amend the order; a refusal names the rows of the grid instead of the changes made of them.

    Raises: what `amend_order` raises.
    """
    try:
        return amend_order(order_id=order.pk, changes=changes, **more)
    except Conflict as refusal:
        numbers = dict(order.lines.values_list("pk", "line_no"))
        at_fault = refusal.facts.get("line")
        for place, row in enumerate(entered.lines):
            if at_fault is not None and numbers.get(row.id or 0) == at_fault:
                raise beside(refusal, f"lines[{place}].{field_in_the_way(refusal)}") from None
        raise
    except Invalid as refusal:
        place_of = {row.id: place for place, row in enumerate(entered.lines)}
        new = [place for place, row in enumerate(entered.lines) if row.id is None]
        names = {
            f"lines[{n}]": f"lines[{place_of[change.line_id]}]"
            for n, change in enumerate(changes)
            if change.line_id in place_of
        }
        names |= {f"added[{n}]": f"lines[{place}]" for n, place in enumerate(new)}
        errors = {}
        for path, texts in refusal.errors.items():
            head, bracket, rest = path.partition("]")
            errors[names.get(head + bracket, head + bracket) + rest] = texts
        raise Invalid(refusal.code, errors=errors, **refusal.facts) from None


def _changes(order: Order, entered: Entered) -> list[LineChange]:
    """What is different in the order's own lines; a line that is gone from the grid gets zero."""
    kept = {line.id: line for line in entered.lines if line.id is not None}
    changes = []
    for line in order.lines.all():
        wanted = kept.get(line.pk)
        if wanted is None:
            if line.quantity > 0:
                changes.append(LineChange(line.pk, quantity=Decimal(0)))
            continue
        change = LineChange(
            line.pk,
            quantity=_different(wanted.quantity, line.quantity),
            unit_price=_different(wanted.unit_price, line.unit_price),
            discount_rate=_different(wanted.discount_rate or Decimal(0), line.discount_rate),
            requested_on=KEEP if wanted.requested_on == line.requested_on else wanted.requested_on,
        )
        if change != LineChange(line.pk):
            changes.append(change)
    return changes


def _different(wanted: Decimal | None, stored: Decimal) -> Decimal | None:
    return wanted if wanted is not None and wanted != stored else None
