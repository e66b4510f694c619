"""The supplier's page: one purchase order, confirmed or answered with a proposal, without an account."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.http.throttle import take
from erp.core.records import Problems
from erp.core.views import typed
from erp.core.views.papers import language_of, pdf_answer
from erp.masterdata.selectors.company import company
from inventory.models import PurchaseOrder
from inventory.selectors.purchases import COMING, open_reductions
from inventory.services.purchase_documents import purchase_order_pdf
from inventory.services.purchase_reductions import answer_reduction
from inventory.services.supplier_answers import LineAnswer, answer_purchase_order
from inventory.services.supplier_links import order_of_link, supplier_actor

PER_SECOND, BURST = 0.5, 40


def _refused(request: Any, status: int) -> HttpResponse:
    answer = render(request, "inventory/supplier_gone.html", {"is_slow": status == 429}, status=status)
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    """An answer that no search engine, cache or next page learns about."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _is_too_fast(request: Any) -> bool:
    address = request.META.get("REMOTE_ADDR", "")
    return take(f"supplier-link:{address}", PER_SECOND, BURST) > 0


@never_cache
@require_http_methods(["GET", "POST"])
def supplier_answer(request: Any, token: str) -> HttpResponse:
    """The order of a link, with a line of quantity and day to confirm or to change."""
    if _is_too_fast(request):
        return _refused(request, 429)
    try:
        order = order_of_link(token)
    except NotFound:
        return _refused(request, 404)
    if request.method == "POST":
        return _answered(request, order, token)
    return _page(request, order, token)


@never_cache
@require_http_methods(["GET"])
def supplier_paper(request: Any, token: str) -> HttpResponse:
    """The order of a link as PDF."""
    if _is_too_fast(request):
        return _refused(request, 429)
    try:
        order = order_of_link(token)
    except NotFound:
        return _refused(request, 404)
    made = purchase_order_pdf(purchase_order_id=order.pk, language=language_of(request))
    return _private(pdf_answer(made, order.number))


def _less_answered(request: Any, order: PurchaseOrder, token: str) -> HttpResponse:
    """The supplier's answer to what we want less of."""
    try:
        answer_reduction(
            purchase_order_id=order.pk,
            line_no=typed.key(request.POST.get("line")) or 0,
            is_agreed=request.POST.get("less") == "agree",
            note=request.POST.get("note", ""),
            actor=supplier_actor(order),
        )
    except Conflict as refusal:
        return _page(request, order, token, errors={"lines": refusal_text(refusal)}, status=409)
    return redirect(request.path)


def _answered(request: Any, order: PurchaseOrder, token: str) -> HttpResponse:
    if request.POST.get("less"):
        return _less_answered(request, order, token)
    try:
        answer_purchase_order(
            purchase_order_id=order.pk,
            answers=_answers(request, order),
            reference=request.POST.get("reference", "").replace("\x00", ""),
            note=request.POST.get("note", "").replace("\x00", ""),
            actor=supplier_actor(order),
        )
    except Invalid as refusal:
        errors = {name: " ".join(map(str, texts)) for name, texts in refusal.errors.items()}
        return _page(request, order, token, errors=errors, status=422)
    except Conflict as refusal:
        return _page(request, order, token, errors={"lines": refusal_text(refusal)}, status=409)
    return redirect(request.path)


def _answers(request: Any, order: PurchaseOrder) -> list[LineAnswer]:
    problems, found = Problems(), []
    for row in order.lines.all():
        quantity: Decimal | None = row.quantity
        day = row.expected_on
        if request.POST.get("as_ordered") != "1":
            names = (f"quantity-{row.line_no}", f"date-{row.line_no}")
            entered = typed.taken(request.POST, names[0], typed.quantity, problems)
            quantity = None if entered is None else row.in_base(entered)
            day = typed.taken(request.POST, names[1], typed.day, problems)
            for name, value in zip(names, (quantity, day), strict=True):
                if value is None and name not in problems.errors:
                    problems.add(name, _("This field is required."))
        if quantity is not None and day is not None:
            found.append(LineAnswer(row.line_no, quantity, day))
    problems.refuse()
    return found


def _page(
    request: Any,
    order: PurchaseOrder,
    token: str,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    problems, posted = errors or {}, request.POST
    lines = [
        {
            "row": row,
            "can": row.in_unit(row.proposed_quantity or row.quantity),
            "quantity": posted.get(f"quantity-{row.line_no}", ""),
            "day": posted.get(f"date-{row.line_no}", ""),
            "quantity_error": problems.get(f"quantity-{row.line_no}", ""),
            "day_error": problems.get(f"date-{row.line_no}", ""),
        }
        for row in order.lines.select_related("item__unit", "unit")
    ]
    context = {
        "order": order,
        "company": company(),
        "lines": lines,
        "errors": problems,
        "token": token,
        "is_open": order.state in COMING and order.confirmation != "confirmed",
        "is_over": order.state not in COMING,
        "reductions": open_reductions([order.pk]),
        "reference": posted.get("reference", order.supplier_reference),
        "note": posted.get("note", order.supplier_note),
    }
    return _private(render(request, "inventory/supplier_answer.html", context, status=status))
