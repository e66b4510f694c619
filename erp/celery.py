"""The queue: what need not be done while someone waits. Losing it loses time, never business."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings.prod")

app = Celery("kept")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def settle(**_facts: Any) -> None:
    """Work as the web's workers do."""
    from erp.core.collector import settle_collector

    settle_collector()


@worker_process_init.connect
def forget_inherited_connections(**_facts: Any) -> None:
    """A forked worker must not speak over its parent's database connections."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.connection = None
