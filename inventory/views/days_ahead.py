"""The days to come of one product: supply and demand with their pegs, and promises by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.masterdata.selectors.company import business_day
from inventory.models import Item
from inventory.selectors.reservations import VIEW_RESERVATION
from inventory.selectors.supply_demand import SUPPLY, DatedRow, PegEnd, atp_periods, supply_and_demand
from inventory.views.links import document_url

WEEKS = 8
SHOWN = 100


def days_ahead(request: Any, item: Item, warehouse_ids: Sequence[int]) -> dict[str, Any]:
    """What the page of one product shows of its future; documents of demand for those who may see them."""
    today = business_day(timezone.now())
    found = supply_and_demand(item, warehouse_ids, today=today)
    sees_demand = request.actor.has(VIEW_RESERVATION)
    rows = [row for row in found.rows if sees_demand or row.side == SUPPLY]
    return {
        "dated": [_row(request, row, item, sees_demand=sees_demand) for row in rows[:SHOWN]],
        "dated_more": max(len(rows) - SHOWN, 0) or found.is_cut,
        "shows_levels": sees_demand,
        "weeks": _weeks(item, warehouse_ids, today),
    }


def _row(request: Any, row: DatedRow, item: Item, *, sees_demand: bool) -> dict[str, Any]:
    names = {"purchase": _("on order"), "transfer": _("in transit"), "work_order": _("in production")}
    is_supply = row.side == SUPPLY
    return {
        "row": row,
        "is_supply": is_supply,
        "url": document_url(request.actor, row.document.kind, row.document.number),
        "what": names.get(row.kind, _("on order")) if is_supply else row.customer,
        "is_under": row.projected < item.safety_stock,
        "is_short": row.projected < 0,
        "pegs": [_peg(request, peg) for peg in row.pegs] if sees_demand or not is_supply else [],
    }


def _peg(request: Any, peg: PegEnd) -> dict[str, Any]:
    url = document_url(request.actor, peg.document.kind, peg.document.number)
    return {"number": peg.document.number, "url": url, "quantity": peg.quantity}


def _weeks(item: Item, warehouse_ids: Sequence[int], today: date) -> list[Any]:
    """The table of available-to-promise, from this week's Monday on."""
    start = today - timedelta(days=today.weekday())
    table = atp_periods(item.pk, warehouse_ids, today=today, start=start, days=7, periods=WEEKS)
    return list(table.periods)
