"""Returns in the browser: list, one return with its next step, asking for one from an order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.errors import Invalid, NotFound
from erp.core.event_words import event_word
from erp.core.records import Problems
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from finance.selectors.credit_notes import credit_notes_of
from inventory.selectors.timeline import document_events
from inventory.services.returns import DISPOSITIONS
from orders.models import Order, ReturnLine, ReturnRequest
from orders.selectors.orders import visible_orders
from orders.selectors.returns import (
    VIEW_RETURN,
    return_reasons,
    returnable_lines,
    returns_in_full,
    visible_returns,
)
from orders.services.return_goods import Arrived, Verdict, inspect_return, receive_return
from orders.services.return_settlement import settle_return
from orders.services.returns import ReturnInput, ReturnLineInput, approve_return, create_return, reject_return
from orders.views.story import LOOKS

CREATE = "orders.create_return"


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    reasons = [(row.pk, row.title) for row in return_reasons()]
    chips = [
        filters.many(request, "state", _("State"), state_choices("return")),
        filters.choice(request, "reason", _("Reason"), reasons, "reason_id"),
        filters.lookup(request, "customer", _("Customer"), reverse("lookup-customers"), "customer"),
        filters.dates(request, "created", _("Asked on"), "created_at", is_moment=True),
    ]
    rows = filters.applied(visible_returns(request.actor), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(number=text.upper()) | Q(order__number=text.upper()) | Q(customer__code=text))
    return rows, chips


@page(VIEW_RETURN)
def return_list(request: Any) -> HttpResponse:
    """One page of returns, newest first."""
    rows, chips = _wanted(request)
    urls = [
        (name, reverse("return-export", args=[kind])) for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "page": ListPage(request, rows, {"number": "pk", "requested": "created_at"}),
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "may_create": request.actor.has(CREATE),
    }
    return render(request, "orders/returns.html", context)


@page(VIEW_RETURN)
def return_export(request: Any, kind: str) -> Any:
    """The filtered returns as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Number"), _("State"), _("Order"), _("Customer"), _("Name"), _("Reason"), _("Made good by"),
        _("Asked on"), _("Received"), _("Inspected"), _("Settled"), _("Note"),
    ]  # fmt: skip
    return table_answer("returns", kind, table_of(rows, head, _cells))


def _cells(row: ReturnRequest) -> list[Any]:
    return [
        row.number, row.get_state_display(), row.order.number, row.customer.code, row.customer.name,
        row.reason.title, row.get_resolution_display(), row.created_at, row.received_at, row.inspected_at,
        row.settled_at, row.note,
    ]  # fmt: skip


def return_of(actor: Actor, number: str) -> ReturnRequest:
    """One visible return by its number, with its lines.

    Raises: NotFound.
    """
    row = returns_in_full(visible_returns(actor)).filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="return", number=number[:60])
    return row


@page(VIEW_RETURN)
def return_detail(request: Any, number: str) -> HttpResponse:
    """One return with the one step that comes next for the reader."""
    return _detail(request, return_of(request.actor, number), {})


def _detail(request: Any, row: ReturnRequest, errors: dict[str, str], status: int = 200) -> HttpResponse:
    actor, state = request.actor, row.state
    lines = [_shown(line, request.POST, errors) for line in row.lines.all()]
    context = {
        "row": row,
        "lines": lines,
        "errors": errors,
        "general": " ".join(
            text for path, text in errors.items() if not path.startswith(("line-", "lines["))
        ),
        "has_lots": any(one["needs_lot"] for one in lines),
        "may_approve": state == "requested" and actor.has("orders.approve_return"),
        "may_reject": state in {"requested", "approved"} and actor.has("orders.approve_return"),
        "may_receive": state == "approved" and actor.has("inventory.receive_return"),
        "may_inspect": state == "received" and actor.has("inventory.inspect_return"),
        "may_settle": state == "inspected" and actor.has("orders.settle_return"),
        "sees_order": actor.has("orders.view_order"),
        "sees_money": actor.has("finance.view_invoice"),
        "dispositions": ReturnLine.Disposition.choices,
        "credit_notes": credit_notes_of("return", row.pk),
        "events": _events(row),
    }
    return render(request, "orders/return.html", context, status=status)


def _shown(line: ReturnLine, posted: Any, errors: dict[str, str]) -> dict[str, Any]:
    number = line.line_no
    return {
        "line": line,
        "received": line.shown(line.received),
        "accepted": line.shown(line.accepted),
        "rejected": line.shown(line.rejected),
        "needs_lot": line.order_line.item.tracking != "none",
        "typed": posted.get(f"quantity-{number}", ""),
        "typed_rejected": posted.get(f"rejected-{number}", ""),
        "lot": posted.get(f"lot-{number}", line.lot.code if line.lot else ""),
        "disposition": posted.get(f"disposition-{number}", "restock"),
        "error": " ".join(text for path, text in errors.items() if path.startswith(f"lines[{number}]")),
    }


def _events(row: ReturnRequest) -> list[dict[str, Any]]:
    told = []
    for event in reversed(document_events("return", row.pk)):
        tone, icon = LOOKS.get(event.name, ("neutral", "circle-dot"))
        reason = event.facts.get("reason", "") if event.name == "return.rejected" else ""
        documents = ", ".join(event.facts.get("documents") or [])
        told.append(
            {
                "at": event.at,
                "label": event_word(event.name),
                "actor": event.actor_label or _("System"),
                "detail": documents or reason,
                "tone": tone,
                "icon": icon,
            }
        )
    return told


