"""Figures of scenarios as rows of pages: today first, scenarios beside it, differences marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from erp.core.formats import day_text, money_text, number_text, percent_text
from erp.masterdata.selectors.company import base_currency

Figures = Mapping[str, Any]
FEW = 0.005
WEEKS_SHOWN = 8
MOST_ORDERS, MOST_CENTERS = 25, 12


def metric_rows(base: Figures, others: Sequence[Figures], *, sees_cost: bool) -> list[dict[str, Any]]:
    """What is compared, a row each; more is bad where `good` is -1, good where it is 1."""
    columns = [base, *others]
    rows = [
        _row(_("Orders late"), [_late(one, "orders") for one in columns], -1),
        _row(_("Days late, all together"), [_late(one, "days") for one in columns], -1),
        _row(_("Weeks with too much work"), [_overloaded(one) for one in columns], -1),
        _row(_("Planned orders"), [one.get("planned") for one in columns], 0),
    ]
    if not sees_cost:
        return rows
    money = [
        (_("Stock in four weeks"), [_stock(one, 4) for one in columns], -1),
        (_("Stock in twelve weeks"), [_stock(one, 12) for one in columns], -1),
        (_("Purchases to come"), [_cost(one, "purchase") for one in columns], 0),
        (_("Production"), [_cost(one, "production") for one in columns], -1),
        (_("Overtime surcharge"), [_cost(one, "overtime") for one in columns], -1),
        (_("Outsourcing"), [_cost(one, "outsourcing") for one in columns], -1),
        (_("Cost of lateness"), [_cost(one, "lateness") for one in columns], -1),
        (_("Revenue"), [one.get("revenue") for one in columns], 1),
        (_("Margin"), [one.get("margin") for one in columns], 1),
    ]
    return [*rows, *(_row(name, values, good, is_money=True) for name, values, good in money)]


def _row(name: str, values: Sequence[Any], good: int, *, is_money: bool = False) -> dict[str, Any]:
    first = values[0]
    cells = []
    for place, value in enumerate(values):
        change = 0.0 if value is None or first is None or not place else value - first
        tone = ""
        if abs(change) > FEW:
            tone = "good" if change * good > 0 else ("bad" if good else "info")
        cells.append({
            "text": _text(value, is_money),
            "change": _signed(change, is_money) if abs(change) > FEW else "",
            "tone": tone,
        })  # fmt: skip
    return {"name": name, "cells": cells, "differs": any(cell["change"] for cell in cells)}


def _text(value: Any, is_money: bool) -> str:
    if value is None:
        return "–"
    return money_text(round(value, 0), base_currency()) if is_money else number_text(value)


def _signed(change: float, is_money: bool) -> str:
    text = _text(abs(change), is_money)
    return f"+{text}" if change > 0 else f"\N{MINUS SIGN}{text}"


def _late(one: Figures, name: str) -> Any:
    return one["late"][name] if one else None


def _cost(one: Figures, name: str) -> Any:
    return one["cost"][name] if one and "cost" in one else None


def _stock(one: Figures, week: int) -> Any:
    return one["stock"][week] if one and "stock" in one else None


def _overloaded(one: Figures) -> Any:
    if not one:
        return None
    return sum(1 for row in one["load"]["centers"] for due, _done, there in row["weeks"] if due > there + FEW)


def order_rows(base: Figures, others: Sequence[Figures]) -> list[dict[str, Any]]:
    """Orders that are late today or with a scenario: days late in each column, the worst first."""
    columns = [{row["order"]: row for row in one["late"]["worst"]} if one else {} for one in (base, *others)]
    names = {name for column in columns for name in column}

    def worst(name: str) -> int:
        return max((_days(column[name]) for column in columns if name in column), default=0)

    ranked = sorted(names, key=lambda name: (-worst(name), name))[:MOST_ORDERS]
    return [
        {
            "order": name,
            "row": next(column[name] for column in columns if name in column),
            "cells": [
                {
                    "days": column[name]["days"] if name in column else 0,
                    "is_never": name in column and column[name]["days"] is None,
                    "tone": _tone(columns[0].get(name), column.get(name)) if place else "",
                }
                for place, column in enumerate(columns)
            ],
        }
        for name in ranked
    ]


def _days(row: Mapping[str, Any]) -> int:
    return 9999 if row["days"] is None else int(row["days"])


def _tone(before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> str:
    was, is_now = (_days(row) if row else 0 for row in (before, now))
    return "" if was == is_now else ("good" if is_now < was else "bad")


def load_rows(base: Figures, others: Sequence[Figures]) -> dict[str, Any]:
    """Per work center the share of its hours that is due in each week, column by column."""
    columns = [_weeks_of(one) for one in (base, *others)]
    weeks = [date.fromisoformat(week) for week in (base["load"]["weeks"] if base else [])][:WEEKS_SHOWN]
    codes = {code for column in columns for code in column}
    busiest = sorted(codes, key=lambda code: (-_most(columns, code), code))[:MOST_CENTERS]
    rows = [
        {"code": code, "columns": [_cells(column.get(code), len(weeks)) for column in columns]}
        for code in sorted(busiest)
    ]
    return {"weeks": weeks, "rows": rows}


def _weeks_of(one: Figures) -> dict[str, Any]:
    return {row["code"]: row["weeks"] for row in one["load"]["centers"]} if one else {}


def _most(columns: Sequence[Mapping[str, Any]], code: str) -> float:
    return max(
        (due - there for column in columns for due, _done, there in column.get(code, ())[:WEEKS_SHOWN]),
        default=0.0,
    )


def _cells(weeks: Sequence[Sequence[float]] | None, count: int) -> list[dict[str, str]]:
    found = []
    for due, _done, there in (weeks or [[0.0, 0.0, 0.0]] * count)[:count]:
        share = due / there if there else None
        text = "–" if not due else ("!" if share is None else percent_text(share, 0))
        full = due > there + FEW
        tone = "off" if not due else ("bad" if full else ("wait" if share and share > 0.85 else "good"))
        found.append({"text": text, "tone": tone})
    return found


def stock_chart(base: Figures, others: Sequence[tuple[str, Figures]]) -> dict[str, Any] | None:
    """Stock money at the end of each week; none for those who may not see costs."""
    if "stock" not in base:
        return None
    starts = [date.fromisoformat(week) for week in base["load"]["weeks"]]
    ends = [*starts[1:], starts[-1] + timedelta(days=7)][: len(base["stock"]) - 1]
    series = [{"name": str(_("Today as it is")), "data": base["stock"], "dashed": True}]
    series += [{"name": name, "data": one["stock"]} for name, one in others if "stock" in one]
    return {
        "type": "line",
        "labels": [str(_("now")), *(day_text(day) for day in ends)],
        "series": series,
        "unit": "money",
        "currency": base_currency(),
        "label_name": str(_("Week")),
    }
