"""A decision table as data: typed columns, rows of conditions and results, one hit policy.

The JSON that is stored and edited:

    {"hit_policy": "first", "inputs": [{"id", "field", "label", "labels", "type", "choices"}],
     "outputs": [{"id", "field", "label", "labels", "type", "choices"}],
     "rows": [{"id", "when": {input id: condition}, "then": {output id: value}, "note"}],
     "tests": [{"facts": {field: value}, "expect": {output field: value}}]}
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from erp.core.errors import Invalid, Text
from erp.rules.calc.cells import TYPES, BadCell, clean_cell, literal, typed_value, zen_test

HIT_POLICIES = ("first", "collect")
MOST_COLUMNS = 40
MOST_ROWS = 2_000
MOST_TESTS = 200
MOST_NOTE = 300
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39}){0,3}")
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Column:
    """An input (a fact that is compared) or an output (a value that is given)."""

    id: str
    field: str
    label: str
    type: str
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)
    choices: tuple[Any, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The column as it is stored."""
        return {
            "id": self.id,
            "field": self.field,
            "label": self.label,
            "labels": dict(self.labels),
            "type": self.type,
            "choices": list(self.choices),
        }


@dataclass(frozen=True)
class Row:
    """One line: all of its conditions hold, so its results are given."""

    id: str
    when: Mapping[str, Mapping[str, Any] | None]
    then: Mapping[str, Any]
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A whole table."""

    hit_policy: str
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rows: tuple[Row, ...]
    tests: tuple[Mapping[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The table as it is stored: cleaned, so that equal tables have equal JSON."""
        return {
            "hit_policy": self.hit_policy,
            "inputs": [column.as_json() for column in self.inputs],
            "outputs": [column.as_json() for column in self.outputs],
            "rows": [
                {
                    "id": row.id,
                    "when": {k: v for k, v in row.when.items() if v},
                    "then": dict(row.then),
                    "note": row.note,
                }
                for row in self.rows
            ],
            "tests": [dict(test) for test in self.tests],
        }


class _Errors:
    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, path: str, message: Any) -> None:
        if len(self.found) < 100:
            self.found.setdefault(path, []).append(str(message))


def parse(content: Any) -> Table:
    """A table from its JSON.

    Raises: Invalid, naming every cell that is wrong by its path ("rows[2].when.amount").
    """
    errors = _Errors()
    if not isinstance(content, Mapping):
        raise Invalid.field("content", Text("This is not a decision table."))
    policy = content.get("hit_policy", "first")
    if policy not in HIT_POLICIES:
        errors.add("hit_policy", Text("Choose one of the offered values."))
    taken: set[str] = set()
    inputs = _columns(content.get("inputs"), "inputs", errors, taken)
    outputs = _columns(content.get("outputs"), "outputs", errors, taken)
    if not outputs and "outputs" not in errors.found:
        errors.add("outputs", Text("A table needs at least one result."))
    rows = _rows(content.get("rows", []), inputs, outputs, errors)
    tests = _tests(content.get("tests", []), inputs, outputs, errors)
    if errors.found:
        raise Invalid(errors=errors.found)
    return Table(policy, tuple(inputs), tuple(outputs), tuple(rows), tuple(tests))


def _columns(found: Any, path: str, errors: _Errors, taken: set[str]) -> list[Column]:
    if not isinstance(found, list) or len(found) > MOST_COLUMNS:
        errors.add(path, Text("Give a list of columns, at most 40."))
        return []
    columns, fields = [], set()
    for index, raw in enumerate(found):
        here = f"{path}[{index}]"
        if not isinstance(raw, Mapping):
            errors.add(here, Text("This is not a column."))
            continue
        column = _column(raw, here, errors)
        if column is None:
            continue
        if column.id in taken or column.field in fields:
            errors.add(f"{here}.field", Text("Two columns have the same key."))
            continue
        taken.add(column.id)
        fields.add(column.field)
        columns.append(column)
    return columns


def _column(raw: Mapping[str, Any], here: str, errors: _Errors) -> Column | None:
    key, kind = raw.get("field"), raw.get("type")
    known = len(errors.found)
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        errors.add(f"{here}.field", Text("A key is made of small letters, digits, underscores and dots."))
    if kind not in TYPES:
        errors.add(f"{here}.type", Text("Choose one of the offered values."))
    pk = raw.get("id") or str(key or "").replace(".", "_")
    if not isinstance(pk, str) or not _ID.fullmatch(pk):
        errors.add(f"{here}.id", Text("This is not an id."))
    label, labels = raw.get("label") or key, raw.get("labels") or {}
    if not isinstance(label, str) or len(label) > 80:
        errors.add(f"{here}.label", Text("This text is too long."))
    is_named = isinstance(labels, Mapping) and all(
        isinstance(one, str) and len(one) <= 80 for one in labels.values()
    )
    if not is_named or len(labels) > 10:
        errors.add(f"{here}.labels", Text("Give a name per language."))
    choices = _choices(raw.get("choices") or [], str(kind), here, errors)
    if len(errors.found) > known:
        return None
    return Column(str(pk), str(key), str(label), str(kind), dict(labels), choices)


