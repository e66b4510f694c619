"""What every page shares: who may open it, and how a refusal is told."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from erp.core.actor import Actor
from erp.core.commands import done_once
from erp.core.errors import DomainError, Invalid, NotFound, NotPermitted
from erp.core.http.idempotency import claim_form
from erp.core.http.messages import refusal_text
from erp.core.http.problems import CONTENT_TYPE, problem, problem_of

View = Callable[..., HttpResponseBase]


class PageRequest(HttpRequest):
    """A request of a signed-in person, as the pages take it."""

    actor: Actor


def page(right: str = "", *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Make a view a page: signed in, with the right, refusals told where the reader is."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _signed_out(request)
            _take_nulls_out(request)
            try:
                if right:
                    request.actor.require(right)
                with _sent_once(request):
                    return view(request, *args, **kwargs)
            except DomainError as refusal:
                return refused(request, refusal)

        return require_http_methods([*methods, *(["HEAD"] if "GET" in methods else [])])(wrapper)

    return decorate


def _sent_once(request: Any) -> AbstractContextManager[None]:
    """A form with the key of its page (`form_key`, see forms.js) is done once, however often it comes."""
    key = request.POST.get("form_key", "") if request.method == "POST" else ""
    return done_once(lambda: claim_form(request.user.pk, key)) if key else nullcontext()


def _take_nulls_out(request: Any) -> None:
    """What nobody can type and PostgreSQL can't store as text is taken out of everything that was sent."""
    for name in ("GET", "POST"):
        sent = getattr(request, name)
        if not any("\x00" in value for _key, values in sent.lists() for value in values):
            continue
        clean = sent.copy()
        for key, values in sent.lists():
            clean.setlist(key, [value.replace("\x00", "") for value in values])
        setattr(request, name, clean)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, not a person."""
    sent = request.content_type or ""
    return "application/json" in request.headers.get("Accept", "") or sent.startswith("application/json")


def _signed_out(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(problem(401, "not_identified"), status=401, content_type=CONTENT_TYPE)
    answer: HttpResponse = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]})
    return answer


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """A refusal: a problem for scripts, a message on the page before for forms, an error page else.

    Raises: Http404, PermissionDenied.
    """
    if wants_json(request):
        return json_problem(refusal)
    if request.method in {"GET", "HEAD"}:
        if isinstance(refusal, NotFound):
            raise Http404 from refusal
        if isinstance(refusal, NotPermitted):
            raise PermissionDenied from refusal
        if isinstance(refusal, Invalid):
            return redirect(request.path)  # a query string that nobody can have clicked
    messages.error(request, refusal_text(refusal))
    return redirect(back_to(request))


def json_problem(refusal: DomainError) -> JsonResponse:
    """A refusal as problem+json, with the wording of pages."""
    found = problem_of(refusal)
    body, headers = found if found else (problem(500, "internal_error"), {})
    return JsonResponse(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)


def back_to(request: HttpRequest, fallback: str = "/") -> str:
    """Where a form came from: its `next` field or the page before, never another site."""
    for candidate in (request.POST.get("next", ""), _referer(request)):
        if candidate and url_has_allowed_host_and_scheme(candidate, allowed_hosts=None):
            return candidate
    return fallback


def _referer(request: HttpRequest) -> str:
    parts = urlsplit(request.headers.get("Referer", ""))
    if parts.netloc != request.get_host() or parts.path == request.path:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def json_body(request: HttpRequest) -> dict[str, Any]:
    """The body of a script's request.

    Raises: Invalid when it is no JSON object.
    """
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or "\\u0000" in request.body.decode(errors="replace"):
        raise Invalid("malformed", errors={"body": [_("The request could not be read.")]})
    return body
