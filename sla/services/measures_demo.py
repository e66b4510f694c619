"""What a company that has lived with its measures for a year has: a baseline and two reviews with actions."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.identity.models import User
from erp.masterdata.selectors.company import business_day
from sla.models import ReviewPack
from sla.selectors.metrics import months_until
from sla.services.measures import change_assumptions, freeze_baseline, take_snapshots
from sla.services.reviews import add_action, hold_review, open_review, settle_action, write_conclusion

# measure, owner's role, days until due, what came of it (none: still open)
FIRST = (
    ("on_time_shipping", "warehouse_manager", 21, "done"),
    ("perfect_order", "customer_service", 28, "done"),
    ("on_time_delivery", "sales_manager", 30, ""),
)
SECOND = (
    ("on_time_delivery", "warehouse_manager", 45, ""),
    ("cycle_time", "planner", 60, ""),
)


@command()
def play_measures(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Freeze the oldest quarter as the baseline, hold the reviews of the last two months, keep snapshots."""
    months = months_until(business_day(at))
    freeze_baseline(
        name=_("Before Kept"), since=months[0][0], until=months[2][1], as_of=months[3][1], actor=actor, at=at
    )
    change_assumptions(
        values={
            "yearly_revenue": 2_400_000,
            "yearly_orders": 450,
            "stock_value": 300_000,
            "investment": 24_000,
        },
        actor=actor,
    )
    people = {
        role: user for user in User.objects.filter(is_active=True).order_by("-pk") for role in user.roles
    }
    for (first, last), actions in zip(months[-3:-1], (FIRST, SECOND), strict=True):
        met = at - (business_day(at) - last - timedelta(days=6))
        pack = open_review(since=first, until=last, as_of=business_day(met), actor=actor, at=met)
        _agree(pack, actions, people, actor, met)
    return {"snapshots of measures": take_snapshots(actor=actor, at=at), "reviews": 2}


def _agree(
    pack: ReviewPack,
    actions: tuple[tuple[str, str, int, str], ...],
    people: dict[str, User],
    actor: Actor,
    at: datetime,
) -> None:
    titles = {
        "on_time_shipping": _("Release waves of the day before ten o'clock"),
        "perfect_order": _("Scan every carton at packing"),
        "on_time_delivery": _("Agree delivery days with the parcel carrier"),
        "cycle_time": _("Release orders as soon as their goods are reserved"),
    }
    for metric, role, days, outcome in actions:
        owner = people.get(role)
        if owner is None:
            continue
        due = business_day(at) + timedelta(days=days)
        row = add_action(
            pack_id=pack.pk, metric=metric, title=titles[metric], owner=owner, due_on=due, actor=actor, at=at
        )
        if outcome:
            settle_action(
                action_id=row.pk,
                verb="finish",
                result=_("In force since last month."),
                actor=actor,
                at=at + timedelta(days=days - 3),
            )
    text = _("Shipping is the lever: most late days arise before dispatch.")
    write_conclusion(pack_id=pack.pk, text=text, actor=actor)
    hold_review(pack_id=pack.pk, actor=actor, at=at)


def join_demo(actor: Actor, at: datetime) -> dict[str, int]:
    """The part of measures in the demo company."""
    return play_measures(actor=actor, at=at)
