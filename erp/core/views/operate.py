"""Addresses for those who operate the product: is it alive, is it ready, how is it doing."""

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from erp.core.health import checks
from erp.core.metrics import exposition

_HANDED_ON = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """The process can serve: 200, or 503 with what is missing."""
    parts = checks()
    is_ready = all(state == "ok" for state in parts.values())
    return JsonResponse(
        {"status": "ok" if is_ready else "not_ready", **parts}, status=200 if is_ready else 503
    )


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers in the text format of Prometheus, for this machine and for who brings the token."""
    if not (_is_local(request) or _has_token(request)):
        text = "Read this from the machine itself, or with ERP_METRICS_TOKEN as the bearer token.\n"
        return HttpResponse(text, status=403, content_type="text/plain; charset=utf-8")
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_local(request: HttpRequest) -> bool:
    """Asked by this machine itself; what a proxy on this machine hands on is not."""
    if any(name in request.headers for name in _HANDED_ON):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _has_token(request: HttpRequest) -> bool:
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    given = request.headers.get("Authorization", "").encode(errors="replace")
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given, wanted)
