"""The text of an expression: its tokens and bounds, the names it reads, how it is made safe to evaluate.

Bounded are length, depth, divisions and loops in loops, so that none runs long. Keys are ASCII and dotted
("order.total"); a list's fields are written as `some(lines, #.category == "x")`.

Source: the grammar of zen-engine 2.1 (MIT), which evaluates it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy

from erp.core.errors import DomainError

MAX_LENGTH = 2_000
MAX_DEPTH = 40
MAX_DIVISIONS = 8
MAX_LOOPS = 2  # a list inside a list is common (any line with any part), a third level is a mistake
LOOPS = frozenset({"all", "some", "one", "none", "filter", "map", "flatMap", "count"})
FUNCTIONS = LOOPS | {
    "len", "contains", "startsWith", "endsWith", "matches", "upper", "lower", "trim", "abs", "sum", "avg",
    "min", "max", "median", "floor", "ceil", "round", "trunc", "number", "string", "bool", "isNumeric",
    "keys", "values", "date", "d", "year", "dayOfWeek", "dayOfMonth", "dayOfYear", "weekOfYear",
    "monthOfYear", "duration",
}  # fmt: skip
_WORDS = frozenset({"and", "or", "not", "in", "true", "false", "null"})
_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<text>"[^"]*"|'[^']*')|(?P<number>\d+(?:\.\d+)?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<range>\.\.)|(?P<sign>==|!=|>=|<=|\?\?|[-+*/%^<>()\[\],.?:\#])""",
    re.VERBOSE,
)
_REFUSE_ZERO = 'number("zero")'  # fails, whatever the engine makes of an empty value
_CLOCK_WORDS = frozenset({"now", "today", "yesterday", "tomorrow"})
_DATES = frozenset({"date", "d"})
_OF_DATES = frozenset({"year", "dayOfWeek", "dayOfMonth", "dayOfYear", "weekOfYear", "monthOfYear"})
_NOW = "now"  # the one word that the engine takes from the clock of the machine
MOMENT = "_moment"  # where the tree of facts keeps the moment that was passed in
WHY = {
    "empty": gettext_lazy("There is nothing to evaluate."),
    "too_long": gettext_lazy("It is longer than %(limit)s characters."),
    "too_deep": gettext_lazy("It has more than %(limit)s brackets inside one another."),
    "too_many_loops": gettext_lazy("It goes through lists inside lists more than %(limit)s levels deep."),
    "too_many_divisions": gettext_lazy("It divides more than %(limit)s times."),
    "sign": gettext_lazy('The sign "%(sign)s" at character %(at)s can\'t be used here.'),
    "function": gettext_lazy('There is no function "%(name)s".'),
    "clock": gettext_lazy('It may not read the clock ("%(name)s"): use a fact or a timer.'),
    "range": gettext_lazy('A range such as [1..5] may only follow "in".'),
    "divides": gettext_lazy("It divides by zero."),
    "no_answer": gettext_lazy("It gives no answer: a fact in it is empty."),
    "not_boolean": gettext_lazy("It gives %(value)s instead of yes or no."),
    "unknown": gettext_lazy('There is no fact "%(name)s".'),
    "not_a_list": gettext_lazy('"%(name)s" is not a list.'),
    "kinds": gettext_lazy("It compares or reckons with values of different kinds, or with an empty fact."),
    "ends": gettext_lazy("It ends too early."),
    "malformed": gettext_lazy("It can't be read: %(why)s."),
}


class BadExpression(DomainError):
    """An expression can't be evaluated; facts: the expression and why, in one line."""

    default_code = "bad_expression"


@dataclass(frozen=True)
class Token:
    """One word, text, number or sign; `at` counts characters from 0."""

    kind: str
    text: str
    at: int


def bad(text: str, reason: str, **facts: Any) -> BadExpression:
    """The refusal of an expression, in the reader's words."""
    return BadExpression(expression=text[:MAX_LENGTH], why=str(WHY[reason]) % facts)


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[Token, ...]:
    """What an expression is written of.

    Raises: BadExpression at a sign that no expression has.
    """
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise bad(text, "sign", sign=text[at], at=at + 1)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match[0], at))
        at = match.end()
    return tuple(found)


def check_bounds(text: str) -> None:
    """Refuse what could run long or read what it may not, before the engine sees it."""
    if not text.strip():
        raise bad(text, "empty")
    if len(text) > MAX_LENGTH:
        raise bad(text, "too_long", limit=MAX_LENGTH)
    tokens = tokens_of(text)
    if sum(one.text in {"/", "%"} for one in tokens) > MAX_DIVISIONS:
        raise bad(text, "too_many_divisions", limit=MAX_DIVISIONS)
    opened: list[str] = []
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else Token("", "", 0)
        if token.text in {"(", "["}:
            opened.append(before.text if token.text == "(" and before.kind == "name" else token.text)
        elif token.text in {")", "]"} and opened:
            opened.pop()
        if len(opened) > MAX_DEPTH:
            raise bad(text, "too_deep", limit=MAX_DEPTH)
        if sum(name in LOOPS for name in opened) > MAX_LOOPS:
            raise bad(text, "too_many_loops", limit=MAX_LOOPS)
        _check_token(text, tokens, index, before)


