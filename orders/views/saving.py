"""What the pages of orders and quotations do alike when they keep what was entered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone

from erp.core import outbox
from erp.core.http.idempotency import Answer, Key, once
from erp.core.views.page import json_body


class Kept(Protocol):
    """A document with its number and version."""

    pk: int
    number: str
    version: int


class Saving:
    """One request of an entry page: `{client, number?, version?, submit, header, lines}`.

    `client` is the page's own token: sent twice, a draft is made once and submitted once.
    """

    def __init__(self, request: Any, purpose: str) -> None:
        """`purpose` keeps the tokens of different pages apart.

        Raises: Invalid for a body that is no object.
        """
        self.body = json_body(request)
        self.number = self.body.get("number")
        version = self.body.get("version")
        self.version = version if isinstance(version, int) else None
        self.wants_submit = bool(self.body.get("submit"))
        self._client = str(self.body.get("client") or "")[:80]
        self._purpose = purpose
        self._owner = f"user:{request.actor.user_id}"

    def _key(self, step: str) -> Key | None:
        name = f"{self._purpose}:{self._client}:{step}"
        return Key(self._owner, name, self._purpose) if self._client else None

    def create_once(self, create: Callable[[], Kept]) -> Kept | None:
        """The draft of this page, made now; None when it was made before, its number then being known."""
        made: list[Kept] = []

        def work() -> Answer:
            made[:] = [create()]
            return Answer(200, {"number": made[0].number}, {})

        answer = once(self._key("create"), work)
        if made:
            return made[0]
        self.number, self.version = answer.body["number"], None
        return None

    def answer(
        self,
        keep: Callable[[], Kept],
        submit: Callable[[int], Kept],
        tell: Callable[[str], None],
        page_name: str,
    ) -> JsonResponse:
        """Keep what was entered and submit it if asked: `{number, version, saved, url}`.

        `tell` says on the next page what became of the submitted document.
        """
        with outbox.watch() as streams:

            def work() -> Answer:
                row = keep()
                if self.wants_submit:
                    row = submit(row.pk)
                return Answer(200, {"number": row.number, "version": row.version}, {})

            answer = once(self._key("submit") if self.wants_submit else None, work)
        outbox.drain(*streams)
        number = answer.body["number"]
        told = answer.body | {"saved": timezone.localtime().strftime("%H:%M")}
        if self.wants_submit:
            tell(number)
            told["url"] = reverse(page_name, args=[number])
        return JsonResponse(told)
