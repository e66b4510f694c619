"""Querysets compiled once: the SQL of a hot query is kept, only its parameters change.

Django turns a queryset into SQL anew on every call, which costs more time in Python than PostgreSQL
needs to answer. A prepared query is written as an ordinary queryset in a function of its
parameters, is compiled at its first call and afterwards only executed:

    _ORDERS = prepared(lambda ids: Order.objects.select_for_update().filter(pk__any_of=ids).order_by("pk"))
    rows = _ORDERS([3, 4])

Rows are model instances with their `select_related` rows and annotations, as from the queryset; no
signals are sent for them.
Parameters are single numbers or texts, or lists for the `any_of` lookup; a parameter may be used once
or more, but must reach the SQL as it is.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.base import ModelState
from django.db.models.lookups import Lookup

from erp.core.statements import fetch

Row = TypeVar("Row", bound=models.Model)


@models.ForeignKey.register_lookup
@models.Field.register_lookup
class AnyOf(Lookup):
    """`field__any_of=[…]`: equal to any element; one parameter whatever the number of elements."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Render `column = ANY(array)`."""
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*parameters, list(self.rhs))


@dataclass(frozen=True)
class _Related:
    """A model that `select_related` reads along: its columns, and who keeps the instance."""

    model: Any
    names: list[str]
    start: int
    end: int
    key: int
    keep: Callable[[Any, Any], None]
    keep_back: Callable[[Any, Any], None]
    related: list[_Related]


@dataclass(frozen=True)
class _Plan:
    """What a compiled queryset needs to be executed and turned into rows."""

    statement: str
    parameters: tuple[Any, ...]  # a _Slot stands for a value of the call
    model: Any
    names: list[str]
    start: int
    end: int
    related: list[_Related]
    annotations: list[tuple[str, int]]
    converters: list[tuple[int, list[Any], Any]]


@dataclass(frozen=True)
class _Slot:
    position: int


class PreparedQuery(Generic[Row]):
    """A queryset of some parameters that is compiled at its first call."""

    def __init__(self, build: Callable[..., models.QuerySet[Row]]) -> None:
        """Keep how the queryset is built; nothing is compiled yet."""
        self._build = build
        self._count = len(inspect.signature(build).parameters)
        self._plan: _Plan | None = None

    def __call__(self, *values: Any) -> list[Row]:
        """The rows for these parameters."""
        plan = self._plan
        if plan is None:
            plan = self._plan = self._compile(values)
        parameters = [values[item.position] if isinstance(item, _Slot) else item for item in plan.parameters]
        return _instances(plan, fetch(plan.statement, parameters))

    def beside(self, column: str, *values: Any) -> list[tuple[Row, Any]]:
        """The rows with one more column each: SQL over `held`, the row, asked once that is locked.

        PostgreSQL makes the column above the lock, so a volatile function in it sees what is committed then.
        """
        plan = self._plan
        if plan is None:
            plan = self._plan = self._compile(values)
        parameters = [values[item.position] if isinstance(item, _Slot) else item for item in plan.parameters]
        found = fetch(_beside(plan.statement, column), parameters)
        rows = _instances(plan, [raw[:-1] for raw in found])
        return [(row, raw[-1]) for row, raw in zip(rows, found, strict=True)]

    def _compile(self, values: tuple[Any, ...]) -> _Plan:
        """Compile with stand-ins for the values and remember where they ended up."""
        stands = [_stand_in(position, value) for position, value in enumerate(values)]
        compiler = self._build(*stands).query.get_compiler(connection=connection)
        statement, parameters = compiler.as_sql()
        slots = []
        for item in parameters:
            slot = next(
                (n for n, stand in enumerate(stands) if type(item) is type(stand) and item == stand), None
            )
            slots.append(item if slot is None else _Slot(slot))
        missing = set(range(self._count)) - {item.position for item in slots if isinstance(item, _Slot)}
        if missing:
            raise TypeError(f"Parameters {missing} did not reach the SQL as they are.")
        select, info = compiler.select, compiler.klass_info
        start, end, names = _columns(info, select)
        return _Plan(
            statement=statement,
            parameters=tuple(slots),
            model=info["model"],
            names=names,
            start=start,
            end=end,
            related=_related(info, select),
            annotations=list((compiler.annotation_col_map or {}).items()),
            converters=[
                (position, converters, expression)
                for position, (converters, expression) in compiler.get_converters(
                    [column[0] for column in select]
                ).items()
            ],
        )


