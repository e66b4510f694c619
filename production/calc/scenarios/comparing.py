"""Two reckoned sets of figures side by side: what differs, and what may have brought it about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from production.calc.scenarios.figures import over_load

Figures = Mapping[str, Any]
MOST_SAID = 12


@dataclass(frozen=True)
class Said:
    """One difference: `code` is what happened to `subject`; `facts` are its numbers."""

    code: str
    subject: str
    facts: Mapping[str, Any]


def differences(base: Figures, other: Figures) -> list[Said]:
    """What a scenario changes, the gravest first: orders on time or late, centers over or under.

    Orders beyond the stored worst ones are not told apart from those on time.
    """
    before = {row["order"]: row for row in base["late"]["worst"]}
    after = {row["order"]: row for row in other["late"]["worst"]}
    found = [
        *(_said("on_time", row, 0) for key, row in before.items() if key not in after),
        *(_said("late", row, 0) for key, row in after.items() if key not in before),
    ]
    for key in before.keys() & after.keys():
        was, now = before[key]["days"], after[key]["days"]
        if was is not None and now is not None and was != now:
            found.append(_said("later" if now > was else "earlier", after[key], was))
    found.sort(key=lambda one: (-abs((one.facts["days"] or 0) - (one.facts["was"] or 0)), one.subject))
    return [*found[:MOST_SAID], *_centers(base, other)[:MOST_SAID]]


def _said(code: str, row: Mapping[str, Any], was: int) -> Said:
    facts = {"days": row["days"], "was": was, "cause": row["cause"], "about": row["about"]}
    return Said(code, row["order"], facts)


def _centers(base: Figures, other: Figures) -> list[Said]:
    """Work centers that a scenario overloads, or relieves, in weeks that were not so before."""
    before, after = over_load(base), over_load(other)
    found = []
    for code in sorted(before.keys() | after.keys()):
        new = sorted(set(after.get(code, ())) - set(before.get(code, ())))
        gone = sorted(set(before.get(code, ())) - set(after.get(code, ())))
        for name, weeks, source in (("overloaded", new, other), ("relieved", gone, other)):
            if weeks:
                found.append(Said(name, code, _week(source, code, weeks)))
    return found


def _week(figures: Figures, code: str, weeks: list[int]) -> dict[str, Any]:
    cells = next((row["weeks"] for row in figures["load"]["centers"] if row["code"] == code), None)
    due, _done, there = cells[weeks[0]] if cells else (0.0, 0.0, 0.0)
    return {
        "week": figures["load"]["weeks"][weeks[0]],
        "weeks": len(weeks),
        "share": round(due / there, 4) if there else None,
    }
