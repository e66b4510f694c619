"""Review packs (plan, do, check, act): prepared from the books, held by people, followed up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.numbering import next_number
from erp.identity.models import User
from erp.masterdata.selectors.company import business_day
from erp.notifications.services.alerts import NewAlert, raise_alerts, settle_alerts
from sla import locks
from sla.calc.metrics import METRICS
from sla.events import ReviewActionChanged, ReviewChanged, ReviewHeld, ReviewOpened
from sla.models import ReviewAction, ReviewPack
from sla.selectors.metrics import Question, board
from sla.selectors.reviews import causes_of, figures_of

MANAGE = ("sla.manage_reviews", "Hold reviews of service levels")
OVERDUE = "review_action_overdue"
MOST_ACTIONS = 100


@command(*MANAGE)
def open_review(
    *, since: date, until: date, actor: Actor, at: datetime | None = None, as_of: date | None = None
) -> ReviewPack:
    """Prepare the pack of a period: its figures, its missed targets and their causes, as the books say now.

    Emits:  ReviewOpened.
    Raises: Invalid; NotPermitted; Conflict (`review_exists`).
    """
    now = at or timezone.now()
    if actor.scope.kind != "all":
        raise Invalid.field("since", _("A review is of the whole company; you see a part of it."))
    if until > business_day(now):
        raise Invalid.field("until", _("The period must be over."))
    if ReviewPack.objects.filter(starts_on=since, ends_on=until).exists():
        raise Conflict("review_exists", since=str(since), until=str(until))
    question = Question(since, until, as_of or business_day(now)).checked()
    found = board(actor, question, months=2)
    pack = ReviewPack.objects.create(
        number=next_number("review"),
        starts_on=since,
        ends_on=until,
        as_of=question.as_of,
        previous=ReviewPack.objects.filter(ends_on__lt=since).order_by("-ends_on").first(),
        figures=figures_of(found),
        causes=causes_of(actor, question),
        created_at=now,
        created_by=actor.label[:150],
    )
    missed = [one["metric"] for one in pack.figures if one["is_missed"]]
    emit(ReviewOpened(document=pack.ref, missed=missed), actor=actor, at=now)
    return pack


@command(*MANAGE)
def write_conclusion(
    *, pack_id: int, text: str, actor: Actor, expected_version: int | None = None
) -> ReviewPack:
    """Write down what a review came to, while it is prepared or afterwards.

    Locks:  the pack.
    Emits:  ReviewChanged.
    Raises: NotFound; StaleVersion; Invalid.
    """
    pack = locks.review_for_update(pack_id, expected_version)
    if len(text) > 10_000 or "\x00" in text:
        raise Invalid.field("conclusion", _("Too long."))
    before, pack.conclusion = pack.conclusion, text.strip()
    pack.version += 1
    pack.save(update_fields=["conclusion", "version"])
    emit(ReviewChanged(document=pack.ref), actor=actor, changes={"conclusion": [before, pack.conclusion]})
    return pack


@command(*MANAGE)
def hold_review(
    *, pack_id: int, actor: Actor, at: datetime | None = None, expected_version: int | None = None
) -> ReviewPack:
    """The review took place.

    Locks:  the pack.
    Emits:  ReviewHeld.
    Raises: NotFound; StaleVersion; IllegalTransition.
    """
    now = at or timezone.now()
    pack = locks.review_for_update(pack_id, expected_version)
    changes = move_on(pack, "hold_meeting", at=now)
    pack.save(update_fields=["state", "held_at", "version"])
    emit(ReviewHeld(document=pack.ref), actor=actor, at=now, changes=changes)
    return pack


@command(*MANAGE)
def add_action(
    *,
    pack_id: int,
    metric: str,
    title: str,
    owner: User,
    due_on: date,
    actor: Actor,
    at: datetime | None = None,
) -> ReviewAction:
    """Agree who does what by when because a target was missed.

    Locks:  the pack.
    Emits:  ReviewActionChanged.
    Raises: NotFound; Invalid.
    """
    now = at or timezone.now()
    pack = locks.review_for_update(pack_id)
    errors: dict[str, list[str]] = {}
    if not title.strip() or len(title) > 200 or "\x00" in title:
        errors["title"] = [_("Give one to 200 characters.")]
    if metric and metric not in METRICS:
        errors["metric"] = [_("There is no such measure.")]
    if not owner.is_active:
        errors["owner"] = [_("This person does not work here any more.")]
    if due_on < business_day(pack.created_at):
        errors["due_on"] = [_("The day lies before the review.")]
    if pack.actions.count() >= MOST_ACTIONS:
        errors["title"] = [_("A review has at most %(count)s actions.") % {"count": MOST_ACTIONS}]
    if errors:
        raise Invalid(errors=errors)
    action = ReviewAction.objects.create(
        pack=pack, metric=metric, title=title.strip(), owner=owner, due_on=due_on, created_at=now
    )
    _tell(action, "agreed", actor, now)
    return action


def _tell(action: ReviewAction, verb: str, actor: Actor, at: datetime, changes: Any = None) -> None:
    emit(
        ReviewActionChanged(
            document=action.ref,
            about=action.pack.ref,
            verb=verb,
            title=action.title,
            owner=action.owner.get_username(),
            due_on=action.due_on.isoformat(),
        ),
        actor=actor,
        at=at,
        changes=changes,
    )


@command()
def settle_action(
    *, action_id: int, verb: str, result: str, actor: Actor, at: datetime | None = None
) -> ReviewAction:
    """Say that an action is done (`finish`), will not be done (`drop`), or has to be after all (`reopen`).

    Its owner may do so, and whoever holds reviews.
    Locks:  the action.
    Emits:  ReviewActionChanged.
    Raises: NotFound; NotPermitted; Invalid; IllegalTransition.
    """
    now = at or timezone.now()
    action = locks.review_action_for_update(action_id)
    if actor.user_id is None or action.owner_id != actor.user_id:
        actor.require(MANAGE[0])
    text = result.strip()[:500].replace("\x00", "")
    if verb not in {"finish", "drop", "reopen"}:
        raise Invalid.field("verb", _("There is no such step."))
    if verb != "reopen" and not text:
        raise Invalid.field("result", _("Say in a few words what came of it."))
    changes = move_on(action, verb) if verb == "reopen" else move_on(action, verb, at=now, result=text)
    action.save(update_fields=["state", "closed_at", "result", "version"])
    settle_alerts(code=OVERDUE, subjects=[action.ref], actor=actor, at=now)
    _tell(action, verb, actor, now, changes)
    return action


@command()
def remind_of_actions(*, actor: Actor, at: datetime | None = None) -> int:
    """Tell owners which of their actions are overdue, once while it stands; gives how many were told."""
    now = at or timezone.now()
    rows = ReviewAction.objects.filter(state="open", due_on__lt=business_day(now)).select_related("pack")
    told = raise_alerts(
        alerts=[
            NewAlert(
                code=OVERDUE,
                subject=row.ref,
                user_id=row.owner_id,
                facts={"action": row.title, "due_on": row.due_on, "review": row.pack.number},
            )
            for row in rows.order_by("due_on", "pk")[:1000]
        ],
        actor=actor,
        at=now,
    )
    return len(told)