@lru_cache(maxsize=200)
def _beside(statement: str, column: str) -> str:
    return f"SELECT held.*, {column} FROM ({statement}) held"  # noqa: S608 -- texts of our own


def _stand_in(position: int, value: Any) -> Any:
    if isinstance(value, str):
        return f"\x01stand-in {position}\x01"
    number = -(10**15) - position
    if isinstance(value, list):
        return [f"\x01stand-in {position}\x01" if value and isinstance(value[0], str) else number]
    return number


def _columns(info: Any, select: Any) -> tuple[int, int, list[str]]:
    """Where a model's columns begin and end in a row, and their names."""
    fields = info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    return start, end, [column[0].target.attname for column in select[start:end]]


def _related(info: Any, select: Any) -> list[_Related]:
    """What `select_related` reads along with a model, level by level."""
    found = []
    for below in info.get("related_klass_infos", []):
        start, end, names = _columns(below, select)
        found.append(
            _Related(
                model=below["model"],
                names=names,
                start=start,
                end=end,
                key=start + names.index(below["model"]._meta.pk.attname),
                keep=below["local_setter"],
                keep_back=below["remote_setter"],
                related=_related(below, select),
            )
        )
    return found


@cache
def _is_plain(model: Any) -> bool:
    """Whether a model leaves the making of its instances to Django."""
    return (
        model.__init__ is models.Model.__init__ and model.from_db.__func__ is models.Model.from_db.__func__  # type: ignore[attr-defined]  # Django's own, which the stubs leave out
    )


def _instance(model: Any, names: list[str], values: Sequence[Any]) -> Any:
    """One instance, as `Model.from_db` makes it; fields that were not read stay deferred."""
    if not _is_plain(model):
        return model.from_db(DEFAULT_DB_ALIAS, names, values)
    row = model.__new__(model)
    state = row._state = ModelState()
    state.adding = False
    state.db = DEFAULT_DB_ALIAS
    row.__dict__.update(zip(names, values, strict=True))
    return row


def _populate(row: Any, raw: Sequence[Any], related: list[_Related]) -> None:
    for one in related:
        found = None
        if raw[one.key] is not None:
            found = _instance(one.model, one.names, raw[one.start : one.end])
            _populate(found, raw, one.related)
            one.keep_back(found, row)
        one.keep(row, found)


def _instances(plan: _Plan, found: Iterable[tuple[Any, ...]]) -> list[Any]:
    """Model instances from rows, as ModelIterable makes them."""
    rows = []
    for raw in found:
        row: Any = raw
        if plan.converters:
            row = list(raw)
            for position, converters, expression in plan.converters:
                for convert in converters:
                    row[position] = convert(row[position], expression, connection)
        instance = _instance(plan.model, plan.names, row[plan.start : plan.end])
        _populate(instance, row, plan.related)
        for name, position in plan.annotations:
            setattr(instance, name, row[position])
        rows.append(instance)
    return rows


def attach(row: models.Model, name: str, related: list[Any]) -> None:
    """Give a row its related rows, as `prefetch_related` would: `row.lines.all()` asks nothing then."""
    manager = getattr(row, name)
    for one in related:
        setattr(one, manager.field.name, row)
    found = manager.all()
    found._result_cache = related
    found._prefetch_done = True
    if not hasattr(row, "_prefetched_objects_cache"):
        row._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # Django's own, which the stubs leave out
    row._prefetched_objects_cache[name] = found  # type: ignore[attr-defined]  # Django's own, which the stubs leave out


def all_of(model: type[models.Model]) -> list[str]:
    """A model's own columns, for `only(…)` of a query that reads few columns of the rows related to it."""
    return [field.name for field in model._meta.concrete_fields]


def prepared(build: Callable[..., models.QuerySet[Row]]) -> PreparedQuery[Row]:
    """Prepare a queryset given as a function of its parameters."""
    return PreparedQuery(build)
