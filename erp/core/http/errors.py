"""Answers to addresses and requests that no API view has handled."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
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
    """500 as a problem or a page, without a word about the cause."""
    if request.path.startswith(API_PATH):
        return problem_page(request, 500)
    return defaults.server_error(request)


def problem_type(request: HttpRequest, code: str) -> HttpResponse:
    """What a problem's `type` points to: the meaning of its code."""
    if code not in MESSAGES:
        return problem_page(request, 404)
    title, detail = wording(code, {})
    return JsonResponse({"code": code, "title": title, "detail": detail})
