"""Numbers for Prometheus: requests as they come, and the state of outbox and audit when asked."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

if settings.METRICS_DIR:
    # Several web processes add up through files here; the library reads the place from the environment.
    Path(settings.METRICS_DIR).mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_DIR)

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

_own = CollectorRegistry(auto_describe=True)
REQUESTS = Counter("kept_requests", "Requests answered", ["method", "view", "status"], registry=_own)
SECONDS = Histogram(
    "kept_request_seconds",
    "Time to answer",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=_own,
)

_STATE = """
SELECT (SELECT count(*) FROM core_outboxmessage WHERE NOT is_dead),
       (SELECT count(*) FROM core_outboxmessage WHERE is_dead),
       (SELECT coalesce(extract(epoch FROM now() - min(e.at)), 0) FROM core_outboxmessage m
        JOIN core_event e ON e.id = m.event_id WHERE NOT m.is_dead),
       (SELECT count(*) FROM core_event
        WHERE id > coalesce((SELECT max(last_event_id) FROM core_auditseal), 0)),
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())
"""
_NAMES = [
    ("kept_outbox_pending", "Messages that wait for delivery"),
    ("kept_outbox_dead", "Messages that were given up"),
    ("kept_outbox_oldest_seconds", "Age of the oldest message that waits"),
    ("kept_audit_unsealed", "Events that are not sealed yet"),
    ("kept_database_connections", "Connections to the database"),
]


class _State(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The state of outbox, audit and database now."""
        up = GaugeMetricFamily("kept_database_up", "Whether the database answers")
        try:
            with connection.cursor() as cursor:
                cursor.execute(_STATE)
                values = cursor.fetchone()
        except DatabaseError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        for (name, text), value in zip(_NAMES, values, strict=True):
            gauge = GaugeMetricFamily(name, text)
            gauge.add_metric([], float(value))
            yield gauge


def exposition() -> bytes:
    """All numbers in the text format of Prometheus."""
    registry: Any = CollectorRegistry(auto_describe=True)
    if settings.METRICS_DIR:
        MultiProcessCollector(registry)
    else:
        registry = _own
    state = CollectorRegistry(auto_describe=False)
    state.register(_State())
    return generate_latest(registry) + generate_latest(state)


def forget_ended_processes() -> None:
    """Remove the files of processes that are gone, so that restarts do not pile them up."""
    if not settings.METRICS_DIR:
        return
    for path in Path(settings.METRICS_DIR).glob("*.db"):
        pid = path.stem.rpartition("_")[2]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and Path("/proc/self").exists():
            with contextlib.suppress(OSError):
                path.unlink()
