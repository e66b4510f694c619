"""What a buyer does with a purchase order on its way: link, confirmation, proposal, new dates, paper."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.records import Problems
from erp.core.views import typed
from erp.core.views.page import page
from erp.core.views.papers import language_of, pdf_answer
from erp.masterdata.selectors.company import business_day
from inventory.models import PurchaseOrder
from inventory.selectors.purchase_needs import served_by
from inventory.selectors.purchases import (
    COMING,
    VIEW_PURCHASE_ORDER,
    open_reductions,
    purchase_orders_in_full,
    visible_purchase_orders,
)
from inventory.services.purchase_changes import CONFIRM, reschedule_purchase_order
from inventory.services.purchase_documents import purchase_order_pdf
from inventory.services.purchase_mails import mail_purchase_order
from inventory.services.purchase_reductions import (
    ask_reduction,
    note_reduction_answer,
    withdraw_reduction,
)
from inventory.services.supplier_answers import accept_proposal, confirm_purchase_order, decline_proposal
from inventory.services.supplier_links import make_supplier_link
from inventory.views.links import document_url


def _order(request: Any, number: str) -> PurchaseOrder:
    rows = purchase_orders_in_full(visible_purchase_orders(request.actor))
    order = rows.filter(number=number[:60]).first()
    if order is None:
        raise NotFound(kind="purchase_order", number=number[:60])
    return order


@page(VIEW_PURCHASE_ORDER)
def purchase_paper(request: Any, number: str) -> HttpResponse:
    """The purchase order as it goes to the supplier."""
    request.actor.require("inventory.view_cost")
    order = _order(request, number)
    made = purchase_order_pdf(purchase_order_id=order.pk, language=language_of(request))
    return pdf_answer(made, order.number)


@page(VIEW_PURCHASE_ORDER)
def purchase_side(request: Any, number: str) -> HttpResponse:
    """The supplier's answer and those who wait for the goods, as a part of the order's page."""
    order = _order(request, number)
    today = business_day(timezone.now())
    served = served_by([order.pk], request.actor, today=today).get(order.pk, [])
    shown = [{"row": one, "url": document_url(request.actor, one.kind, one.number)} for one in served]
    may_confirm = order.state in COMING and request.actor.has(CONFIRM)
    context = {
        "order": order,
        "served": shown,
        "endangered": sum(one.is_endangered for one in served),
        "may_confirm": may_confirm,
        "may_link": order.state in COMING and request.actor.has("inventory.send_purchase_order"),
        "mails": list(order.mails.all()[:10]),
        "link": _link(request, order),
        "open_lines": [row for row in order.lines.all() if row.received < row.quantity],
        "requisitions": [row for line in order.lines.all() for row in line.requisitions.all()],
        "sees_requisitions": request.actor.has("inventory.view_requisition"),
        "reductions": open_reductions([order.pk]),
        "today": today,
    }
    return render(request, "inventory/_purchase_side.html", context)


def _link(request: Any, order: PurchaseOrder) -> str:
    """The supplier's address that this reader has just made, shown once."""
    path = request.session.pop(f"supplier-link-{order.pk}", "")
    return request.build_absolute_uri(path) if path else ""


@page(VIEW_PURCHASE_ORDER, methods=("POST",))
def purchase_change(request: Any, number: str, verb: str) -> HttpResponse:
    """Confirm, accept, decline, reschedule, or make the supplier's link."""
    verbs: dict[str, Callable[..., str]] = {
        "confirm": _confirm,
        "accept": _accept,
        "decline": _decline,
        "reschedule": _reschedule,
        "link": _make_link,
        "mail": _mail,
        "less": _less,
        "less-agreed": _less_agreed,
        "less-refused": _less_refused,
        "less-withdrawn": _less_withdrawn,
    }
    if verb not in verbs:
        raise Http404
    order = _order(request, number)
    try:
        with outbox.watch() as streams:
            text = verbs[verb](request, order)
        outbox.drain(*streams)
        messages.success(request, text)
    except (Invalid, Conflict) as refusal:
        messages.error(request, refusal_text(refusal))
    return redirect(reverse("purchase-order-detail", args=[order.number]))


def _common(request: Any, order: PurchaseOrder) -> dict[str, Any]:
    version = typed.key(request.POST.get("version"))
    return {"purchase_order_id": order.pk, "actor": request.actor, "expected_version": version}


def _confirm(request: Any, order: PurchaseOrder) -> str:
    reference = request.POST.get("reference", "").replace("\x00", "")
    confirm_purchase_order(**_common(request, order), reference=reference)
    return _("%(number)s is confirmed by the supplier.") % {"number": order.number}


def _accept(request: Any, order: PurchaseOrder) -> str:
    accept_proposal(**_common(request, order))
    return _("The proposal is accepted; promises are looked at again.")


def _decline(request: Any, order: PurchaseOrder) -> str:
    decline_proposal(**_common(request, order), reason=request.POST.get("reason", "").replace("\x00", ""))
    return _("The proposal is declined.")


def _reschedule(request: Any, order: PurchaseOrder) -> str:
    problems, dates = Problems(), {}
    for row in order.lines.all():
        day = typed.taken(request.POST, f"date-{row.line_no}", typed.day, problems)
        if day is not None and day != row.expected_on:
            dates[row.line_no] = day
    problems.refuse()
    reason = request.POST.get("reason", "").replace("\x00", "")
    reschedule_purchase_order(**_common(request, order), dates=dates, reason=reason)
    return _("Expected on other days; promises are looked at again.")


def _line(request: Any) -> int:
    return typed.key(request.POST.get("line")) or 0


def _less(request: Any, order: PurchaseOrder) -> str:
    problems = Problems()
    entered = typed.taken(request.POST, "quantity", typed.quantity, problems)
    problems.refuse()
    row = next((row for row in order.lines.all() if row.line_no == _line(request)), None)
    ask_reduction(
        **_common(request, order),
        line_no=_line(request),
        quantity=row.in_base(entered) if row is not None and entered is not None else Decimal(0),
        reason=request.POST.get("reason", "").replace("\x00", ""),
    )
    return _("Asked. Send the supplier the link or the order by e-mail; nothing changes before the answer.")


def _less_agreed(request: Any, order: PurchaseOrder) -> str:
    note_reduction_answer(**_common(request, order), line_no=_line(request), is_agreed=True)
    return _("The supplier delivers less; what is expected follows.")


def _less_refused(request: Any, order: PurchaseOrder) -> str:
    note = request.POST.get("reason", "")
    note_reduction_answer(**_common(request, order), line_no=_line(request), is_agreed=False, note=note)
    return _("Noted: it comes as it was ordered.")


def _less_withdrawn(request: Any, order: PurchaseOrder) -> str:
    withdraw_reduction(**_common(request, order), line_no=_line(request))
    return _("The request is withdrawn.")


def _mail(request: Any, order: PurchaseOrder) -> str:
    mail = mail_purchase_order(
        **_common(request, order),
        site=request.build_absolute_uri("/"),
        to=request.POST.get("to", "").replace("\x00", ""),
        language=request.POST.get("language", "").replace("\x00", "")[:10],
    )
    return _("%(number)s goes to %(address)s by e-mail.") % {"number": order.number, "address": mail.address}


def _make_link(request: Any, order: PurchaseOrder) -> str:
    is_new = request.POST.get("new") == "1"
    path = make_supplier_link(purchase_order_id=order.pk, is_new=is_new, actor=request.actor)
    request.session[f"supplier-link-{order.pk}"] = path
    return _("The supplier's link is made; copy it into your message.")
