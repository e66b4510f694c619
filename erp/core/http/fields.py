"""Fields of API bodies and answers that are stricter than the framework's own."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.money import MONEY_MAX
from erp.core.quantity import QUANTITY_MAX

_PLAIN = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def decimal_text(value: Decimal, at_least: int = 0) -> str:
    """A decimal as answers show it: no exponent, no trailing zeros beyond `at_least` decimals."""
    text = f"{value:f}"
    if "." not in text:
        return text + ("." + "0" * at_least if at_least else "")
    whole, _dot, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(at_least, "0")
    return f"{whole}.{fraction}" if fraction else whole


@extend_schema_field({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "example": "12.5"})
class StrictDecimalField(serializers.Field[Any, Any, str, Any]):
    """A decimal as text or JSON number; refuses NaN, exponents, too many decimals and absurd sizes."""

    shown_decimals = 0

    def __init__(
        self,
        *,
        max_decimals: int = 6,
        maximum: Decimal = QUANTITY_MAX,
        minimum: Decimal | int | None = None,
        above: Decimal | int | None = None,
        **kwargs: Any,
    ) -> None:
        """`minimum` may be reached, `above` must be exceeded."""
        self.max_decimals = max_decimals
        self.maximum = maximum
        self.minimum = minimum
        self.above = above
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        """The exact value."""
        if isinstance(data, bool) or not isinstance(data, str | int | Decimal):
            raise serializers.ValidationError(_('Give a number as text, such as "12.5".'))
        is_small = isinstance(data, Decimal) and data.is_finite() and -20 < data.adjusted() < 20
        text = f"{data:f}" if is_small else str(data).strip()
        if not _PLAIN.fullmatch(text):
            raise serializers.ValidationError(_('Give a number as text, such as "12.5".'))
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise serializers.ValidationError(_('Give a number as text, such as "12.5".')) from None
        self._check(value)
        return value

    def _check(self, value: Decimal) -> None:
        exponent = value.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.max_decimals:
            raise serializers.ValidationError(_("At most %(count)s decimals.") % {"count": self.max_decimals})
        if abs(value) > self.maximum:
            raise serializers.ValidationError(_("This number is too large."))
        if self.minimum is not None and value < self.minimum:
            raise serializers.ValidationError(
                _("This must be %(minimum)s or more.") % {"minimum": self.minimum}
            )
        if self.above is not None and value <= self.above:
            raise serializers.ValidationError(_("This must be more than %(above)s.") % {"above": self.above})

    def to_representation(self, value: Any) -> str:
        """Plain text without exponent or trailing zeros."""
        return decimal_text(Decimal(value), self.shown_decimals)


class QuantityField(StrictDecimalField):
    """A quantity: up to six decimals; in bodies more than zero unless told otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        """Pass `minimum=0` to allow zero, `signed=True` to allow any sign."""
        if not kwargs.pop("signed", False) and "minimum" not in kwargs:
            kwargs.setdefault("above", 0)
        super().__init__(**kwargs)


class MoneyField(StrictDecimalField):
    """An amount or price: up to four decimals, not negative unless `signed`; shown with at least two."""

    shown_decimals = 2

    def __init__(self, **kwargs: Any) -> None:
        """Pass `signed=True` for amounts of either sign."""
        kwargs.setdefault("max_decimals", 4)
        kwargs.setdefault("maximum", MONEY_MAX)
        if not kwargs.pop("signed", False) and "above" not in kwargs:
            kwargs.setdefault("minimum", 0)
        super().__init__(**kwargs)


@extend_schema_field({"type": "string", "format": "date"})
class DateField(serializers.Field[Any, Any, str, Any]):
    """A calendar date as 2026-01-31 and nothing else."""

    def to_internal_value(self, data: Any) -> datetime.date:
        """The date."""
        if isinstance(data, str) and _DATE.fullmatch(data):
            try:
                found = datetime.date.fromisoformat(data)
            except ValueError:
                found = None
            if found is not None and 1900 <= found.year <= 2200:
                return found
        raise serializers.ValidationError(_("Give a date such as 2026-01-31."))

    def to_representation(self, value: Any) -> str:
        """ISO 8601."""
        return value.isoformat() if hasattr(value, "isoformat") else str(value)


class TextField(serializers.CharField):
    """A text with a limit; one line and at most 200 characters unless told otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        """Pass `max_length=`; `lines=True` keeps line breaks."""
        kwargs.setdefault("max_length", 200)
        self.lines = kwargs.pop("lines", False)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        """The text, trimmed."""
        if not isinstance(data, str):
            raise serializers.ValidationError(_("Give a text."))
        text = super().to_internal_value(data)
        if not self.lines and any(char in text for char in "\r\n\x0b\x0c\u2028\u2029"):
            text = " ".join(text.split())
        return text


class KeyTextField(TextField):
    """A human key (code, SKU, number) for a new record: one line that does not look like a public id."""

    def to_internal_value(self, data: Any) -> str:
        """The key."""
        text = super().to_internal_value(data)
        if re.fullmatch(r"[a-z]{2,4}_[0-9]{1,18}", text):
            raise serializers.ValidationError(_("This looks like an internal id; choose another one."))
        if "/" in text and text.strip("/") == "":
            raise serializers.ValidationError(_("Use letters or digits."))
        return text


@extend_schema_field({"type": "object", "additionalProperties": True})
class CustomField(serializers.Field[Any, Any, Any, Any]):
    """The company's own fields of a record; the service validates the values."""

    def __init__(self, **kwargs: Any) -> None:
        """Optional in bodies."""
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The values as sent."""
        if not isinstance(data, dict):
            raise serializers.ValidationError(_("This must be an object of keys and values."))
        return data

    def to_representation(self, value: Any) -> Any:
        """The stored object."""
        return value or {}
