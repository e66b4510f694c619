"""One receipt: inspect, put away, send back or scrap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.errors import Conflict, DomainError, Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.quantity import plain
from erp.core.records import Problems
from erp.core.views import typed
from erp.core.views.page import page
from inventory.models import Receipt, ReceiptLine
from inventory.selectors.putaway import suggest_putaway
from inventory.selectors.receiving import VIEW_RECEIPT, receipts_in_full, visible_receipts
from inventory.selectors.timeline import document_events
from inventory.selectors.warehouses import place_by_key
from inventory.services.inspections import InspectionInput, dispose_rejected, inspect_receipt
from inventory.services.put_away import PutAwayInput, put_away_receipt
from inventory.views.links import document_url
from inventory.views.words import told_events

MOST_SUGGESTED = 20


def receipt_of(actor: Actor, number: str) -> Receipt:
    """A receipt with its lines, if the reader sees it.

    Raises: NotFound.
    """
    row = receipts_in_full(visible_receipts(actor)).filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="receipt", number=number[:60])
    return row


@page(VIEW_RECEIPT)
def receipt_detail(request: Any, number: str) -> HttpResponse:
    """What arrived, how it is inspected, where it goes."""
    return _detail(request, receipt_of(request.actor, number), {})


def _detail(request: Any, receipt: Receipt, errors: dict[str, str], status: int = 200) -> HttpResponse:
    actor = request.actor
    may_inspect = actor.has("inventory.inspect_receipt")
    may_put_away = receipt.state == "inspected" and actor.has("inventory.put_away")
    lines = [
        {
            "line": line,
            "url": document_url(actor, "stock", line.item.sku),
            "values": {
                name: request.POST.get(f"{name}-{line.line_no}", "")
                for name in ("accepted", "rejected", "defects", "reason", "place")
            },
            "error": errors.get(str(line.line_no), ""),
            "places": _suggestion(receipt, line) if may_put_away else "",
        }
        for line in receipt.lines.all()
    ]
    context = {
        "receipt": receipt,
        "lines": lines,
        "errors": errors,
        "may_inspect": may_inspect and receipt.state == "arrived",
        "may_put_away": may_put_away,
        "may_dispose": may_inspect,
        "order_url": document_url(actor, "purchase_order", receipt.purchase_order.number),
        "score_url": reverse("supplier-score", args=[receipt.supplier.code])
        if actor.has("inventory.view_supplier_score")
        else "",
        "events": told_events(document_events("receipt", receipt.pk)),
    }
    return render(request, "inventory/receipt.html", context, status=status)


def _suggestion(receipt: Receipt, line: ReceiptLine) -> str:
    """The bins that the rules name for what is left of a line."""
    if line.to_put_away <= 0:
        return ""
    try:
        parts = suggest_putaway(
            item=line.item, warehouse_id=receipt.warehouse_id, quantity=line.to_put_away, lot=line.lot
        )
    except Conflict as refusal:
        return refusal_text(refusal)
    return ", ".join(f"{place.code}: {plain(part)}" for place, part in parts[:MOST_SUGGESTED])


@page(VIEW_RECEIPT, methods=("POST",))
def receipt_act(request: Any, number: str, verb: str) -> HttpResponse:
    """Inspect, put away or dispose of what was rejected."""
    acts: dict[str, Callable[[Any, Receipt, dict[str, Any]], str]] = {
        "inspect": _inspect,
        "put-away": _put_away,
        "place": _place,
        "dispose": _dispose,
    }
    if verb not in acts:
        raise Http404
    receipt = receipt_of(request.actor, number)
    common = {
        "receipt_id": receipt.pk,
        "actor": request.actor,
        "expected_version": typed.key(request.POST.get("version")),
    }
    try:
        with outbox.watch() as streams:
            told = acts[verb](request, receipt, common)
        outbox.drain(*streams)
    except Invalid as refusal:
        return _detail(request, receipt, _beside(request, receipt, verb, refusal), status=422)
    except DomainError as refusal:
        messages.error(request, refusal_text(refusal))
        return redirect(reverse("receipt-detail", args=[number]))
    messages.success(request, told)
    return redirect(reverse("receipt-detail", args=[number]))


def _judged(request: Any, receipt: Receipt) -> list[int]:
    """The lines that a verdict was typed for."""
    return [
        line.line_no
        for line in receipt.lines.all()
        if any(
            request.POST.get(f"{name}-{line.line_no}", "").strip()
            for name in ("accepted", "rejected", "defects")
        )
    ]


def _inspect(request: Any, receipt: Receipt, common: dict[str, Any]) -> str:
    problems, lines = Problems(), []
    for position, no in enumerate(_judged(request, receipt)):
        path = f"lines[{position}]."
        accepted = typed.taken(request.POST, f"accepted-{no}", typed.amount, problems, f"{path}accepted")
        rejected = typed.taken(request.POST, f"rejected-{no}", typed.amount, problems, f"{path}rejected")
        defects = typed.taken(request.POST, f"defects-{no}", typed.amount, problems, f"{path}defects")
        reason = request.POST.get(f"reason-{no}", "")
        lines.append(
            InspectionInput(no, accepted, rejected, int(defects) if defects is not None else None, reason)
        )
    problems.refuse()
    inspect_receipt(**common, lines=lines)
    return _("%(number)s is inspected.") % {"number": receipt.number}


def _put_away(request: Any, receipt: Receipt, common: dict[str, Any]) -> str:
    put_away_receipt(**common)
    return _("%(number)s is put away.") % {"number": receipt.number}


def _place(request: Any, receipt: Receipt, common: dict[str, Any]) -> str:
    """One line, to the bin that was scanned."""
    problems = Problems()
    no = typed.key(request.POST.get("line")) or 0
    place = place_by_key(receipt.warehouse_id, request.POST.get("place", ""))
    quantity = typed.taken(request.POST, "quantity", typed.quantity, problems, "lines[0].quantity")
    if place is None:
        problems.add("lines[0].location", _("There is no such place."))
    problems.refuse()
    assert place is not None  # noqa: S101 -- or there is a problem
    put_away_receipt(**common, lines=[PutAwayInput(no, place, quantity)])
    return _("Put away to %(place)s.") % {"place": place.code}


def _dispose(request: Any, receipt: Receipt, common: dict[str, Any]) -> str:
    problems = Problems()
    quantity = typed.taken(request.POST, "quantity", typed.quantity, problems, "quantity")
    if quantity is None and not problems.errors:
        problems.add("quantity", _("Give a quantity."))
    problems.refuse()
    dispose_rejected(
        **common,
        line_no=typed.key(request.POST.get("line")) or 0,
        quantity=quantity,
        disposition=request.POST.get("disposition", ""),
        reason=request.POST.get("reason", ""),
    )
    return _("What became of the rejected goods is noted.")


def _beside(request: Any, receipt: Receipt, verb: str, refusal: Invalid) -> dict[str, str]:
    """What is wrong, by the number of the line it stands beside."""
    numbers = _judged(request, receipt) if verb == "inspect" else [typed.key(request.POST.get("line")) or 0]
    errors: dict[str, str] = {}
    for path, texts in refusal.errors.items():
        name = "lines"
        if path.startswith("lines["):
            place = path.removeprefix("lines[").partition("]")[0]
            if place.isdigit() and int(place) < len(numbers):
                name = str(numbers[int(place)])
        elif verb == "dispose" and numbers[0]:
            name = str(numbers[0])
        errors[name] = " ".join([errors.get(name, ""), *map(str, texts)]).strip()
    return errors
