"""The wall board: late and soon-late work on a big screen, fresh every few seconds."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from erp.core.views.page import page
from erp.masterdata.selectors.company import business_day, company
from sla.selectors.timers import MOST_COUNTED, VIEW_TIMER, wall
from sla.views.timers import shown


def _context(request: Any) -> dict[str, Any]:
    now = timezone.now()
    midnight = datetime.combine(business_day(now), datetime.min.time(), tzinfo=ZoneInfo(company().time_zone))
    found = wall(request.actor, at=now, since=midnight)
    ended = found.met_today + found.breached_today
    return {
        "wall": found,
        "late": [shown(row) for row in found.late],
        "soon": [shown(row) for row in found.soon],
        "kept_share": found.met_today / ended if ended else None,
        "now": now,
        "most": MOST_COUNTED,
    }


@page(VIEW_TIMER)
def wall_board(request: Any) -> HttpResponse:
    """The page; its content asks for itself again."""
    return render(request, "sla/wall.html", _context(request))


@page(VIEW_TIMER)
def wall_content(request: Any) -> HttpResponse:
    """What changes on the wall."""
    return render(request, "sla/_wall.html", _context(request))
