"""What a decision table leaves open and what it says twice: gaps, overlaps, rows that are never reached.

Every column is cut into elementary pieces at the values its rows name: numbers and dates at their borders,
texts into the named ones and "any other". Rows are sets of pieces; then it is plain set arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from erp.rules.calc.cells import WITHOUT
from erp.rules.calc.table import Column, Row, Table

MOST_FOUND = 20
MOST_STEPS = 40_000
OTHER = "…"
OPAQUE = ("starts_with", "contains", "has_any", "has_none", *WITHOUT)


@dataclass(frozen=True)
class Remark:
    """One thing to look at: `gap`, `overlap`, `unreachable` or `too_large`, with the rows it is about."""

    code: str
    rows: tuple[str, ...] = ()
    where: Mapping[str, str] | None = None


@dataclass(frozen=True)
class _Piece:
    """A point, or the open interval between two borders, or any other text."""

    text: str
    value: Any = None
    low: Any = None
    high: Any = None


def warnings_of(table: Table) -> list[Remark]:
    """Rows never reached, rows that disagree about the same facts, and facts that no row answers."""
    pieces = [_pieces(column, table.rows) for column in table.inputs]
    sets = {row.id: _sets(row, table.inputs, pieces) for row in table.rows}
    found = list(_double(table, sets))
    found += _gaps(table, sets, pieces)
    return found


def _values(column: Column, rows: Sequence[Row]) -> list[Any]:
    found: set[Any] = set()
    for row in rows:
        cell = row.when.get(column.id)
        if cell is None or cell["op"] in OPAQUE:
            continue
        value = cell["value"]
        found.update(value if isinstance(value, list) else [value])
    return sorted(found)


def _pieces(column: Column, rows: Sequence[Row]) -> list[_Piece]:
    if column.type == "boolean":
        return [_Piece("yes", True), _Piece("no", False)]
    values = _values(column, rows)
    if column.type in {"text", "list"}:
        known = list(dict.fromkeys([*values, *column.choices]))
        other = [] if column.choices else [_Piece(OTHER)]
        return [_Piece(str(value), value) for value in known] + other
    if not values:
        return [_Piece(OTHER)]
    pieces = [_Piece(f"< {values[0]}", None, None, values[0])]
    for index, value in enumerate(values):
        pieces.append(_Piece(f"= {value}", value))
        after = values[index + 1] if index + 1 < len(values) else None
        text = f"> {value}" if after is None else f"{value} … {after}"
        pieces.append(_Piece(text, None, value, after))
    return pieces


_COMPARED: dict[str, Callable[[_Piece, Any], bool]] = {
    "eq": lambda p, v: p.value == v and p.value is not None,
    "ne": lambda p, v: p.value != v,
    "lt": lambda p, v: p.value < v if p.value is not None else p.high is not None and p.high <= v,
    "le": lambda p, v: p.value <= v if p.value is not None else p.high is not None and p.high <= v,
    "gt": lambda p, v: p.value > v if p.value is not None else p.low is not None and p.low >= v,
    "ge": lambda p, v: p.value >= v if p.value is not None else p.low is not None and p.low >= v,
    "one_of": lambda p, v: p.value is not None and p.value in v,
    "not_one_of": lambda p, v: p.value is None or p.value not in v,
    "between": lambda p, v: _COMPARED["ge"](p, v[0]) and _COMPARED["le"](p, v[1]),
    "from_below": lambda p, v: _COMPARED["ge"](p, v[0]) and _COMPARED["lt"](p, v[1]),
}


def _sets(
    row: Row, columns: Sequence[Column], pieces: Sequence[Sequence[_Piece]]
) -> list[frozenset[int] | None]:
    """Per column the pieces that a row takes; None where its condition can't be cut into pieces."""
    found: list[frozenset[int] | None] = []
    for column, cut in zip(columns, pieces, strict=True):
        cell = row.when.get(column.id)
        if cell is None:
            found.append(frozenset(range(len(cut))))
        elif cell["op"] in OPAQUE:
            found.append(None)
        else:
            test, value = _COMPARED[cell["op"]], cell["value"]
            found.append(frozenset(index for index, piece in enumerate(cut) if test(piece, value)))
    return found


def _double(table: Table, sets: Mapping[str, Sequence[frozenset[int] | None]]) -> Iterator[Remark]:
    count, steps = 0, 0
    for position, later in enumerate(table.rows):
        for earlier in table.rows[:position]:
            steps += 1
            if steps > MOST_STEPS or count >= MOST_FOUND:
                return
            pairs = list(zip(sets[earlier.id], sets[later.id], strict=True))
            if any(a is None or b is None for a, b in pairs):
                same = all(earlier.when.get(c.id) == later.when.get(c.id) for c in table.inputs)
                code = "unreachable" if same and table.hit_policy == "first" else ""
            elif not all(a & b for a, b in pairs):  # type: ignore[operator]  # none of them is None here
                code = ""
            elif table.hit_policy == "first" and all(b <= a for a, b in pairs):  # type: ignore[operator]  # as above
                code = "unreachable"
            else:
                code = "overlap" if table.hit_policy == "first" and _differ(earlier, later, pairs) else ""
            if code:
                count += 1
                yield Remark(code, (earlier.id, later.id))
            if code == "unreachable":
                break


def _differ(earlier: Row, later: Row, pairs: Sequence[tuple[Any, Any]]) -> bool:
    """Overlapping rows disagree, and the later one is not simply the wider rest."""
    return dict(earlier.then) != dict(later.then) and not all(a <= b for a, b in pairs)


def _gaps(
    table: Table,
    sets: Mapping[str, Sequence[frozenset[int] | None]],
    pieces: Sequence[Sequence[_Piece]],
) -> list[Remark]:
    whole = [row.id for row in table.rows if all(one is not None for one in sets[row.id])]
    found: list[Remark] = []
    steps = [0]
    covered: set[tuple[int, frozenset[str]]] = set()

    def walk(column: int, alive: frozenset[str], path: tuple[str, ...]) -> bool:
        """Whether everything below is answered; notes what is not."""
        steps[0] += 1
        if steps[0] > MOST_STEPS or len(found) >= MOST_FOUND:
            return False
        if not alive or column == len(pieces):
            if not alive:
                where = {c.id: text for c, text in zip(table.inputs, path, strict=False) if text}
                found.append(Remark("gap", (), where))
            return bool(alive)
        if (column, alive) in covered:
            return True
        cut = pieces[column]
        if any(
            all(len(sets[r][c] or ()) == len(pieces[c]) for c in range(column, len(pieces))) for r in alive
        ):
            covered.add((column, alive))
            return True
        groups: dict[frozenset[str], list[int]] = {}
        for index in range(len(cut)):
            kept = frozenset(r for r in alive if index in (sets[r][column] or ()))
            groups.setdefault(kept, []).append(index)
        is_whole = True
        for kept, indices in groups.items():
            text = "" if len(indices) == len(cut) else ", ".join(cut[i].text for i in indices[:6])
            is_whole &= walk(column + 1, kept, (*path, text))
        if is_whole:
            covered.add((column, alive))
        return is_whole

    walk(0, frozenset(whole), ())
    if steps[0] > MOST_STEPS:
        found.append(Remark("too_large"))
    return found
