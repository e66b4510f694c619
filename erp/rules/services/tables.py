"""Decision tables: deciding by them, trying them out, comparing their versions."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import zen
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import Conflict, DomainError, Invalid, Misconfigured
from erp.core.expressions import nested
from erp.rules.calc.coverage import Remark, warnings_of
from erp.rules.calc.scope import applies
from erp.rules.calc.table import ROW, Column, Table, jdm, parse
from erp.rules.events import TableChanged
from erp.rules.models import DecisionTable, TableVersion
from erp.rules.selectors.tables import forget_tables, versions_in_force
from erp.rules.services import versions

_MOST_KEPT = 500


@dataclass(frozen=True)
class Verdict:
    """What a table decided: the results, the rows that said so, the version, and what was compared.

    `outputs` is empty when no row fits; with the policy "collect" it holds the first row's results and
    `all` those of every row that fits.
    """

    outputs: dict[str, Any]
    row: str | None
    version: int
    trace: dict[str, Any] = field(default_factory=dict)
    all: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Compiled:
    """A version ready to decide."""

    number: int
    table: Table
    content: Any


class _Shelf:
    """Compiled versions by primary key and checksum: a published one never changes."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[int, str], Compiled] = OrderedDict()
        self.engine = zen.ZenEngine({"loader": self._load})
        self.loading: Compiled | None = None

    def _load(self, key: str) -> Any:
        pk, _dot, checksum = key.partition(".")
        return self.kept[int(pk), checksum].content

    def get(self, pk: int, checksum: str, read: Any) -> Compiled:
        found = self.kept.get((pk, checksum))
        if found is None:
            found = self.kept[pk, checksum] = compiled(*read())
            if len(self.kept) > _MOST_KEPT:
                self.kept.popitem(last=False)
        return found


_shelf = _Shelf()


def compiled(number: int, content: Mapping[str, Any]) -> Compiled:
    """A content ready to decide.

    Raises: Invalid when it is no table.
    """
    table = parse(content)
    return Compiled(number, table, zen.ZenDecisionContent(json.dumps(jdm(table), ensure_ascii=False)))


def decide(code: str, facts: Mapping[str, Any], *, at: datetime, subject: str = "") -> Verdict:
    """Ask a decision table about facts; dotted keys, plain numbers and strings.

    The newest pilot whose scope covers the facts decides, else the current version. `subject` is the
    document's number: a pilot's share of documents is drawn by it.
    Raises: Misconfigured (`table_missing`, `table_facts` when a fact has another type than its column).
    """
    salt = f"{code}:{subject or facts.get('order.number') or facts.get('customer.code') or ''}"
    chosen = next(
        (one for one in versions_in_force(code) if not one.scope or applies(one.scope, facts, salt=salt)),
        None,
    )
    if chosen is None:
        raise Misconfigured("table_missing", table=code)
    found = _shelf.get(chosen.pk, chosen.checksum, lambda: _content_of(chosen.pk, code))
    return _verdict(found, facts, code=code, key=f"{chosen.pk}.{chosen.checksum}", at=at)


def _content_of(pk: int, code: str) -> tuple[int, Mapping[str, Any]]:
    row = TableVersion.objects.filter(pk=pk).values_list("number", "content").first()
    if row is None:
        raise Misconfigured("table_missing", table=code)
    return row


def try_out(content: Any, facts: Mapping[str, Any]) -> Verdict:
    """Ask a content that is not in force: the test bench.

    Raises: Invalid; Misconfigured (`table_facts`).
    """
    return _verdict(compiled(0, content), facts, code="", key="", at=timezone.now())


def _verdict(found: Compiled, facts: Mapping[str, Any], *, code: str, key: str, at: datetime) -> Verdict:
    known = {
        column.field: _fitting(column, facts.get(column.field), code, at) for column in found.table.inputs
    }
    context = nested({name: value for name, value in known.items() if value is not None})
    try:
        if key:
            answer = _shelf.engine.evaluate(key, context)
        else:
            answer = zen.ZenEngine().create_decision(found.content).evaluate(context)
    except Exception as error:  # the engine raises whatever its library does; its first line says why
        why = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
        raise Misconfigured("table_failed", table=code, why=why) from error
    result = answer["result"]
    hits = [hit for hit in (result if isinstance(result, list) else [result]) if hit]
    rows = [_outputs(found.table, hit) for hit in hits]
    trace = {"facts": known, "rows": [_row_id(hit) for hit in hits]}
    if not rows:
        return Verdict({}, None, found.number, trace)
    return Verdict(rows[0], _row_id(hits[0]), found.number, trace, tuple(rows))


