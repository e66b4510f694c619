"""The company's own fields: one validated JSON column per record and a table of definitions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from erp.core.models import CustomFieldDefinition
from erp.core.records import Problems

_MAX_TEXT = 1000
_MAX_NUMBER = Decimal("1e15")


def custom_field_definitions(subject: str) -> list[CustomFieldDefinition]:
    """The active fields of a kind of record, in the order of its forms."""
    return list(CustomFieldDefinition.objects.filter(subject=subject, is_active=True))


def clean_custom(
    subject: str,
    values: Any,
    *,
    stored: Mapping[str, Any] | None = None,
    problems: Problems,
    definitions: list[CustomFieldDefinition] | None = None,
) -> dict[str, Any]:
    """The record's own fields after a change: the stored ones, with those named replaced, null removing one.

    Unknown keys, wrong kinds and missing required fields are noted under `custom.<key>`.
    """
    fields = custom_field_definitions(subject) if definitions is None else definitions
    known = {field.key: field for field in fields}
    merged = dict(stored or {})
    if values is None:
        values = {}
    if not isinstance(values, Mapping):
        problems.add("custom", _("This must be an object of keys and values."))
        return merged
    for key, value in values.items():
        if key not in known:
            problems.add(f"custom.{str(key)[:40]}", _("There is no such field."))
        elif value is None or value == "":
            merged.pop(key, None)
        else:
            try:
                merged[key] = _clean(known[key], value)
            except ValueError as error:
                problems.add(f"custom.{key}", error)
    for field in fields:
        if field.is_required and field.key not in merged and f"custom.{field.key}" not in problems.errors:
            problems.add(f"custom.{field.key}", _("This field is required."))
    return merged


def _clean(field: CustomFieldDefinition, value: Any) -> Any:
    kind = CustomFieldDefinition.Kind
    if field.kind == kind.NUMBER:
        return _number(value)
    if field.kind == kind.BOOLEAN:
        return _boolean(value)
    if not isinstance(value, str):
        if field.kind == kind.DATE and isinstance(value, date):
            return value.isoformat()
        raise ValueError(_("This must be a text."))
    text = value.strip()
    if field.kind == kind.DATE:
        return _date(text)
    if field.kind == kind.CHOICE and text not in field.choices:
        raise ValueError(_("This must be one of: %(choices)s.") % {"choices": ", ".join(field.choices)})
    if len(text) > _MAX_TEXT or "\x00" in text:
        raise ValueError(_("This text is too long or has characters that can't be stored."))
    return text


def _number(value: Any) -> int | float:
    if isinstance(value, bool):
        raise ValueError(_("This must be a number."))
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(_("This must be a number.")) from None
    if not number.is_finite() or abs(number) > _MAX_NUMBER:
        raise ValueError(_("This number is too large."))
    return int(number) if number == number.to_integral_value() else float(number)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in {"true", "yes", "1", "是"}:
        return True
    if text in {"false", "no", "0", "否"}:
        return False
    raise ValueError(_("This must be yes or no."))


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(_("This must be a date such as 2026-01-31.")) from None
