"""The price tag of a rush order beside its entry."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.errors import DomainError
from erp.core.formats import quantity_text
from orders.models import Order
from orders.selectors.rush_sheet import Option, RushSheet
from orders.services.rush import ACCEPT_RUSH
from orders.services.simulate import SIMULATE, simulate_order
from orders.views.entered import Entered

MOST_SHOWN = 20


def rush_html(actor: Actor, entered: Entered, stored: Order | None) -> str:
    """The sheet of a rush that is being entered as HTML; empty while it can't be tried out."""
    if not actor.has(SIMULATE):
        return ""
    try:
        found = simulate_order(order=entered.as_input(actor, stored), actor=actor)
    except DomainError:
        return ""  # what is not finished yet is told beside its field
    return "" if found.sheet is None else sheet_html(found.sheet, actor)


def sheet_html(sheet: RushSheet, actor: Actor) -> str:
    """A sheet as HTML; the orders of others are only counted."""
    affected = sheet.first.affected
    seen = [one for one in affected if one.slip.document_id in sheet.seen]
    context: dict[str, Any] = {
        "sheet": sheet,
        "options": [
            {"one": one, "title": option_title(one), "is_best": one is sheet.least_harmful}
            for one in sheet.options
        ],
        "seen": seen[:MOST_SHOWN],
        "hidden": len(affected) - len(seen[:MOST_SHOWN]),
        "may_accept": actor.has(ACCEPT_RUSH),
        "shows_margin": actor.has("inventory.view_cost"),
    }
    return render_to_string("orders/_rush_sheet.html", context)


def option_title(one: Option) -> str:
    """What an option does, in words."""
    if one.kind == "split" and one.now_quantity is not None:
        return _("%(quantity)s now, the rest in its turn") % {"quantity": quantity_text(one.now_quantity)}
    titles = {
        "first": _("before everybody who can wait"),
        "after": _("after"),
        "wait": _("in its turn"),
        "warehouse": _("from another warehouse"),
    }
    return titles.get(one.kind, one.kind)
