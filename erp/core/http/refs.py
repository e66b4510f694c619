"""References in API bodies, addresses and filters: a public id or a human key, seen by the actor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.actor import Actor
from erp.core.documents import known_document, parse_id
from erp.core.errors import NotFound
from erp.core.prepared import PreparedQuery, prepared

MAX_KEY = 200
MOST_NAMED = 20
MOST_LETTERS = 80


def lookup_q(kind: str, value: str) -> Q:
    """The condition that finds one row by public id or human key."""
    known = known_document(kind)
    pk = parse_id(known.prefix, value)
    if pk is not None:
        return Q(pk=pk)
    if known.key and 0 < len(value) <= MAX_KEY and "\x00" not in value:
        return Q(**{known.key: value})
    return Q(pk__in=[])


def resolve(kind: str, value: str, actor: Actor, rows: QuerySet[Any] | None = None) -> int:
    """The primary key of the record that an id or key names, if the actor may see it.

    Raises: NotFound.
    """
    visible = known_document(kind).rows(actor) if rows is None else rows
    pk = visible.filter(lookup_q(kind, value)).order_by().values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound(kind=kind, value=value[:80])
    return int(pk)


def load_refs(kind: str, values: Iterable[str], actor: Actor) -> dict[str, Any]:
    """The visible rows that these ids and keys name, in at most two queries."""
    known = known_document(kind)
    if known.permission and not actor.has(known.permission):
        return {}
    by_pk: dict[int, str] = {}
    keys: list[str] = []
    for value in values:
        pk = parse_id(known.prefix, value)
        if pk is not None:
            by_pk[pk] = value
        elif known.key and 0 < len(value) <= MAX_KEY and "\x00" not in value:
            keys.append(value)
    found: dict[str, Any] = {}
    if by_pk:
        found |= {by_pk[row.pk]: row for row in _seen(kind, "pk", list(by_pk), actor)}
    if keys:
        found |= {getattr(row, known.key): row for row in _seen(kind, known.key, keys, actor)}
    return found


def visible_pk(kind: str, value: str, actor: Actor) -> int | None:
    """The primary key of the record that an id or key names; None when the actor sees no such one."""
    known = known_document(kind)
    pk = parse_id(known.prefix, value)
    try:
        if pk is not None:
            rows = _keys_query(kind, "pk", actor)([pk])
        elif known.key and 0 < len(value) <= MAX_KEY and "\x00" not in value:
            rows = _keys_query(kind, known.key, actor)([value])
        else:
            return None
    except EmptyResultSet:  # the actor sees none of them, whatever is asked
        return None
    return int(rows[0].pk) if rows else None


def _seen(kind: str, column: str, values: list[Any], actor: Actor) -> list[Any]:
    """The rows with these values that the actor may see, by a query that is compiled once per actor."""
    query = _query(kind, column, actor)
    if query is None:
        return list(known_document(kind).rows(actor).filter(**{f"{column}__in": values}))
    try:
        return query(values)
    except EmptyResultSet:  # the actor sees none of them, whatever is asked
        return []


@lru_cache(maxsize=2000)
def _query(kind: str, column: str, actor: Actor) -> PreparedQuery[Any] | None:
    """Which rows an actor sees follows from the actor alone: rights and scope are in it."""
    rows = known_document(kind).rows(actor)
    if rows._prefetch_related_lookups:  # type: ignore[attr-defined]  # Django's own, which the stubs leave out
        return None
    return prepared(lambda values: rows.filter(**{f"{column}__any_of": values}))


@lru_cache(maxsize=2000)
def _keys_query(kind: str, column: str, actor: Actor) -> PreparedQuery[Any]:
    """As `_query`, for the primary keys alone: nothing that belongs to the rows is read along."""
    rows = known_document(kind).rows(actor).select_related(None).prefetch_related(None).only("pk")
    return prepared(lambda values: rows.filter(**{f"{column}__any_of": values}))


@extend_schema_field({"type": "string", "description": "An id or a human key."})
class RefField(serializers.Field[Any, Any, str, Any]):
    """A record named by id or key in a body; validates to the model row, through what the actor may see."""

    default_error_messages = {
        "type": "Give an id or a key as text.",
        "missing": "There is no such thing, or you may not see it.",
    }

    def __init__(self, kind: str, **kwargs: Any) -> None:
        """`kind` as registered with `@document`."""
        self.kind = kind
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """The row."""
        if not isinstance(data, str):
            raise serializers.ValidationError(_("Give an id or a key as text."), code="type")
        loaded = _loaded(self.context)
        slot = (self.kind, data)
        if slot not in loaded:
            loaded[slot] = load_refs(self.kind, [data], self.context["actor"]).get(data)
        if loaded[slot] is None:
            raise serializers.ValidationError(
                _("There is no such thing, or you may not see it."), code="missing"
            )
        return loaded[slot]

    def to_representation(self, value: Any) -> str:
        """The human key, or the id where there is none."""
        known = known_document(self.kind)
        return str(getattr(value, known.key)) if known.key else known.public_id(value.pk)


@extend_schema_field({"type": "string", "readOnly": True})
class IdField(serializers.Field[Any, Any, str, Any]):
    """The public id of a row in an answer; `source` defaults to its primary key."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        """`kind` as registered with `@document`."""
        self.kind = kind
        kwargs.setdefault("source", "pk")
        kwargs["read_only"] = True
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> str:
        """Such as ord_12."""
        return known_document(self.kind).public_id(value)


def unknown_names(given: Iterable[str], known: Iterable[str]) -> dict[str, list[str]]:
    """What is wrong with names that nobody reads: a typing error must not be taken for "not asked".

    The first of them only, shortened: a hostile body or address does not write our answer.
    """
    names = sorted(known)
    said = _("Unknown here. Known: %(names)s.") % {"names": ", ".join(names)} if names else _("Unknown here.")
    strangers = sorted(set(given) - set(names))[:MOST_NAMED]
    return {name[:MOST_LETTERS]: [said] for name in strangers}


class Body(serializers.Serializer[Any]):
    """Base of request bodies: loads all references of the whole body in a query or two per kind.

    A member that is not declared is refused by name, on every level.
    """

    takes_anything: ClassVar[bool] = False

    @classmethod
    def many_init(cls, *args: Any, **kwargs: Any) -> Any:
        """A list that may be null has no nulls in it: `allow_null` is about the list, not about its rows."""
        made: Any = super().many_init(*args, **kwargs)
        made.child.allow_null = False
        made.child._kwargs.pop("allow_null", None)  # what copies of it are made with
        return made

    if TYPE_CHECKING:  # with many=True, options of the list come along

        def __init__(self, *args: Any, **kwargs: Any) -> None: ...

    def to_internal_value(self, data: Any) -> Any:
        """The validated values; references are rows.

        Raises: ValidationError with every member that is wrong or unknown.
        """
        if self.parent is None:
            wanted: dict[str, set[str]] = {}
            _collect(self, data, wanted)
            loaded = _loaded(self.context)
            for kind, values in wanted.items():
                found = load_refs(kind, values, self.context["actor"])
                loaded.update({(kind, value): found.get(value) for value in values})
        strangers = self._strangers(data)
        if not strangers:
            return super().to_internal_value(data)
        try:
            super().to_internal_value(data)
        except serializers.ValidationError as error:
            detail = error.detail if isinstance(error.detail, dict) else {}
            raise serializers.ValidationError({**detail, **strangers}) from None
        raise serializers.ValidationError(strangers)

    def _strangers(self, data: Any) -> dict[str, list[str]]:
        if self.takes_anything or not isinstance(data, Mapping):
            return {}
        fields = self.fields
        if all(name in fields and not fields[name].read_only for name in data):
            return {}
        return unknown_names(data, [name for name, field in fields.items() if not field.read_only])


def _loaded(context: Any) -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = context.setdefault("loaded_refs", {})
    return found


def _collect(field: Any, data: Any, wanted: dict[str, set[str]]) -> None:
    if isinstance(field, RefField):
        if isinstance(data, str) and data:
            wanted.setdefault(field.kind, set()).add(data)
    elif isinstance(field, serializers.ListSerializer | serializers.ListField):
        if isinstance(data, list):
            for item in data:
                _collect(field.child, item, wanted)
    elif isinstance(field, serializers.Serializer) and isinstance(data, dict):
        for name, child in field.fields.items():
            if name in data:
                _collect(child, data[name], wanted)
