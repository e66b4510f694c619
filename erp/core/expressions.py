"""Conditions that business people write: one expression language over the facts of a document.

An expression sees the facts it is given and nothing else: no clock (a fact that says "now" means the
moment that was passed in), no chance, no files, no names of Python. What it may say and how it is bounded
stands in `expression_text`; fields of lists are declared as "lines[].category".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import zen

from erp.core.expression_text import (
    MOMENT,
    WHY,
    BadExpression,
    Token,
    bad,
    check_bounds,
    guarded,
    names_read,
    tokens_of,
)

FactType = Literal["number", "text", "boolean", "date", "list"]


def nested(facts: Mapping[str, Any], *, at: datetime | None = None) -> dict[str, Any]:
    """Facts by dotted key as the tree that expressions read: "order.total" is `total` inside `order`.

    `at` is the moment of which they are: what a fact that says "now" means where a date is wanted.
    """
    tree: dict[str, Any] = {} if at is None else {MOMENT: at.isoformat()}
    for key, value in facts.items():
        *path, last = key.split(".")
        branch = tree
        for part in path:
            below = branch.get(part)
            if not isinstance(below, dict):
                below = branch[part] = {}
            branch = below
        branch[last] = _plain(value)
    return tree


def _plain(value: Any) -> Any:
    """Numbers, text, booleans and lists of them: what the engine understands. Dates become ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):  # and so datetime
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value


def evaluate(text: str, facts: Mapping[str, Any], *, at: datetime | None = None) -> Any:
    """What an expression gives over the facts, by dotted key or as a tree, at a moment.

    Raises: BadExpression when it is malformed, too long or fails.
    """
    return _evaluated(text, nested(facts, at=at))


def holds(text: str, facts: Mapping[str, Any], *, at: datetime | None = None) -> bool:
    """Whether a condition is true; one that answers anything but yes or no is refused, never guessed.

    Raises: BadExpression.
    """
    return holds_in(text, nested(facts, at=at))


def holds_in(text: str, tree: dict[str, Any]) -> bool:
    """The same as `holds` over facts that `nested` has made a tree of: one document, many conditions.

    Raises: BadExpression.
    """
    answer = _evaluated(text, tree)
    if answer is None:
        raise bad(text, "no_answer")
    if not isinstance(answer, bool):
        raise bad(text, "not_boolean", value=repr(answer)[:60])
    return answer


def holds_for(text: str, facts: Mapping[str, Any], *, at: datetime) -> bool:
    """The same as `holds` over exactly the facts that the condition names; answers over texts are kept.

    Conditions of processes are asked with the same few states again and again. Only those are remembered that
    read nothing but texts and yes or no, and no clock.

    Raises: BadExpression.
    """
    values = tuple(facts.values())
    if all(type(value) in _REMEMBERED for value in values) and _is_timeless(text):
        return _answer(text, tuple(facts), *values)
    return holds(text, facts, at=at)


_REMEMBERED = frozenset({str, bool, type(None)})


@lru_cache(maxsize=4096, typed=True)
def _answer(text: str, names: tuple[str, ...], *values: str | bool | None) -> bool:
    return holds(text, dict(zip(names, values, strict=True)))


@lru_cache(maxsize=4096)
def _is_timeless(text: str) -> bool:
    """Whether the moment at which an expression is asked is nothing to it."""
    return MOMENT not in guarded(tokens_of(text))


@lru_cache(maxsize=4096)
def names_in(text: str) -> frozenset[str]:
    """The dotted names that an expression reads; those inside a list read as "[].category" of any list.

    Raises: BadExpression when it is malformed.
    """
    compiled(text)
    return frozenset(name for name, _is_loop in names_read(tokens_of(text)))


def problems_of(
    text: str, *, known: Mapping[str, FactType], wants: Literal["boolean", "any"] = "boolean"
) -> list[str]:
    """What is wrong with an expression before it is used, in the reader's language; empty when it is right.

    Unknown names are found by reading, wrong types by evaluating it once over made-up facts.
    """
    try:
        compiled(text)
        tokens = tokens_of(text)
    except BadExpression as error:
        return [str(error.facts["why"])]
    found = list(dict.fromkeys(_unknown(tokens, known)))
    if found:
        return found
    try:
        facts = _sample(known)
        if wants == "boolean":
            holds(text, facts)
        else:
            evaluate(text, facts)
    except BadExpression as error:
        return [str(error.facts["why"])]
    return []


def _evaluated(text: str, tree: dict[str, Any]) -> Any:
    try:
        return compiled(text).evaluate(tree)
    except RuntimeError as error:
        raise BadExpression(expression=text, why=_first_line(error, text)) from None


@lru_cache(maxsize=4096)
def compiled(text: str) -> Any:
    """The expression, ready to be evaluated many times; kept per process.

    Raises: BadExpression when it is malformed or beyond the bounds.
    """
    check_bounds(text)
    try:
        return zen.compile_expression(guarded(tokens_of(text)))
    except RuntimeError as error:
        raise BadExpression(expression=text, why=_first_line(error, text)) from None


def _first_line(error: Exception, text: str) -> str:
    """The engine's first line in our words, without its trace."""
    line = (str(error).splitlines() or [""])[0]
    with suppress(ValueError, KeyError, TypeError):
        line = str(json.loads(line)["source"])
    if "`number` failed" in line and ("/" in text or "%" in text):
        return str(WHY["divides"])
    if "Unsupported type" in line or "is not a" in line:
        return str(WHY["kinds"])
    if "Unexpected end" in line:
        return str(WHY["ends"])
    return str(WHY["malformed"]) % {"why": line[:200].rstrip(".")}


def _unknown(tokens: tuple[Token, ...], known: Mapping[str, FactType]) -> Iterator[str]:
    fields = {key.partition("[].")[2] for key in known if "[]." in key}
    for name, looped in names_read(tokens):
        if name.startswith("[]."):
            if name[3:] not in fields:
                yield str(WHY["unknown"]) % {"name": f"#.{name[3:]}"}
        elif name not in known:
            yield str(WHY["unknown"]) % {"name": name}
        elif looped and known[name] != "list":
            yield str(WHY["not_a_list"]) % {"name": name}


_SAMPLES: dict[str, Any] = {"number": 1, "text": "a", "boolean": True, "date": "2026-01-05", "list": []}


def _sample(known: Mapping[str, FactType]) -> dict[str, Any]:
    """Made-up facts of the declared types; a list has one row of its declared fields."""
    facts: dict[str, Any] = {key: _SAMPLES[kind] for key, kind in known.items() if "[]" not in key}
    for key, kind in known.items():
        name, inside, field = key.partition("[].")
        if inside:
            rows = facts.get(name) or [{}]
            rows[0][field] = _SAMPLES[kind]
            facts[name] = rows
    return facts
