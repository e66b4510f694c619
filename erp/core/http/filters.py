"""Filters of lists: by reference, by one or several states, by when it was created."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from erp.core.actor import system_actor
from erp.core.documents import known_document, parse_id
from erp.core.errors import Invalid
from erp.core.http.refs import MAX_KEY, unknown_names

OF_EVERY_LIST = ("cursor", "ordering", "page_size")


class RefFilter(django_filters.CharFilter):
    """`?customer=C-0001` or `?customer=cus_1`: rows whose reference is that record."""

    def __init__(self, kind: str, *, field_name: str, **kwargs: Any) -> None:
        """`kind` as registered with `@document`; `field_name` is the foreign key."""
        self.kind = kind
        super().__init__(field_name=field_name, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Rows that refer to it; none when there is no such record."""
        if not value:
            return qs
        known = known_document(self.kind)
        pk = parse_id(known.prefix, value)
        if pk is not None:
            return qs.filter(**{self.field_name: pk})
        if not known.key or len(value) > MAX_KEY:
            return qs.none()
        return qs.filter(**{f"{self.field_name}__{known.key}": value})


class ChoicesFilter(django_filters.BaseInFilter, django_filters.CharFilter):
    """`?state=confirmed` or `?state=confirmed,on_hold`: rows in one of these states."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        """`choices` as a model field has them."""
        self.allowed = [str(value) for value, _label in choices]
        kwargs.setdefault("lookup_expr", "in")
        super().__init__(**kwargs)
        self.extra["help_text"] = ", ".join(self.allowed)

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        """Rows in one of the states.

        Raises: Invalid for a state that is none.
        """
        if not value:
            return qs
        unknown = [one for one in value if one not in self.allowed]
        if unknown:
            raise Invalid.field(str(self.field_name), ", ".join(self.allowed))
        return qs.filter(**{f"{self.field_name}__in": value})


class _MomentField(forms.DateTimeField):
    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().replace(" ", "+") if isinstance(value, str) else value)


class MomentFilter(django_filters.IsoDateTimeFilter):
    """A moment as ISO 8601, with or without time; without an offset it is UTC."""


class Filters(django_filters.FilterSet):
    """Base of a list's filters; those of records with `created_at` start from `CreatedFilters`."""

    def get_form_class(self) -> Any:
        """The form that judges what was asked: a class made once, for what it is made of never changes."""
        kind = type(self)
        if "_form_class" not in vars(kind):
            kind._form_class = super().get_form_class()
        return kind._form_class

    _form_class: Any


class CreatedFilters(Filters):
    """Filters of records that have `created_at`."""

    created_after = MomentFilter(field_name="created_at", lookup_expr="gte")
    created_before = MomentFilter(field_name="created_at", lookup_expr="lt")


def refuse_unknown(request: Any, filterset_class: Any, *, is_searched: bool) -> None:
    """Refuse filters that the list does not have: ignored, they would answer with rows nobody asked for.

    Raises: Invalid with the names of the filters that there are not.
    """
    known = [
        *OF_EVERY_LIST,
        *(["search"] if is_searched else []),
        *getattr(filterset_class, "base_filters", ()),
    ]
    wrong = unknown_names(request.query_params, known)
    if wrong:
        raise Invalid(errors=wrong)


@lru_cache(maxsize=500)
def _only(filterset_class: Any, names: frozenset[str]) -> Any:
    """The filters of a list that a request names: each is copied and checked for every request."""
    filters = filterset_class.base_filters
    only = type(filterset_class)(filterset_class.__name__, (filterset_class,), {})
    only.base_filters = {name: filter_ for name, filter_ in filters.items() if name in names}
    return only


def filtered(filterset_class: Any, request: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows that the request's filters keep.

    Raises: Invalid with the names of the filters that are not right.
    """
    asked = frozenset(request.query_params) & frozenset(filterset_class.base_filters)
    if not asked:
        return rows
    found = _only(filterset_class, asked)(request.query_params, queryset=rows, request=request)
    if not found.is_valid():
        raise Invalid(errors={name: [str(text) for text in texts] for name, texts in found.errors.items()})
    return found.qs


class DocumentFilter(django_filters.CharFilter):
    """`?order=SO-000001` or `?order=ord_1`: rows that serve a document, named by kind, id and number.

    For neutral references (`document_kind`, `document_id`, `document_number`), so that lower apps
    filter by upper documents without importing them.
    """

    def __init__(self, kind: str, *, prefix: str = "document", **kwargs: Any) -> None:
        """`prefix` is the path to the three columns, such as "demand__document"."""
        self.kind = kind
        self.prefix = prefix
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Rows that serve that document."""
        if not value:
            return qs
        pk = parse_id(known_document(self.kind).prefix, value)
        named = {f"{self.prefix}_id": pk} if pk is not None else {f"{self.prefix}_number": value}
        return qs.filter(**{f"{self.prefix}_kind": self.kind}, **named)


class NumberFilter(django_filters.CharFilter):
    """`?order=SO-000001` or `?order=ord_1` on rows that keep a document's number alone."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        """`kind` as registered with `@document`; its human key is what the rows keep."""
        self.kind = kind
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Rows that keep that number."""
        if not value:
            return qs
        known = known_document(self.kind)
        pk = parse_id(known.prefix, value)
        if pk is None:
            return qs.filter(**{str(self.field_name): value})
        numbers = known.visible(system_actor("filter")).filter(pk=pk).order_by().values(known.key)[:1]
        return qs.filter(**{f"{self.field_name}__in": numbers})
