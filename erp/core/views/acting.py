"""One step with a document from its page: done, told on, and said how it went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages

from erp.core import outbox
from erp.core.errors import DomainError
from erp.core.http.messages import refusal_text


def act(request: Any, work: Callable[[], str]) -> None:
    """Do what a button asks for; what `work` gives, or why it was refused, is said on the next page.

    Who waits for the news hears it before the page is shown again.
    """
    try:
        with outbox.watch() as streams:
            done = work()
        outbox.drain(*streams)
        messages.success(request, done)
    except DomainError as refusal:
        messages.error(request, refusal_text(refusal))
