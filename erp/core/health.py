"""Whether the product can serve: database, cache, queue and tables."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

log = structlog.get_logger(__name__)

_migrated = False


def checks() -> dict[str, str]:
    """Each part with "ok" or what is wrong with it."""
    parts = {"database": _database, "migrations": _migrations, "cache": _cache}
    result: dict[str, str] = {}
    for name, check in parts.items():
        if name == "migrations" and result["database"] != "ok":
            result[name] = "unknown"
            continue
        try:
            result[name] = check()
        except Exception as error:  # noqa: BLE001 -- whatever is wrong is the answer
            log.warning("not_ready", part=name, error=str(error))
            result[name] = type(error).__name__
    return result


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return "ok"


def _migrations() -> str:
    global _migrated  # noqa: PLW0603 -- once applied they stay so for this process
    if not _migrated:
        executor = MigrationExecutor(connection)
        waiting: list[Any] = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return f"{len(waiting)} not applied"
        _migrated = True
    return "ok"


def _cache() -> str:
    cache.set("health", "ok", timeout=10)
    return "ok" if cache.get("health") == "ok" else "does not keep what it is given"
