"""Reading request bodies: only JSON that can be stored and that can't be used to hurt us."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any, NoReturn

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

MAX_DEPTH = 32
MAX_DIGITS = 40


class BodyTooLarge(APIException):
    """The body is larger than what is accepted."""

    status_code = 413
    default_code = "body_too_large"
    default_detail = "The body is too large."


class StrictJSONParser(BaseParser):
    """JSON with exact decimals; refuses NaN, numbers of absurd length, deep nesting and unstorable text."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The parsed body."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise BodyTooLarge
        try:
            text = raw.decode("utf-8-sig")
            data = json.loads(
                text,
                parse_float=_decimal,
                parse_int=_integer,
                parse_constant=_refuse_constant,
                object_pairs_hook=_object,
            )
        except (ValueError, RecursionError):
            raise ParseError(_("The body is not valid JSON.")) from None
        check_tree(data, look_at_text="\\u" in text or "\x00" in text)
        return data


def _decimal(text: str) -> Decimal:
    if len(text) > MAX_DIGITS:
        raise ValueError(text[:MAX_DIGITS])
    return Decimal(text)


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError(text[:MAX_DIGITS])
    return int(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name is given twice.")
    return found


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(text)


def check_tree(data: Any, *, look_at_text: bool = True) -> None:
    """Refuse nesting that is too deep and text that the database can't store.

    Raises: ParseError.
    """
    level = [data]
    for _depth in range(MAX_DEPTH):
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.values())
                if look_at_text:
                    below.extend(value.keys())
            elif isinstance(value, list):
                below.extend(value)
            elif look_at_text and isinstance(value, str):
                check_text(value)
        if not below:
            return
        level = below
    raise ParseError(_("The body is nested too deeply."))


def check_text(text: str) -> None:
    """Refuse text with NUL characters or halves of characters.

    Raises: ParseError.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ParseError(_("A text has characters that can't be stored.")) from None
    if "\x00" in text:
        raise ParseError(_("A text has characters that can't be stored."))
