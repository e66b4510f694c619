"""The customer's page: one offer with its paper, without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from erp.core.errors import NotFound
from erp.core.http.throttle import take
from erp.core.views.papers import language_of, pdf_answer
from erp.masterdata.selectors.company import business_day, company
from orders.models import Quotation
from orders.services.quotation_documents import quotation_pdf
from orders.services.quotation_links import quotation_of_link

PER_SECOND, BURST = 0.5, 40


def _private(answer: HttpResponse) -> HttpResponse:
    """An answer that no search engine, cache or next page learns about."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _found(request: Any, token: str) -> Quotation | HttpResponse:
    """The offer of a link, or why nothing is shown."""
    status = 0
    if take(f"quotation-link:{request.META.get('REMOTE_ADDR', '')}", PER_SECOND, BURST) > 0:
        status = 429
    else:
        try:
            return quotation_of_link(token)
        except NotFound:
            status = 404
    answer = render(request, "orders/quotation_gone.html", {"is_slow": status == 429}, status=status)
    return _private(answer)


@never_cache
@require_http_methods(["GET"])
def quotation_page(request: Any, token: str) -> HttpResponse:
    """The offer of a link: lines, prices, how long it holds."""
    row = _found(request, token)
    if isinstance(row, HttpResponse):
        return row
    context = {
        "row": row,
        "lines": list(row.lines.all()),
        "company": company(),
        "token": token,
        "is_open": row.state == "approved" and row.valid_until >= business_day(timezone.now()),
    }
    return _private(render(request, "orders/quotation_page.html", context))


@never_cache
@require_http_methods(["GET"])
def quotation_page_paper(request: Any, token: str) -> HttpResponse:
    """The offer of a link as PDF."""
    row = _found(request, token)
    if isinstance(row, HttpResponse):
        return row
    made = quotation_pdf(quotation_id=row.pk, language=language_of(request))
    return _private(pdf_answer(made, row.number))