def _choices(found: Any, kind: str, here: str, errors: _Errors) -> tuple[Any, ...]:
    if not isinstance(found, list) or len(found) > MOST_NOTE:
        errors.add(f"{here}.choices", Text("Give a list of values."))
        return ()
    try:
        return (
            tuple(typed_value(one, "text" if kind == "list" else kind) for one in found)
            if kind in TYPES
            else ()
        )
    except BadCell as error:
        errors.add(f"{here}.choices", error.args[0])
        return ()


def _rows(found: Any, inputs: Sequence[Column], outputs: Sequence[Column], errors: _Errors) -> list[Row]:
    if not isinstance(found, list) or len(found) > MOST_ROWS:
        errors.add("rows", Text("Give a list of rows, at most 2,000."))
        return []
    rows: list[Row] = []
    taken: set[str] = set()
    for index, raw in enumerate(found):
        here = f"rows[{index}]"
        if not isinstance(raw, Mapping):
            errors.add(here, Text("This is not a row."))
            continue
        pk = raw.get("id") or f"r{index + 1}"
        if not isinstance(pk, str) or not _ID.fullmatch(pk) or pk in taken:
            pk = _free_id(index, taken)
        taken.add(pk)
        note = raw.get("note") or ""
        if not isinstance(note, str) or len(note) > MOST_NOTE:
            errors.add(f"{here}.note", Text("This text is too long."))
            note = ""
        when = _cells(raw.get("when") or {}, inputs, f"{here}.when", errors, clean_cell)
        then = _cells(raw.get("then") or {}, outputs, f"{here}.then", errors, _result)
        rows.append(Row(pk, when, then, note))
    return rows


def _free_id(index: int, taken: set[str]) -> str:
    number = index + 1
    while f"r{number}" in taken:
        number += 1
    return f"r{number}"


def _result(value: Any, kind: str) -> Any:
    if kind == "list":
        if not isinstance(value, list):
            raise BadCell(Text("Give a list of values."))
        return [typed_value(one, "text") for one in value]
    return typed_value(value, kind)


def _cells(found: Any, columns: Sequence[Column], path: str, errors: _Errors, clean: Any) -> dict[str, Any]:
    if not isinstance(found, Mapping):
        errors.add(path, Text("This is not a row."))
        return {}
    known = {column.id for column in columns}
    for name in found:
        if name not in known:
            errors.add(f"{path}.{str(name)[:40]}", Text("There is no such column."))
    cells = {}
    for column in columns:
        value = found.get(column.id)
        is_result = clean is _result
        if value is None or (is_result and value == ""):
            continue
        try:
            cells[column.id] = clean(value, column.type)
        except BadCell as error:
            errors.add(f"{path}.{column.id}", error.args[0])
            continue
        if column.choices and is_result and cells[column.id] not in column.choices:
            errors.add(f"{path}.{column.id}", Text("Choose one of the offered values."))
    return cells


def _tests(found: Any, inputs: Sequence[Column], outputs: Sequence[Column], errors: _Errors) -> list[Any]:
    if not isinstance(found, list) or len(found) > MOST_TESTS:
        errors.add("tests", Text("Give a list of test cases, at most 200."))
        return []
    tests = []
    for index, raw in enumerate(found):
        is_test = isinstance(raw, Mapping) and all(
            isinstance(raw.get(n) or {}, Mapping) for n in ("facts", "expect")
        )
        if not is_test:
            errors.add(f"tests[{index}]", Text("This is not a test case."))
            continue
        tests.append(
            {
                "facts": _typed(raw.get("facts") or {}, inputs, f"tests[{index}].facts", errors),
                "expect": _typed(raw.get("expect") or {}, outputs, f"tests[{index}].expect", errors),
            }
        )
    return tests


def _typed(found: Mapping[str, Any], columns: Sequence[Column], path: str, errors: _Errors) -> dict[str, Any]:
    values = {}
    for column in columns:
        value = found.get(column.field)
        if value is None or value == "":
            continue
        try:
            values[column.field] = _result(value, column.type)
        except BadCell as error:
            errors.add(f"{path}.{column.field}", error.args[0])
    return values


def checksum(content: Mapping[str, Any]) -> str:
    """What tells two contents apart."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# --- for zen ------------------------------------------------------------------------------------------
ROW = "_row"


def jdm(table: Table) -> dict[str, Any]:
    """The table in the JSON decision model that zen evaluates and other tools of that family open."""
    rules = []
    for row in table.rows:
        rule: dict[str, Any] = {"_id": row.id, "_description": row.note, ROW: literal(row.id)}
        rule |= {column.id: zen_test(row.when.get(column.id), column.type) for column in table.inputs}
        rule |= {c.id: literal(row.then[c.id]) if c.id in row.then else "" for c in table.outputs}
        rules.append(rule)
    content = {
        "hitPolicy": table.hit_policy,
        "inputs": [{"id": c.id, "name": c.label, "field": c.field} for c in table.inputs],
        "outputs": [
            *({"id": c.id, "name": c.label, "field": c.field} for c in table.outputs),
            {"id": ROW, "name": ROW, "field": ROW},
        ],
        "rules": rules,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {
            "id": "table",
            "name": "table",
            "type": "decisionTableNode",
            "position": {"x": 240, "y": 0},
            "content": content,
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 480, "y": 0}},
    ]
    edges = [
        {"id": "e1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "e2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}
