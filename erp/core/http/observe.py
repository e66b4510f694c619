"""Every request has an id, one line in the log and its place in the metrics."""

from __future__ import annotations

import functools
import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

from erp.core.metrics import REQUESTS, SECONDS, forget_ended_processes

log = structlog.get_logger("kept.request")
_plain_log = logging.getLogger("kept.request")

_ID = re.compile(r"[A-Za-z0-9_.:/+=-]{1,60}")
_QUIET = ("/health/", "/metrics/", "/static/")


@functools.lru_cache(maxsize=10_000)
def _series(method: str, view: str, status: int) -> tuple[Any, Any]:
    """The counter and the histogram of one kind of request, found once."""
    return REQUESTS.labels(method, view, str(status)), SECONDS.labels(view)


class ObserveMiddleware:
    """Take over the caller's X-Request-ID or make one, and say what came of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """One per process."""
        self.get_response = get_response
        forget_ended_processes()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then count and log."""
        began = time.perf_counter()
        sent = request.headers.get("X-Request-ID", "")
        request_id = sent if _ID.fullmatch(sent) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        request.request_id = request_id  # type: ignore[attr-defined]  # put on the request by the middleware
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        self._tell(request, response, time.perf_counter() - began)
        return response

    def _tell(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        match = request.resolver_match
        view = (match.view_name or match.route) if match else "unmatched"
        requests, times = _series(request.method or "", view, response.status_code)
        requests.inc()
        times.observe(seconds)
        if request.path.startswith(_QUIET) and response.status_code < 400:
            return
        if response.status_code < 500 and not _plain_log.isEnabledFor(logging.INFO):
            return  # nobody would read it: not even made
        actor = getattr(request, "actor", None)
        tell = log.error if response.status_code >= 500 else log.info
        tell(
            "request",
            method=request.method,
            path=request.path[:200],
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            user_id=getattr(actor, "user_id", None),
            via=getattr(actor, "via", ""),
        )
