"""Up to four scenarios beside today: on one picture where there is little, else as they were reckoned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.documents import parse_id
from erp.core.errors import Conflict, Invalid
from production.calc.planning.model import PlanningError
from production.models import Scenario
from production.selectors.scenario_reckoning import Figures, is_small, reckoned_beside_today
from production.selectors.scenario_words import Told, told_differences
from production.selectors.scenarios import MOST_COMPARED, visible_scenarios


@dataclass(frozen=True)
class Column:
    """A scenario in the comparison; `is_fresh` when it was reckoned on the picture of the base."""

    row: Scenario
    figures: Figures
    told: list[Told]
    is_fresh: bool


@dataclass(frozen=True)
class Compared:
    """Today's figures, and those of the scenarios."""

    base: Figures
    columns: list[Column]


def compare_scenarios(actor: Actor, names: Sequence[str]) -> Compared:
    """Scenarios by id or number, side by side; nothing is written.

    Open ones of a small company are all reckoned on today's picture, so that they can be compared. Else each
    shows the figures that it was last reckoned with, today's being those of the one reckoned last.

    Raises: NotPermitted; Invalid on `ids`; Conflict (`scenario_not_reckoned`).
    """
    rows = _rows(actor, names)
    if is_small() and all(row.is_open for row in rows):
        groups = [list(row.changes.order_by("line_no")) for row in rows]
        try:
            base, found = reckoned_beside_today(groups, timezone.now())
        except PlanningError as problem:
            numbers = ", ".join(row.number for row in rows)
            raise Conflict("scenario_not_reckoned", document=numbers, why=problem.code) from problem
        columns = [
            Column(row, one, told_differences(base, one), True) for row, one in zip(rows, found, strict=True)
        ]
        return Compared(base, columns)
    last = max(rows, key=lambda row: (row.reckoned_at is not None, row.reckoned_at or row.created_at))
    columns = [
        Column(row, row.figures, told_differences(row.base, row.figures), row.base == last.base)
        for row in rows
    ]
    return Compared(last.base, columns)


def _rows(actor: Actor, names: Sequence[str]) -> list[Scenario]:
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not 1 <= len(wanted) <= MOST_COMPARED:
        raise Invalid.field("ids", _("Between 1 and 4 scenarios."))
    rows = visible_scenarios(actor)
    found = []
    for name in wanted:
        pk = parse_id("scn", name)
        row = rows.filter(pk=pk).first() if pk is not None else rows.filter(number=name[:60]).first()
        if row is None:
            raise Invalid.field("ids", _("There is no scenario %(name)s.") % {"name": name[:60]}, "not_found")
        found.append(row)
    return found
