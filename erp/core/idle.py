"""Connections that have just been used are not asked whether they still live.

Django's health check is a statement for every request. What a server says on ending a connection can be
seen on the socket without asking; only after a pause could one have been lost without a word.
"""

from __future__ import annotations

import select
import time
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import connections
from psycopg2 import Error

TRUSTED_SECONDS = 5.0

clock = time.monotonic  # tests stop it


def note_use(**_signal: Any) -> None:
    """Remember when connections were last of use; called when a request has been answered."""
    wrapper: Any  # what is kept on it is ours
    for wrapper in connections.all(initialized_only=True):
        if wrapper.connection is not None and not wrapper.errors_occurred:
            wrapper._kept_used = (wrapper.connection, clock())


def spare_check(**_signal: Any) -> None:
    """Take connections as sound that were used a moment ago and have brought no news of the server since."""
    wrapper: Any  # the stubs leave its health check out
    for wrapper in connections.all(initialized_only=True):
        driver, at = getattr(wrapper, "_kept_used", (None, 0.0))
        if driver is not None and driver is wrapper.connection and clock() - at < TRUSTED_SECONDS:
            wrapper.health_check_done = wrapper.health_check_done or _is_silent(driver)


def _is_silent(driver: Any) -> bool:
    """Whether a connection is open and the server has sent nothing unasked, such as its end."""
    try:
        poll = select.poll()
        poll.register(driver.fileno(), select.POLLIN | select.POLLPRI)
        return not driver.closed and not poll.poll(0)
    except (Error, OSError, ValueError):
        return False


def watch_connections() -> None:
    """Begin; Django's own receivers of these signals were there before."""
    request_started.connect(spare_check, dispatch_uid="kept.spare_check")
    request_finished.connect(note_use, dispatch_uid="kept.note_use")
