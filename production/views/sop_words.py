"""Rows, cells and the chart of the S&OP pages, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from production.calc.sop import Tracked
from production.selectors.sop import FamilyFigures, MonthFigures

MAIN_ROWS = ("demand", "used", "supply", "stock", "gap")
ALWAYS = ("demand", "supply", "stock", "gap")
TRACKED = ("demand", "supply", "stock")


@dataclass(frozen=True)
class Cell:
    """One figure of a month, with what was agreed of it; None where the month has none such."""

    month: date
    value: Decimal | None
    agreed: Decimal | None = None
    tracked: Tracked | None = None
    is_past: bool = False
    is_now: bool = False
    tone: str = ""

    @property
    def share(self) -> str:
        """The difference to what was agreed in percent, with its sign."""
        if self.tracked is None or self.tracked.share is None:
            return ""
        percent = self.tracked.share * 100
        return "±0%" if abs(percent) < Decimal("0.5") else f"{percent:+.0f}%".replace("-", "\N{MINUS SIGN}")


def row_name(code: str) -> str:
    """What a row of figures is called."""
    names = {
        "ordered": pgettext("sop", "Ordered"),
        "unbooked": pgettext("sop", "Forecast beyond orders"),
        "demand": pgettext("sop", "Demand"),
        "shipped": pgettext("sop", "Shipped"),
        "received": pgettext("sop", "Received and made"),
        "bought": pgettext("sop", "Purchase orders, expected"),
        "made": pgettext("sop", "Work orders, expected"),
        "requested": pgettext("sop", "Requisitions, expected"),
        "moving": pgettext("sop", "Between warehouses"),
        "planned": pgettext("sop", "Planned orders"),
        "supply": pgettext("sop", "Supply"),
        "used": pgettext("sop", "Used by production"),
        "stock": pgettext("sop", "Stock at month's end"),
        "gap": pgettext("sop", "Order gap"),
    }
    return names[code]


def _value(code: str, one: MonthFigures) -> Decimal | None:
    if code in {"ordered", "shipped", "received", "used", "stock", "gap", "demand", "supply"}:
        places: dict[str, Any] = {
            "ordered": one.booked.ordered,
            "shipped": one.ledger.shipped,
            "received": one.ledger.received,
            "used": one.used,
            "stock": one.stock,
            "gap": one.gap,
            "demand": one.demand,
            "supply": one.supply,
        }
        is_empty = code in {"shipped", "received"} and not (one.is_past or one.is_now)
        return None if is_empty else places[code]
    return None if one.is_past else getattr(one.ahead, code)


def cell(code: str, one: MonthFigures) -> Cell:
    """One figure of a month."""
    value = _value(code, one)
    tracked = one.tracked(code) if code in TRACKED else None
    agreed = getattr(one.agreed, code) if code in TRACKED and one.agreed else None
    tone = "bad" if code == "gap" and value else ""
    return Cell(one.month, value, agreed, tracked, one.is_past, one.is_now, tone)


def full_rows(figures: FamilyFigures) -> list[dict[str, Any]]:
    """All rows of one family; those that are nothing in every month are left out, the main ones never."""
    codes = (
        "ordered", "unbooked", "demand", "shipped", "received", "bought", "made", "requested", "moving",
        "planned",
        "supply", "used", "stock", "gap",
    )  # fmt: skip
    found = []
    for code in codes:
        cells = [cell(code, one) for one in figures.months]
        if code in ALWAYS or any(one.value for one in cells):
            found.append({"code": code, "name": row_name(code), "cells": cells, "is_main": code in ALWAYS})
    return found


def family_chart(figures: FamilyFigures) -> dict[str, Any]:
    """Demand and supply as bars, stock and what was agreed as lines."""

    def row(code: str) -> list[float]:
        return [float(_value(code, one) or 0) for one in figures.months]

    series: list[dict[str, Any]] = [
        {"name": row_name("demand"), "data": row("demand")},
        {"name": row_name("supply"), "data": row("supply")},
        {"name": row_name("stock"), "data": row("stock"), "type": "line"},
    ]
    if any(one.agreed for one in figures.months):
        agreed = [float(one.agreed.demand) if one.agreed else None for one in figures.months]
        series.append({"name": _("Agreed demand"), "data": agreed, "type": "line", "dashed": True})
    return {
        "type": "bar",
        "labels": [f"{one.month:%Y-%m}" for one in figures.months],
        "label_name": _("Month"),
        "series": series,
    }
