"""Units of measure as exact fractions: conversion within a dimension, an item's own units first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class UnitMeasure:
    """A unit: its code, its dimension and how many base units of the dimension it is."""

    code: str
    dimension: str
    numerator: int = 1
    denominator: int = 1

    @property
    def factor(self) -> Fraction:
        """Base units of the dimension in one of these."""
        return Fraction(self.numerator, self.denominator)


class NotConvertible(ValueError):
    """The two units measure different things, and the item does not say how they relate."""


def conversion(unit: UnitMeasure, base: UnitMeasure, own: Mapping[str, Fraction] | None = None) -> Fraction:
    """How many of the item's base unit one `unit` is.

    `own` are the item's own units by code, in base units: they win over the dimension's factors (a
    carton of this item holds 24 pieces).
    Raises: NotConvertible.
    """
    if unit.code == base.code:
        return Fraction(1)
    if own and unit.code in own:
        return own[unit.code]
    if unit.dimension == base.dimension:
        return unit.factor / base.factor
    raise NotConvertible(f"{unit.code} → {base.code}")
