"""Master records: taking values under validation, and telling what has changed from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from erp.core.documents import refuse_id_like
from erp.core.errors import Conflict, Invalid
from erp.core.events import to_json

Changes = dict[str, list[Any]]
MOST_REASON = 500


class Problems:
    """Collects what is wrong, field by field, and refuses once with all of it."""

    def __init__(self, prefix: str = "") -> None:
        """Start with nothing wrong; `prefix` leads every path ("components[2].")."""
        self.errors: dict[str, list[str]] = {}
        self.prefix = prefix

    def add(self, path: str, message: Any) -> None:
        """Note one thing that is wrong with one field."""
        texts = self.errors.setdefault(f"{self.prefix}{path}", [])
        if str(message) not in texts:
            texts.append(str(message))

    def merge(self, errors: Mapping[str, list[str]], prefix: str = "") -> None:
        """Take over what another check has found."""
        for path, messages in errors.items():
            for message in messages:
                self.add(f"{prefix}{path}", message)

    def not_negative(self, row: models.Model, *names: str) -> None:
        """Note every named number of a row that is below zero."""
        for name in names:
            value = getattr(row, name)
            if isinstance(value, Decimal | int) and value < 0:
                self.add(name, _("This can't be negative."))

    def refuse(self) -> None:
        """Raise what was noted, if anything was.

        Raises: Invalid.
        """
        if self.errors:
            raise Invalid(errors=self.errors)


def set_values(row: models.Model, values: Mapping[str, Any], problems: Problems | None = None) -> Changes:
    """Put values into a row, cleaned as its fields say, and give what changed: {field: [from, to]}.

    Names are attribute names (`category_id` for a reference). Nothing is saved.
    Raises: Invalid with field paths, unless `problems` is given to collect them.
    """
    found = problems or Problems()
    changed: dict[str, tuple[Any, Any]] = {}
    for name, value in values.items():
        field = _field(row, name)
        before = getattr(row, field.attname)
        try:
            after = _cleaned(row, field, value)
        except ValidationError as error:
            for message in error.messages:
                found.add(field.name, message)
            continue
        if before != after or row._state.adding:
            setattr(row, field.attname, after)
            changed[field.attname] = (before, after)
    if problems is None:
        found.refuse()
    return {} if row._state.adding else _told(row, changed)


def _field(row: models.Model, name: str) -> models.Field[Any, Any]:
    for field in row._meta.concrete_fields:
        if name in (field.attname, field.name):
            return field
    raise TypeError(f"{type(row).__name__} has no field {name}.")


def _cleaned(row: models.Model, field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(value, str):
        if "\x00" in value:
            raise ValidationError(_("Null characters are not allowed."))
        value = value.strip() if not isinstance(field, models.TextField) else value
    if value is None and not field.null:
        raise ValidationError(_("This field cannot be null."))
    if field.blank and value in field.empty_values:
        return value
    return field.clean(value, row)


def _told(row: models.Model, changed: Mapping[str, tuple[Any, Any]]) -> Changes:
    changes: Changes = {}
    for name, (before, after) in changed.items():
        field = _field(row, name)
        remote = field.remote_field
        if remote is not None:
            labels = {
                key: getattr(target, "code", None) or str(target)
                for key, target in remote.model._default_manager.in_bulk(
                    [key for key in (before, after) if key is not None]
                ).items()
            }
            changes[field.name] = [labels.get(before), labels.get(after)]
        else:
            changes[name] = [_plain(before), _plain(after)]
    return changes


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return to_json(value)


def refuse_duplicate(row: models.Model, name: str, problems: Problems, **within: Any) -> None:
    """Note when another row has the same value of a field that must be its own, or it looks like an id."""
    value = getattr(row, name)
    try:
        refuse_id_like(str(value), name)
    except Invalid as error:
        problems.merge(error.errors)
    others = type(row)._default_manager.filter(**{name: value}, **within).exclude(pk=row.pk)
    if value not in ("", None) and others.exists():
        problems.add(name, _("“%(value)s” is taken already.") % {"value": value})


def save_new(row: models.Model, key: str) -> None:
    """Insert a row whose key may have been taken in the meantime by a parallel command.

    Raises: Invalid on the key's field.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if getattr(error.__cause__, "pgcode", None) != "23505":
            raise
        message = _("“%(value)s” is taken already.") % {"value": getattr(row, key)}
        raise Invalid.field(key, message, code="duplicate") from error


def save_changed(row: models.Model, names: Iterable[str], key: str) -> None:
    """Update the columns named; the key may have been taken in the meantime.

    Raises: Invalid on the key's field.
    """
    try:
        with transaction.atomic():
            row.save(update_fields=sorted({_field(row, name).name for name in names}))
    except IntegrityError as error:
        if getattr(error.__cause__, "pgcode", None) != "23505":
            raise
        message = _("“%(value)s” is taken already.") % {"value": getattr(row, key)}
        raise Invalid.field(key, message, code="duplicate") from error


def delete_unused(row: models.Model, kind: str) -> None:
    """Delete a row that nothing refers to.

    Raises: Conflict (`in_use`) when documents refer to it: make it inactive instead.
    """
    from django.db.models import ProtectedError, RestrictedError

    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, RestrictedError, IntegrityError) as error:
        raise Conflict("in_use", kind=kind, document=str(row)) from error


def need_reason(reason: str) -> None:
    """A step that others have to understand needs its reason.

    Raises: Invalid.
    """
    if not reason.strip():
        raise Invalid.field("reason", _("Give a reason."), "required")
    if len(reason) > MOST_REASON:
        raise Invalid.field("reason", _("Has more than 500 characters."), "too_long")
