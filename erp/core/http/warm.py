"""What a web worker does before it takes its first request, so that nobody waits for it."""

from __future__ import annotations

import structlog
from django.urls import get_resolver

from erp.core.collector import settle_collector
from erp.core.http.throttle import take

log = structlog.get_logger(__name__)


def warm_up() -> None:
    """Import every view with its serializers and the cache's client.

    Together they take longer than a hundred ordinary requests, and the first caller of each worker
    would pay for them. What fails is told and left to the first request.
    """
    try:
        get_resolver()._populate()
        take("warm-up", per_second=1_000, burst=1_000)
    except Exception as error:  # noqa: BLE001 -- a worker without its cache serves all the same
        log.warning("warm_up_failed", error=str(error))
    settle_collector()