@page(CREATE, methods=("GET", "POST"))
def return_new(request: Any) -> HttpResponse:
    """Ask for a return: an order, a reason, and how much of each line."""
    number = (request.POST.get("order") or request.GET.get("order") or "").replace("\x00", "").strip()[:60]
    order = visible_orders(request.actor).filter(number=number.upper()).first() if number else None
    if request.method != "POST" or order is None:
        errors = {"order": _("There is no such order.")} if number and order is None else {}
        return _form(request, order, number, errors, status=422 if errors else 200)
    problems = Problems()
    reason = return_reasons().filter(pk=typed.key(request.POST.get("reason")) or 0).first()
    if reason is None:
        problems.add("reason", _("Choose a reason."))
    inputs, places = _entered(request, order, problems)
    if not inputs and not problems.errors:
        problems.add("lines", _("Give at least one quantity."))
    try:
        problems.refuse()
        assert reason is not None  # noqa: S101 -- or there is a problem
        note = request.POST.get("note", "").replace("\x00", "")
        row = create_return(request=ReturnInput(order.pk, reason, inputs, note), actor=request.actor)
    except Invalid as refusal:
        errors = {_named(path, places): " ".join(map(str, t)) for path, t in refusal.errors.items()}
        return _form(request, order, number, errors, status=422)
    messages.success(request, _("%(number)s is requested.") % {"number": row.number})
    return redirect(reverse("return-detail", args=[row.number]))


def _entered(request: Any, order: Order, problems: Problems) -> tuple[list[ReturnLineInput], list[int]]:
    inputs, places = [], []
    for one in returnable_lines(order):
        name = f"quantity-{one.line.line_no}"
        quantity = typed.taken(request.POST, name, typed.amount, problems)
        if quantity:
            inputs.append(ReturnLineInput(one.line.pk, quantity))
            places.append(one.line.line_no)
    return inputs, places


def _named(path: str, places: list[int]) -> str:
    if not path.startswith("lines["):
        return path
    number = path.removeprefix("lines[").partition("]")[0]
    return f"quantity-{places[int(number)]}" if number.isdigit() and int(number) < len(places) else "lines"


def _form(
    request: Any, order: Order | None, number: str, errors: dict[str, str], status: int = 200
) -> HttpResponse:
    lines = []
    for one in returnable_lines(order) if order is not None else []:
        name = f"quantity-{one.line.line_no}"
        lines.append({"one": one, "typed": request.POST.get(name, ""), "error": errors.get(name, "")})
    context = {
        "order": order,
        "number": number,
        "lines": lines,
        "reasons": list(return_reasons().filter(is_active=True)),
        "reason": typed.key(request.POST.get("reason")),
        "note": request.POST.get("note", ""),
        "errors": errors,
    }
    return render(request, "orders/return_form.html", context, status=status)


@page(VIEW_RETURN, methods=("POST",))
def return_act(request: Any, number: str, verb: str) -> HttpResponse:
    """Approve, reject, receive, inspect or settle a return."""
    row = return_of(request.actor, number)
    known = {
        "approve": (_approve, _("%(number)s is approved; the customer may send the goods.")),
        "reject": (_reject, _("%(number)s is rejected.")),
        "receive": (_receive, _("The goods of %(number)s are here, blocked until they are inspected.")),
        "inspect": (_inspect, _("%(number)s is inspected.")),
        "settle": (_settle, _("%(number)s is settled.")),
    }
    if verb not in known:
        raise Http404
    run, text = known[verb]
    try:
        with outbox.watch() as streams:
            run(request, row)
        outbox.drain(*streams)
    except Invalid as refusal:
        errors = {path: " ".join(map(str, texts)) for path, texts in refusal.errors.items()}
        return _detail(request, row, errors, status=422)
    messages.success(request, text % {"number": row.number})
    return redirect(reverse("return-detail", args=[row.number]))


def _seen(request: Any, row: ReturnRequest) -> dict[str, Any]:
    version = typed.key(request.POST.get("version"))
    return {"return_id": row.pk, "actor": request.actor, "expected_version": version}


def _approve(request: Any, row: ReturnRequest) -> None:
    approve_return(**_seen(request, row))


def _reject(request: Any, row: ReturnRequest) -> None:
    reject_return(**_seen(request, row), reason=request.POST.get("reason", ""))


def _receive(request: Any, row: ReturnRequest) -> None:
    problems, arrived = Problems(), {}
    for line in row.lines.all():
        quantity = typed.taken(
            request.POST,
            f"quantity-{line.line_no}",
            typed.amount,
            problems,
            f"lines[{line.line_no}].quantity",
        )
        lot = request.POST.get(f"lot-{line.line_no}", "").replace("\x00", "").strip()[:60]
        arrived[line.line_no] = Arrived(quantity or typed.number("0"), lot)
    problems.refuse()
    receive_return(**_seen(request, row), arrived=arrived)


def _inspect(request: Any, row: ReturnRequest) -> None:
    problems, verdicts = Problems(), {}
    for line in row.lines.all():
        number = line.line_no
        path = f"lines[{number}].accepted"
        if line.received == 0:
            continue
        received = line.shown(line.received)
        rejected = typed.taken(request.POST, f"rejected-{number}", typed.amount, problems, path)
        rejected = rejected or typed.number("0")
        if rejected > received:
            problems.add(path, _("Is more than what was received."))
        disposition = request.POST.get(f"disposition-{number}", "")
        chosen = disposition if disposition in DISPOSITIONS else ""
        verdicts[number] = Verdict(received - rejected, rejected, chosen)
    problems.refuse()
    inspect_return(**_seen(request, row), verdicts=verdicts)


def _settle(request: Any, row: ReturnRequest) -> None:
    settle_return(**_seen(request, row), resolution=request.POST.get("resolution", ""))
