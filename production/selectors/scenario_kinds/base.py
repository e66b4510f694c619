"""What every kind of change can do, and how what people or programs say of one is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.documents import known_document, parse_id
from erp.core.errors import Conflict
from erp.core.records import Problems
from erp.masterdata.models import Customer, Supplier
from inventory.models import Item, PurchaseOrder
from production.calc.scenarios.changes import Change
from production.models import Operation, WorkCenter
from production.selectors.scenario_picture import World

HORIZON_DAYS = 180
MOST_KEY = 60
Payload = dict[str, Any]


class Gone(LookupError):
    """A change names a record that was deleted since it was written."""


class _Named(dict[int, Any]):
    """Records by key."""

    def __missing__(self, key: int) -> Any:
        raise Gone(key)


@dataclass
class References:
    """The records that some changes name, by key: read together, once."""

    items: Mapping[int, Item] = field(default_factory=dict)
    centers: Mapping[int, WorkCenter] = field(default_factory=dict)
    customers: Mapping[int, Customer] = field(default_factory=dict)
    suppliers: Mapping[int, Supplier] = field(default_factory=dict)
    operations: Mapping[int, Operation] = field(default_factory=dict)
    purchases: Mapping[int, PurchaseOrder] = field(default_factory=dict)


def references(payloads: Collection[Payload]) -> References:
    """What the payloads name; at most a statement per kind of record."""

    def keys(name: str) -> set[int]:
        return {payload[name] for payload in payloads if payload.get(name)}

    def read(rows: models.QuerySet[Any], name: str) -> dict[int, Any]:
        found = keys(name)
        return _Named(rows.in_bulk(found) if found else {})

    return References(
        read(Item.objects.select_related("unit"), "product"),
        read(WorkCenter.objects.select_related("calendar"), "work_center"),
        read(Customer.objects.all(), "customer"),
        read(Supplier.objects.all(), "supplier"),
        read(Operation.objects.select_related("work_order__item", "work_center"), "operation"),
        read(PurchaseOrder.objects.select_related("supplier"), "purchase_order"),
    )


def references_there(payloads: Collection[Payload]) -> References:
    """What the payloads name, all of which has to be there still.

    Raises: Conflict (`scenario_gone`).
    """
    found = references(payloads)
    known = {
        "product": found.items, "work_center": found.centers, "supplier": found.suppliers,
        "customer": found.customers, "operation": found.operations, "purchase_order": found.purchases,
    }  # fmt: skip
    for payload in payloads:
        for name, rows in known.items():
            if payload.get(name) and payload[name] not in rows:
                raise Conflict("scenario_gone", what=name)
    return found


class Kind(Protocol):
    """A kind of change: how it is said, what it rests on, and what it does to the picture."""

    code: str
    fields: tuple[str, ...]

    def cleaned(self, given: Given) -> Payload:
        """What was said as data; problems are noted beside their fields."""

    def shown(self, payload: Payload, refs: References) -> Payload:
        """The payload with the names that people and programs use."""

    def words(self, payload: Payload, refs: References) -> str:
        """The change as a sentence."""

    def touched(self, payload: Payload, refs: References) -> dict[str, str]:
        """What it rests on, by name, as a mark that differs as soon as that changes."""

    def changes(self, payload: Payload, refs: References, world: World) -> list[Change]:
        """The change as the arithmetic takes it."""

    def real(self, payload: Payload, refs: References) -> list[str]:
        """What its adoption would change really, in words."""


class Given:
    """What was said of a change, read field by field; problems are collected under its path."""

    def __init__(self, values: Mapping[str, Any], *, path: str, actor: Actor, today: date) -> None:
        self.values, self.path, self.actor, self.today = values, path, actor, today
        self.problems = Problems()

    def add(self, name: str, message: Any) -> None:
        """Note what is wrong with a field."""
        self.problems.add(f"{self.path}{name}", message)

    def is_given(self, name: str) -> bool:
        """Whether anything was said."""
        return self.values.get(name) not in (None, "")

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Refuse fields that this kind has not."""
        for name in self.values:
            if name not in known and name != "kind":
                self.add(str(name)[:40], _("This kind of change has no such field."))

    def _text(self, name: str, *, required: bool) -> str | None:
        value = self.values.get(name)
        if value in (None, ""):
            if required:
                self.add(name, _("This field is required."))
            return None
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
            self.add(name, _("This must be a text or a number."))
            return None
        return str(value).replace("\x00", "").strip()[:200] or None

    def row(self, name: str, kind: str, *, required: bool = True) -> Any:
        """The record that a field names by id or key, as far as the actor sees it."""
        text = self._text(name, required=required)
        if text is None:
            return None
        known = known_document(kind)
        pk = parse_id(known.prefix, text)
        rows = known.rows(self.actor)
        found = None
        if pk is not None:
            found = rows.filter(pk=pk).first()
        elif known.key and len(text) <= MOST_KEY:
            found = rows.filter(**{known.key: text}).first()
        if found is None:
            self.add(name, _("There is no such thing, or you may not see it."))
        return found

    def number(
        self, name: str, low: Decimal, high: Decimal, *, required: bool = True, is_open: bool = False
    ) -> Decimal | None:
        """A number between two bounds, with six decimals at most; `is_open` leaves the lower one out."""
        text = self._text(name, required=required)
        if text is None:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            self.add(name, _("This is not a number."))
            return None
        exponent = value.as_tuple().exponent
        if not value.is_finite() or not low <= value <= high or (is_open and value == low):
            self.add(name, _("This must be between %(low)s and %(top)s.") % {"low": low, "top": high})
        elif isinstance(exponent, int) and exponent < -6:
            self.add(name, _("Has more than six decimals."))
        else:
            return value
        return None

    def whole(self, name: str, low: int, high: int, *, required: bool = True) -> int | None:
        """A whole number between two bounds."""
        value = self.number(name, Decimal(low), Decimal(high), required=required)
        if value is not None and value != int(value):
            self.add(name, _("This must be a whole number."))
            return None
        return None if value is None else int(value)

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A day of the horizon: today or later."""
        text = self._text(name, required=required)
        if text is None:
            return None
        try:
            value = date.fromisoformat(text)
        except ValueError:
            self.add(name, _("This must be a date such as 2026-01-31."))
            return None
        if not 0 <= (value - self.today).days <= HORIZON_DAYS:
            self.add(name, _("This day lies in the past or more than 180 days ahead."))
            return None
        return value

    def span(self, most: int) -> tuple[date, date] | None:
        """Two days in order, `start_date` and `end_date`, not too far apart."""
        start, end = self.day("start_date"), self.day("end_date")
        if start is None or end is None:
            return None
        if not 0 <= (end - start).days < most:
            self.add("end_date", _("Between 1 and %(count)s days.") % {"count": most})
            return None
        return start, end

    def flag(self, name: str) -> bool:
        """Yes or no; no when nothing is said."""
        value = self.values.get(name)
        if value in (None, "", False, "false", "0", "no"):
            return False
        if value in (True, "true", "1", "on", "yes"):
            return True
        self.add(name, _("This must be true or false."))
        return False


def mark(*values: Any) -> str:
    """A short text that differs as soon as one of the values does."""
    plain = json.dumps(values, default=str, sort_keys=True)
    return hashlib.blake2b(plain.encode(), digest_size=8).hexdigest()


def row_id(kind: str, pk: int | None) -> str | None:
    """A record's public id."""
    return f"{known_document(kind).prefix}_{pk}" if pk else None