def _row_id(hit: Mapping[str, Any]) -> str:
    return str(hit.get(ROW, ""))


def _outputs(table: Table, hit: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for column in table.outputs:
        value: Any = hit
        for part in column.field.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            flat[column.field] = value
    return flat


def _fitting(column: Column, value: Any, code: str, at: datetime) -> Any:
    """A fact as its column compares it; one that is not known matches no comparison.

    A date that says "now" is the moment at which the table is asked, never the machine's clock.
    """
    if column.type == "date" and value == "now":
        return at.isoformat()
    if value is None:
        return None
    fits = {
        "number": isinstance(value, int | float) and not isinstance(value, bool),
        "boolean": isinstance(value, bool),
        "text": isinstance(value, str),
        "date": isinstance(value, str),
        "list": isinstance(value, list | tuple),
    }[column.type]
    if not fits and column.type == "number" and hasattr(value, "as_tuple"):
        return float(value)
    if not fits:
        raise Misconfigured("table_facts", table=code, fact=column.field, type=column.type)
    return list(value) if column.type == "list" else value


def remarks_on(content: Mapping[str, Any]) -> list[Remark]:
    """Gaps, overlaps and rows that are never reached.

    Raises: Invalid when it is no table.
    """
    return warnings_of(parse(content))


def run_tests(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run a content's own test cases: which row answered, with what, and whether that was expected."""
    ready = compiled(0, content)
    outcomes: list[dict[str, Any]] = []
    at = timezone.now()
    for case in ready.table.tests:
        try:
            verdict = _verdict(ready, case["facts"], code="", key="", at=at)
        except DomainError as refusal:
            outcomes.append({"row": None, "outputs": {}, "passed": False, "error": refusal.code})
            continue
        expect = case["expect"]
        passed = all(verdict.outputs.get(name) == value for name, value in expect.items()) if expect else None
        outcomes.append({"row": verdict.row, "outputs": verdict.outputs, "passed": passed, "error": ""})
    return outcomes


def _check(version: TableVersion, _beside: list[TableVersion]) -> None:
    """Nothing is put in force whose own test cases fail.

    Raises: Invalid; Conflict `table_tests_fail`.
    """
    table = parse(version.content)
    if not table.rows:
        raise Invalid.field("rows", _("A table needs at least one row."), "required")
    failed = [
        index + 1 for index, outcome in enumerate(run_tests(version.content)) if outcome["passed"] is False
    ]
    if failed:
        raise Conflict("table_tests_fail", cases=", ".join(map(str, failed[:20])))


TABLES = versions.Kind(
    DecisionTable,
    TableVersion,
    TableChanged,
    clean=lambda content: parse(content).as_json(),
    check=_check,
    forget=forget_tables,
)


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What differs between two contents, row by row: added, removed, changed or moved."""
    old, new = parse(before), parse(after)
    was, now = {row.id: row for row in old.rows}, {row.id: row for row in new.rows}
    places = {row.id: index for index, row in enumerate(old.rows)}
    found = []
    for index, row in enumerate(new.rows):
        other = was.get(row.id)
        if other is None:
            found.append({"change": "added", "row": row.id, "place": index + 1})
        elif (other.when, other.then, other.note) != (row.when, row.then, row.note):
            columns = [c.id for c in (*new.inputs, *new.outputs) if _cell(other, c.id) != _cell(row, c.id)]
            found.append({"change": "changed", "row": row.id, "place": index + 1, "columns": columns})
        elif places[row.id] != index:
            found.append({"change": "moved", "row": row.id, "place": index + 1, "from": places[row.id] + 1})
    found += [{"change": "removed", "row": pk, "place": places[pk] + 1} for pk in was if pk not in now]
    if (old.hit_policy, old.inputs, old.outputs) != (new.hit_policy, new.inputs, new.outputs):
        found.insert(0, {"change": "columns", "row": "", "place": 0})
    return found


def _cell(row: Any, column: str) -> Any:
    return row.when.get(column) if column in row.when else row.then.get(column)
