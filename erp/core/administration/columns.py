"""Columns of the admin: states as badges, amounts with currency, links from document to document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from erp.core.formats import money_text, number_text, quantity_text
from erp.core.states import STATES, look_of, state_choices

Column = Callable[[Any], Any]
_MODEL_OF_KIND = {"product": "item", "move": "move"}


def admin_address(kind: str, pk: Any) -> str:
    """Where the admin shows a record of this kind, or nothing where it doesn't."""
    wanted = _MODEL_OF_KIND.get(kind, kind.replace("_", ""))
    for model in admin.site._registry:
        if model._meta.model_name == wanted:
            try:
                return reverse(f"admin:{model._meta.app_label}_{wanted}_change", args=[pk])
            except NoReverseMatch:
                return ""
    return ""


def link_to(kind: str, pk: Any, text: str) -> SafeString | str:
    """The text, as a link into the admin where the record is shown there."""
    address = admin_address(kind, pk) if pk and text else ""
    if not address:
        return text or "–"
    return format_html(
        '<a class="text-primary-600 dark:text-primary-400 hover:underline" href="{}">{}</a>', address, text
    )


def _along(row: Any, steps: str) -> Any:
    """What a path of attributes leads to; an empty path leads to nothing."""
    if not steps:
        return ""
    for step in steps.split("."):
        row = getattr(row, step, None)
    return row or ""


def _column(function: Column, name: str, title: Any, ordering: str | None = None, **more: Any) -> Column:
    function.__name__ = name
    return display(description=title, ordering=ordering, **more)(function)


def state_column(field: str, machine: str, title: Any = None) -> Column:
    """A state in the reader's words and in its own color."""

    def shown(row: Any) -> SafeString:
        look = look_of(machine, getattr(row, field))
        return format_html('<span class="a-badge is-{}">{}</span>', look.tone, look.label)

    return _column(shown, f"{field}_badge", title or _("state"), field)


def money_column(field: str, title: Any, currency: str = "currency_id") -> Column:
    """An amount in its currency; `currency` is a path of attributes of the row, or "" for a bare number."""

    def shown(row: Any) -> str:
        amount = getattr(row, field)
        return "–" if amount is None else money_text(amount, _along(row, currency))

    return _column(shown, f"{field}_text", title, field)


def quantity_column(field: str, title: Any, unit: str = "item.unit.code") -> Column:
    """A quantity with its unit; the unit is found by a path of attributes."""

    def shown(row: Any) -> str:
        amount = getattr(row, field)
        return "–" if amount is None else quantity_text(amount, _along(row, unit))

    return _column(shown, f"{field}_text", title)


def number_column(field: str, title: Any) -> Column:
    """A plain number as the reader writes numbers."""
    return _column(lambda row: number_text(getattr(row, field)), f"{field}_text", title, field)


def record_column(field: str, title: Any, kind: str = "", ordering: str = "") -> Column:
    """A referred record, as a link to it."""

    def shown(row: Any) -> SafeString | str:
        other = getattr(row, field)
        if other is None:
            return "–"
        return link_to(kind or other._meta.model_name, other.pk, getattr(other, "name", "") or str(other))

    return _column(shown, f"{field}_link", title, ordering or f"{field}_id")


def document_column(prefix: str, title: Any, kind: str = "") -> Column:
    """The document named by `<prefix>_kind`, `_id` and `_number`, as a link to it."""

    def shown(row: Any) -> SafeString | str:
        number = getattr(row, f"{prefix}_number")
        return link_to(kind or getattr(row, f"{prefix}_kind"), getattr(row, f"{prefix}_id"), number)

    return _column(shown, f"{prefix}_link", title, f"{prefix}_number")


def state_filter(field: str, machine: str, heading: Any = None) -> type[DropdownFilter]:
    """A filter over the states of a machine in the reader's words."""

    class StateFilter(DropdownFilter):
        title = heading or _("state")
        parameter_name = field

        def lookups(self, request: Any, model_admin: Any) -> Any:
            return state_choices(machine)

        def queryset(self, request: Any, queryset: Any) -> Any:
            value = self.value()
            return queryset.filter(**{field: value}) if value in STATES[machine] else queryset

    return StateFilter


__all__ = [
    "admin_address",
    "document_column",
    "link_to",
    "money_column",
    "number_column",
    "quantity_column",
    "record_column",
    "state_column",
    "state_filter",
]
