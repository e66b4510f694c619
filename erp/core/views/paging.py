"""Cursor pages for lists in the browser: the same keyset pages as the API's, linked by query string."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest

from erp.core.errors import Invalid
from erp.core.http.pages import CursorPage

SIZE = 50


class _Query:
    """A page's request as the cursor reads it."""

    path = ""

    def __init__(self, request: HttpRequest):
        self.query_params = request.GET.copy()
        self.query_params.pop("page_size", None)

    def build_absolute_uri(self, address: str) -> str:
        """The query string alone; pages stay where they are."""
        return address


class ListPage(CursorPage):
    """One page of a list; `rows`, `next` and `previous` are what `{% pager %}` shows."""

    rows: list[Any]
    count: ClassVar[None] = None

    def __init__(
        self, request: HttpRequest, rows: QuerySet[Any], orderings: Mapping[str, str], default: str = "-id"
    ) -> None:
        """Read the page that the address asks for; an address that is none gives the first page."""
        self.next = self.previous = None
        query = _Query(request)
        try:
            super().__init__(query, orderings, default)  # type: ignore[arg-type]  # stands in for the class it takes
            self.rows = self.take(rows)
        except Invalid:
            for name in ("cursor", "ordering"):
                query.query_params.pop(name, None)
            super().__init__(query, orderings, default)  # type: ignore[arg-type]  # stands in for the class it takes
            self.rows = self.take(rows)

    def _link(self, row: Any, is_back: bool) -> str:
        from django.http import QueryDict

        return str(QueryDict(super()._link(row, is_back).partition("?")[2]).get("cursor", ""))
