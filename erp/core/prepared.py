"""Querysets compiled once: the SQL of a hot query is kept, only its parameters change.

Django turns a queryset into SQL anew on every call, which costs more time in Python than PostgreSQL
needs to answer. A prepared query is written as an ordinary queryset in a function of its
parameters, is compiled at its first call and afterwards only executed:

    _ORDERS = prepared(lambda ids: Order.objects.select_for_update().filter(pk__any_of=ids).order_by("pk"))
    rows = _ORDERS([3, 4])

Rows are model instances with their `select_related` rows and annotations, as from the queryset.
Parameters are single numbers or texts, or lists for the `any_of` lookup; a parameter may be used once
or more, but must reach the SQL as it is.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.lookups import Lookup
from django.db.models.query import get_related_populators

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
class _Plan:
    """What a compiled queryset needs to be executed and turned into rows."""

    statement: str
    parameters: tuple[Any, ...]  # a _Slot stands for a value of the call
    model: Any
    names: list[str]
    start: int
    end: int
    populators: list[Any]
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
        with connection.cursor() as cursor:
            cursor.execute(plan.statement, parameters)
            found = cursor.fetchall()
        return _instances(plan, found)

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
        fields = info["select_fields"]
        start, end = fields[0], fields[-1] + 1
        return _Plan(
            statement=statement,
            parameters=tuple(slots),
            model=info["model"],
            names=[column[0].target.attname for column in select[start:end]],
            start=start,
            end=end,
            populators=get_related_populators(info, select, connection.alias),  # type: ignore[call-arg]  # the stubs are of a later Django
            annotations=list((compiler.annotation_col_map or {}).items()),
            converters=[
                (position, converters, expression)
                for position, (converters, expression) in compiler.get_converters(
                    [column[0] for column in select]
                ).items()
            ],
        )


def _stand_in(position: int, value: Any) -> Any:
    if isinstance(value, str):
        return f"\x01stand-in {position}\x01"
    number = -(10**15) - position
    return [number] if isinstance(value, list) else number


def _instances(plan: _Plan, found: Iterable[tuple[Any, ...]]) -> list[Any]:
    """Model instances from rows, as ModelIterable makes them."""
    alias = connection.alias
    rows = []
    for raw in found:
        row: Any = raw
        if plan.converters:
            row = list(raw)
            for position, converters, expression in plan.converters:
                for convert in converters:
                    row[position] = convert(row[position], expression, connection)
        instance = plan.model.from_db(alias, plan.names, row[plan.start : plan.end])
        for populator in plan.populators:
            populator.populate(row, instance)
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
        row._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    row._prefetched_objects_cache[name] = found  # type: ignore[attr-defined]


def prepared(build: Callable[..., models.QuerySet[Row]]) -> PreparedQuery[Row]:
    """Prepare a queryset given as a function of its parameters."""
    return PreparedQuery(build)
