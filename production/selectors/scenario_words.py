"""What a scenario changes, said in words: which order, by how much, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.formats import day_text, percent_text
from production.calc.scenarios.comparing import Said, differences


@dataclass(frozen=True)
class Told:
    """One difference in words; `code` says which kind, `subject` is an order or a work center."""

    code: str
    subject: str
    text: str

    @property
    def tone(self) -> str:
        """Good or bad news."""
        return "good" if self.code in {"on_time", "earlier", "relieved"} else "bad"


def told_differences(base: Mapping[str, Any], other: Mapping[str, Any]) -> list[Told]:
    """What a scenario changes against today, the gravest first."""
    if not base or not other:
        return []
    return [Told(one.code, one.subject, _told(one)) for one in differences(base, other)]


def _told(said: Said) -> str:
    if said.code in {"overloaded", "relieved"}:
        return _of_center(said)
    days, was = said.facts["days"], said.facts["was"]
    facts = {"order": said.subject, "days": days, "was": was, "why": why(said.facts)}
    if said.code == "on_time":
        if days is None:
            return _("%(order)s is served on time now; today it would never be: %(why)s") % facts
        text = ngettext(
            "%(order)s is on time now; today it is %(days)s day late: %(why)s",
            "%(order)s is on time now; today it is %(days)s days late: %(why)s",
            days,
        )
    elif days is None:
        text = _("%(order)s is never served: %(why)s")
    elif said.code == "late":
        text = ngettext(
            "%(order)s is %(days)s day late now: %(why)s",
            "%(order)s is %(days)s days late now: %(why)s",
            days,
        )
    else:
        text = ngettext(
            "%(order)s is %(days)s day late instead of %(was)s: %(why)s",
            "%(order)s is %(days)s days late instead of %(was)s: %(why)s",
            days,
        )
    return text % facts


def _of_center(said: Said) -> str:
    share = said.facts["share"]
    facts = {
        "center": said.subject,
        "day": day_text(date.fromisoformat(said.facts["week"])),
        "share": percent_text(share, 0) if share is not None else "∞",
        "weeks": said.facts["weeks"],
    }
    if said.code == "overloaded":
        return (
            ngettext(
                "%(center)s has more work than hours in %(weeks)s week more; %(day)s: %(share)s",
                "%(center)s has more work than hours in %(weeks)s weeks more; %(day)s: %(share)s",
                facts["weeks"],
            )
            % facts
        )
    return (
        ngettext(
            "%(center)s has enough hours in %(weeks)s week where it lacks them today; %(day)s: %(share)s",
            "%(center)s has enough hours in %(weeks)s weeks where it lacks them today; %(day)s: %(share)s",
            facts["weeks"],
        )
        % facts
    )


def why(facts: Mapping[str, Any]) -> str:
    """Why an order is late, or was."""
    texts = {
        "capacity": _("it waits for a free machine at %(about)s"),
        "work": _("the work at %(about)s takes that long"),
        "lead_time": _("%(about)s can't come sooner"),
        "supply": _("it waits for %(about)s on order"),
        "material": _("its work order of %(about)s waits for material"),
    }
    text = texts.get(str(facts.get("cause")), "")
    return text % {"about": facts.get("about", "")} if text else _("for several reasons")


def late_rows(figures: Mapping[str, Any], most: int) -> Sequence[dict[str, Any]]:
    """The worst of the late orders with their reasons in words."""
    rows = figures["late"]["worst"][:most] if figures else []
    return [
        {
            **row,
            "why": why(row),
            "wanted": date.fromisoformat(row["wanted"]),
            "comes": date.fromisoformat(row["comes"]) if row["comes"] else None,
        }
        for row in rows
    ]