def _check_token(text: str, tokens: tuple[Token, ...], index: int, before: Token) -> None:
    token = tokens[index]
    follows = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if token.kind == "name" and follows == "(" and token.text not in FUNCTIONS | _WORDS:
        raise bad(text, "function", name=token.text)
    if token.kind == "name" and token.text in _DATES | _OF_DATES and follows == "(":
        _check_date(text, token, tokens[index + 2 :])
    if token.kind == "range":
        opening = next((at for at in range(index, -1, -1) if tokens[at].text in {"[", "("}), 0)
        if opening == 0 or tokens[opening - 1].text != "in":
            raise bad(text, "range")
    if token.text == "[" and before.kind == "name" and before.text not in _WORDS and follows[:1] in "\"'":
        raise bad(text, "sign", sign=f"[{follows[:1]}", at=token.at + 1)


def _check_date(text: str, function: Token, after: tuple[Token, ...]) -> None:
    """A date is a date as written or a fact: whatever is put together could be the word "now"."""
    if function.text in _OF_DATES and (not after or after[0].kind != "text"):
        return  # whatever comes out as "now" is given the moment that was passed in
    given = list(itertools.takewhile(lambda one: one.text not in {")", ","}, after))
    if [one.kind for one in given] == ["text"]:
        if given[0].text[1:-1].strip().lower() not in _CLOCK_WORDS:
            return
    elif given and all(one.kind == "name" or one.text in {"#", "."} for one in given):
        return
    raise bad(text, "clock", name=function.text)


def guarded(tokens: tuple[Token, ...]) -> str:
    """The expression with every divisor checked (the engine would give an empty value for x / 0), and with
    what is taken as a date looked at first: where it says "now" the passed moment stands, not the clock's.
    """
    parts: list[str] = []
    index = 0
    while index < len(tokens):
        parts.append(tokens[index].text)
        index += 1
        if parts[-1] in {"/", "%"}:
            end = _operand_end(tokens, index)
            divisor = guarded(tokens[index:end])
            parts.append(f"(({divisor}) == 0 ? {_REFUSE_ZERO} : ({divisor}))")
            index = end
        elif parts[-1] in _DATES | _OF_DATES and _text_at(tokens, index) == "(":
            end = _argument_end(tokens, index + 1)
            given = guarded(tokens[index + 1 : end])
            if end > index + 1 and not _is_written(tokens[index + 1 : end]):
                given = f'map([{given}], # == "{_NOW}" ? {MOMENT} : #)[0]'
            parts.append(f"({given}")
            index = end
    return " ".join(parts)


def _text_at(tokens: tuple[Token, ...], index: int) -> str:
    return tokens[index].text if index < len(tokens) else ""


def _is_written(tokens: tuple[Token, ...]) -> bool:
    """Whether it is one text, which was looked at when it was read."""
    return [one.kind for one in tokens] == ["text"]


def _argument_end(tokens: tuple[Token, ...], index: int) -> int:
    """Where the first argument of a call ends that begins at `index`: its comma or closing bracket."""
    depth = 0
    while index < len(tokens):
        text = tokens[index].text
        if depth == 0 and text in {",", ")"}:
            break
        depth += (text in {"(", "["}) - (text in {")", "]"})
        index += 1
    return index


def _operand_end(tokens: tuple[Token, ...], index: int) -> int:
    """Where the operand that begins at `index` ends: a sign, a value or brackets, members, a power."""
    while index < len(tokens) and tokens[index].text in {"-", "+"}:
        index += 1
    if index < len(tokens) and tokens[index].text not in {"(", "["}:
        index += 1
    while index < len(tokens):
        text = tokens[index].text
        if text in {"(", "["}:
            depth = 0
            while index < len(tokens):
                depth += (tokens[index].text in {"(", "["}) - (tokens[index].text in {")", "]"})
                index += 1
                if depth == 0:
                    break
        elif text == ".":
            index += 2
        elif text == "^":
            return _operand_end(tokens, index + 1)
        else:
            break
    return min(index, len(tokens))


def names_read(tokens: tuple[Token, ...]) -> Iterator[tuple[str, bool]]:
    """Every name read, dotted; `#.category` reads "[].category". The flag: it is gone through as a list."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        before = tokens[index - 1] if index else Token("", "", 0)
        index += 1
        if token.text == "#":
            path = ["[]"]
        elif token.kind == "name" and token.text not in _WORDS and before.text != ".":
            if index < len(tokens) and tokens[index].text == "(":
                continue
            path = [token.text]
        else:
            continue
        while index + 1 < len(tokens) and tokens[index].text == "." and tokens[index + 1].kind == "name":
            path.append(tokens[index + 1].text)
            index += 2
        name = ".".join(path)
        looped = before.text == "(" and _called(tokens, token) in LOOPS
        if index < len(tokens) and tokens[index].text == "[":
            looped = True
        if name != "[]":
            yield name, looped


def _called(tokens: tuple[Token, ...], argument: Token) -> str:
    at = tokens.index(argument)
    return tokens[at - 2].text if at >= 2 else ""
