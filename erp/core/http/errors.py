"""Answers to addresses and requests that no API view has handled."""

from __future__ import annotations

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from erp.core.http.messages import MESSAGES, wording
from erp.core.http.problems import API_PATH, problem_page


@csrf_exempt
def unknown_address(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """404 for an address under /api/v1/ that is none."""
    return problem_page(request, 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 as a problem or a page."""
    if request.path.startswith(API_PATH):
        return problem_page(request, 400)
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 as a problem or a page."""
    if request.path.startswith(API_PATH):
        return problem_page(request, 403)
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 as a problem or a page."""
    if request.path.startswith(API_PATH):
        return problem_page(request, 404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 as a problem or a page, without a word about the cause; 503 while the database is away."""
    if is_database_away(sys.exc_info()[1]):
        return _unavailable(request)
    if request.path.startswith(API_PATH):
        return problem_page(request, 500)
    return defaults.server_error(request)


def is_database_away(error: BaseException | None) -> bool:
    """Whether an error means that the database is not reached, was stopped, or takes no more callers."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    state = str(getattr(error.__cause__, "pgcode", "") or "")
    return not state or state.startswith(("08", "57P")) or state == "53300"


def _unavailable(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API_PATH):
        answer = problem_page(request, 503, "unavailable")
    else:
        answer = HttpResponse(get_template("errors/503.html").render(), status=503)
    answer.headers["Retry-After"] = "5"
    return answer


def problem_type(request: HttpRequest, code: str) -> HttpResponse:
    """What a problem's `type` points to: the meaning of its code."""
    if code not in MESSAGES:
        return problem_page(request, 404)
    title, detail = wording(code, {})
    return JsonResponse({"code": code, "title": title, "detail": detail})
