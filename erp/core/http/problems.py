"""Every refusal as RFC 9457 problem+json, made in this one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import structlog
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DatabaseError, DataError, IntegrityError
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed
from rest_framework import exceptions
from rest_framework.response import Response

from erp.core.errors import DomainError
from erp.core.events import to_json
from erp.core.http.messages import wording

log = structlog.get_logger(__name__)

CONTENT_TYPE = "application/problem+json"
TYPE_BASE = "/api/v1/docs/problems/"
API_PATH = "/api/v1/"

_BY_STATUS = {
    400: "malformed",
    401: "not_identified",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    412: "stale_version",
    413: "body_too_large",
    415: "unsupported_media_type",
    429: "rate_limited",
    500: "internal_error",
    503: "external_fault",
}
_STATUS = {code: status for status, code in _BY_STATUS.items()} | {"in_use": 409, "value_out_of_range": 400}
_BY_KIND: dict[type[Exception], str] = {
    RequestDataTooBig: "body_too_large",
    BadRequest: "malformed",
    SuspiciousOperation: "malformed",
    Http404: "not_found",
    PermissionDenied: "not_permitted",
    ProtectedError: "in_use",
    DataError: "value_out_of_range",
}


def problem(
    status: int,
    code: str,
    *,
    detail: str = "",
    facts: dict[str, Any] | None = None,
    errors: dict[str, list[str]] | None = None,
) -> dict[str, Any]:
    """The members of one problem document."""
    title, sentence = wording(code, facts or {}, fallback=_BY_STATUS.get(status, "conflict"))
    if not detail and errors and code == "invalid":
        detail = "; ".join(f"{path}: {' '.join(texts)}" for path, texts in list(errors.items())[:5])
    body: dict[str, Any] = {
        "type": f"{TYPE_BASE}{code}",
        "title": title,
        "status": status,
        "detail": detail or sentence,
        "code": code,
    }
    if errors:
        body["errors"] = errors
    if facts:
        body["facts"] = to_json(facts)
    return body


def problem_of(error: Exception) -> tuple[dict[str, Any], dict[str, str]] | None:
    """The problem document and headers for an exception, or None for one that is our own mistake."""
    if isinstance(error, DomainError):
        found = _of_domain(error)
    elif isinstance(error, TransitionNotAllowed):
        found = problem(409, "invalid_transition", facts=_transition_facts(error)), {}
    elif isinstance(error, exceptions.APIException):
        found = _of_api(error)
    elif isinstance(error, DjangoValidationError):
        found = problem(400, "invalid", errors=_django_errors(error)), {}
    elif code := next((code for kind, code in _BY_KIND.items() if isinstance(error, kind)), None):
        found = problem(_STATUS[code], code), {}
    elif isinstance(error, DatabaseError):
        return _of_database(error)
    else:
        return None
    return found


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """What the API answers to an exception; None lets Django answer with 500."""
    found = problem_of(error)
    if found is None:
        return None
    body, headers = found
    return Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)


def problem_page(request: HttpRequest, status: int, code: str = "") -> HttpResponse:
    """A problem for an API address that no view serves."""
    body = problem(status, code or _BY_STATUS[status])
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE)


def _of_domain(error: DomainError) -> tuple[dict[str, Any], dict[str, str]]:
    errors = {path: [str(text) for text in texts] for path, texts in error.errors.items()}
    headers = {"Retry-After": "1"} if error.code == "busy" else {}
    fallback = type(error).default_code
    body = problem(error.status, error.code, facts=error.facts, errors=errors)
    title, detail = wording(error.code, error.facts, fallback=fallback)
    body["title"] = title
    if not errors:
        body["detail"] = detail
    elif error.code != "invalid":
        body["detail"] = "; ".join(" ".join(texts) for texts in list(errors.values())[:5])
    return body, headers


def _of_api(error: exceptions.APIException) -> tuple[dict[str, Any], dict[str, str]]:
    status = error.status_code
    headers: dict[str, str] = {}
    if isinstance(error, exceptions.ValidationError):
        return problem(400, "invalid", errors=dict(flat_errors(error.detail))), headers
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(max(1, int(wait + 0.999)))
    code = _BY_STATUS.get(status, "conflict")
    if isinstance(error, exceptions.PermissionDenied) and "CSRF" in str(error.detail):
        code = "csrf_failed"
    detail = str(error.detail) if isinstance(error, exceptions.ParseError) else ""
    return problem(status, code, detail=detail), headers


def flat_errors(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Nested validation errors as path → messages: {"lines[1].quantity": ["…"]}."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            name = "" if key == "non_field_errors" else str(key)
            if isinstance(key, int):
                yield from flat_errors(value, f"{path}[{key}]")
            else:
                yield from flat_errors(value, f"{path}.{name}" if path and name else path or name)
    elif isinstance(detail, list):
        texts = [str(item) for item in detail if not isinstance(item, dict | list)]
        if texts:
            yield path or "body", texts
        for index, item in enumerate(detail):
            if isinstance(item, dict | list):
                yield from flat_errors(item, f"{path}[{index}]")
    else:
        yield path or "body", [str(detail)]


def _django_errors(error: DjangoValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return {("body" if key == "__all__" else key): texts for key, texts in error.message_dict.items()}
    return {"body": error.messages}


def _transition_facts(error: TransitionNotAllowed) -> dict[str, Any]:
    row = getattr(error, "object", None)
    method = getattr(error, "method", None)
    facts = {"state": getattr(row, "state", None), "action": getattr(method, "__name__", None)}
    return {name: value for name, value in facts.items() if value}


_BY_CONSTRAINT = {"orders_external_id_once": "duplicate_external_id"}


def _of_database(error: Exception) -> tuple[dict[str, Any], dict[str, str]] | None:
    state = _sqlstate(error)
    if state in {"40001", "40P01", "55P03"}:
        return problem(409, "busy"), {"Retry-After": "1"}
    if not isinstance(error, IntegrityError):
        return None
    facts = {"constraint": str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or "")}
    log.warning("integrity_error_at_the_door", sqlstate=state, **facts)
    if state == "23505":
        return problem(409, _BY_CONSTRAINT.get(facts["constraint"], "duplicate"), facts=facts), {}
    if state in {"23503", "23001"}:
        return problem(409, "in_use", facts=facts), {}
    return problem(400, "invalid", detail=_("A value breaks a rule of the data."), facts=facts), {}


def _sqlstate(error: Exception) -> str:
    return str(getattr(error.__cause__, "pgcode", "") or "")
