from __future__ import annotations

from typing import Any

from django.db import models


class QuantityField(models.DecimalField):
    """A quantity in an item's base unit: up to a trillion, six decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix digits and decimals unless given."""
        kwargs.setdefault("max_digits", 20)
        kwargs.setdefault("decimal_places", 6)
        super().__init__(*args, **kwargs)


class PriceField(models.DecimalField):
    """What one unit of a line costs: six decimals, for units far smaller than the one that is priced."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix digits and decimals unless given."""
        kwargs.setdefault("max_digits", 22)
        kwargs.setdefault("decimal_places", 6)
        super().__init__(*args, **kwargs)


class MoneyField(models.DecimalField):
    """An amount or a list price: four decimals for prices, amounts are rounded to the currency before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix digits and decimals unless given."""
        kwargs.setdefault("max_digits", 20)
        kwargs.setdefault("decimal_places", 4)
        super().__init__(*args, **kwargs)


def column_field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """A field that has a column of its own, by name."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{model.__name__}.{name} has no column.")
    return field


def column_of(field: models.Field[Any, Any]) -> str:
    """The column of a field in its table."""
    return str(field.column)
