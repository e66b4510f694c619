"""Cursor pages: the next page starts where this one ended, however many rows came or went meanwhile."""

from __future__ import annotations

import base64
import binascii
import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from erp.core.errors import Invalid
from erp.core.http.refs import Body

DEFAULT_SIZE = 50
MAX_SIZE = 500


class PageQuery(Body):
    """What every paged address takes besides its own parameters; `CursorPage` reads and judges them."""

    page_size = serializers.CharField(required=False, allow_blank=True)
    cursor = serializers.CharField(required=False, allow_blank=True)
    ordering = serializers.CharField(required=False, allow_blank=True)


class CursorPage:
    """One page of a queryset, ordered by one field and the primary key."""

    def __init__(self, request: Request, orderings: Mapping[str, str], default: str = "-id") -> None:
        """`orderings` maps the names that `?ordering=` takes to field paths.

        Raises: Invalid for an ordering, size or cursor that is none.
        """
        self.request = request
        self.size = self._size()
        self.ordering = request.query_params.get("ordering") or default
        name = self.ordering.removeprefix("-")
        if name not in {"id", *orderings}:
            names = {"names": ", ".join(orderings)}
            raise Invalid.field("ordering", _("Order by one of: %(names)s.") % names)
        self.path = orderings.get(name, "pk")
        self.is_descending = self.ordering.startswith("-")
        self.cursor = self._cursor()

    def take(self, rows: QuerySet[Any]) -> list[Any]:
        """The page's rows; sets what `links` needs."""
        is_back = bool(self.cursor and self.cursor.get("b"))
        is_down = self.is_descending != is_back
        if self.cursor:
            rows = self._beyond(rows, self.cursor, is_down)
        sign = "-" if is_down else ""
        order = [f"{sign}pk"] if self.path == "pk" else [f"{sign}{self.path}", f"{sign}pk"]
        try:
            found = list(rows.order_by(*order)[: self.size + 1])
        except (ValidationError, ValueError, TypeError):
            raise Invalid.field("cursor", _("This cursor is not valid.")) from None
        has_more = len(found) > self.size
        found = found[: self.size]
        if is_back:
            found.reverse()
        self.next = self._link(found[-1], False) if found and (has_more or is_back) else None
        self.previous = (
            self._link(found[0], True) if found and self.cursor and (has_more or not is_back) else None
        )
        return found

    def answer(self, results: list[Any]) -> dict[str, Any]:
        """The page as the contract shows it."""
        return {"next": self.next, "previous": self.previous, "results": results}

    def _size(self) -> int:
        text = self.request.query_params.get("page_size") or str(DEFAULT_SIZE)
        if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) <= MAX_SIZE):
            raise Invalid.field("page_size", _("Give a whole number from 1 to %(max)s.") % {"max": MAX_SIZE})
        return int(text)

    def _cursor(self) -> dict[str, Any] | None:
        text = self.request.query_params.get("cursor")
        if not text:
            return None
        try:
            cursor = json.loads(base64.urlsafe_b64decode(text.encode() + b"=="))
            if (
                cursor["o"] == self.ordering
                and isinstance(cursor["i"], int)
                and abs(cursor["i"]) < 2**63
                and not isinstance(cursor["v"], dict | list)
                and "\x00" not in str(cursor["v"])
            ):
                return dict(cursor)
        except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
            pass
        raise Invalid.field("cursor", _("This cursor is not valid."))

    def _beyond(self, rows: QuerySet[Any], cursor: dict[str, Any], is_down: bool) -> QuerySet[Any]:
        compare = "lt" if is_down else "gt"
        past_id = Q(**{f"pk__{compare}": cursor["i"]})
        if self.path == "pk":
            return rows.filter(past_id)
        value = cursor["v"]
        # PostgreSQL sorts NULL above every value: last going up, first going down.
        null = Q(**{f"{self.path}__isnull": True})
        can_be_null = _can_be_null(rows, self.path)
        try:
            if value is None:
                return rows.filter((null & past_id) | ~null) if is_down else rows.filter(null & past_id)
            past = Q(**{f"{self.path}__{compare}": value}) | (Q(**{self.path: value}) & past_id)
            if can_be_null and not is_down:
                return rows.filter(past | null)
            return rows.filter(Q(**{f"{self.path}__{compare}e": value}) & past)
        except (ValidationError, ValueError, TypeError):
            raise Invalid.field("cursor", _("This cursor is not valid.")) from None

    def _link(self, row: Any, is_back: bool) -> str:
        pk, value = _value(row, "pk"), None if self.path == "pk" else _plain(_value(row, self.path))
        cursor = {"o": self.ordering, "i": pk, "v": value} | ({"b": 1} if is_back else {})
        text = base64.urlsafe_b64encode(json.dumps(cursor, separators=(",", ":")).encode()).decode()
        query = self.request.query_params.copy()
        query["cursor"] = text.rstrip("=")
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(list(_pairs(query)))}")


def _pairs(query: Any) -> Any:
    for name, values in query.lists():
        for value in values:
            yield name, value


def _value(row: Any, path: str) -> Any:
    if isinstance(row, Mapping):
        return row["id"] if path == "pk" else row[path]
    for part in path.split("__"):
        row = getattr(row, part, None)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _can_be_null(rows: QuerySet[Any], path: str) -> bool:
    model: Any = rows.model
    for part in path.split("__"):
        try:
            field = model._meta.get_field(part)
        except (FieldDoesNotExist, AttributeError):
            return True
        if getattr(field, "null", False):
            return True
        model = getattr(field, "related_model", None)
    return False
