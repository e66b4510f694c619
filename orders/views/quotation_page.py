"""The customer's page: one offer with its paper, to accept or to decline, without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.http.messages import refusal_text
from erp.core.http.throttle import take
from erp.core.views import typed
from erp.core.views.papers import language_of, pdf_answer
from erp.masterdata.selectors.company import business_day, company
from orders.models import Quotation, QuotationAnswer
from orders.selectors.sales_terms import current_terms, terms_text
from orders.services.quotation_answers import OfferAnswer, accept_offer, decline_offer
from orders.services.quotation_documents import quotation_pdf
from orders.services.quotation_links import quotation_of_link

PER_SECOND, BURST = 0.5, 40
ANSWERS_PER_SECOND, ANSWERS_BURST = 0.1, 10


def _private(answer: HttpResponse) -> HttpResponse:
    """An answer that no search engine, cache or next page learns about."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _found(request: Any, token: str) -> Quotation | HttpResponse:
    """The offer of a link, or why nothing is shown."""
    status, address = 0, request.META.get("REMOTE_ADDR", "")
    is_too_fast = take(f"quotation-link:{address}", PER_SECOND, BURST) > 0
    if request.method == "POST":
        is_too_fast |= take(f"quotation-answer:{address}", ANSWERS_PER_SECOND, ANSWERS_BURST) > 0
    if is_too_fast:
        status = 429
    else:
        try:
            return quotation_of_link(token)
        except NotFound:
            status = 404
    answer = render(request, "orders/quotation_gone.html", {"is_slow": status == 429}, status=status)
    return _private(answer)


@never_cache
@require_http_methods(["GET", "POST"])
def quotation_page(request: Any, token: str) -> HttpResponse:
    """The offer of a link: lines, prices, how long it holds; and the customer's answer to it."""
    row = _found(request, token)
    if isinstance(row, HttpResponse):
        return row
    if request.method == "GET":
        return _page(request, row, token)
    try:
        _answer(request, token)
    except NotFound:
        return redirect(request.path)
    except Invalid as refusal:
        errors = {name: " ".join(map(str, texts)) for name, texts in refusal.errors.items()}
        return _page(request, row, token, errors=errors, status=422)
    except Conflict as refusal:
        return _refused(request, token, refusal)
    return redirect(request.path)


def _refused(request: Any, token: str, refusal: Conflict) -> HttpResponse:
    """The offer as it stands now, with what is wrong; or that it is gone meanwhile."""
    try:
        row = quotation_of_link(token)
    except NotFound:
        return redirect(request.path)
    return _page(request, row, token, problem=refusal_text(refusal), status=409)


def _answer(request: Any, token: str) -> None:
    """Carry out what the customer chose.

    Raises: NotFound; Invalid; Conflict.
    """
    given = {
        name: request.POST.get(name, "").replace("\x00", "").strip()
        for name in ("name", "reason", "customer_po")
    }
    answer = OfferAnswer(
        token=token,
        name=given["name"],
        revision=typed.key(request.POST.get("revision")) or 0,
        terms=typed.key(request.POST.get("terms")) or 0,
    )
    if request.POST.get("answer") == "decline":
        decline_offer(answer=answer, reason=given["reason"])
    elif answer.terms and request.POST.get("agreed") != "1":
        raise Invalid.field("agreed", _("Accept the terms of sale first."), "required")
    else:
        accept_offer(answer=answer, customer_po=given["customer_po"])


def _page(
    request: Any,
    row: Quotation,
    token: str,
    *,
    errors: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    terms, today = current_terms(), business_day(timezone.now())
    context = {
        "today": today,
        "row": row,
        "lines": list(row.lines.all()),
        "company": company(),
        "token": token,
        "is_open": row.state == "approved" and row.valid_until >= today,
        "answer": QuotationAnswer.objects.filter(quotation=row).first(),
        "terms": terms,
        "terms_text": terms_text(terms, get_language() or "") if terms else "",
        "errors": errors or {},
        "problem": problem,
        "posted": request.POST,
    }
    return _private(render(request, "orders/quotation_page.html", context, status=status))


@never_cache
@require_http_methods(["GET"])
def quotation_page_paper(request: Any, token: str) -> HttpResponse:
    """The offer of a link as PDF."""
    row = _found(request, token)
    if isinstance(row, HttpResponse):
        return row
    made = quotation_pdf(quotation_id=row.pk, language=language_of(request))
    return _private(pdf_answer(made, row.number))
