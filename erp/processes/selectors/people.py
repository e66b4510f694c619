"""Who is there to decide: holders of roles, stand-ins on the days of absence, superiors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from erp.core.actor import Actor
from erp.identity.models import User
from erp.masterdata.selectors.company import business_day

MOST_STEPS = 5
OPEN = ("waiting", "claimed")


@dataclass(frozen=True)
class StandIn:
    """For whom somebody acts today: their keys, and the roles they hold."""

    user_ids: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()


def absent_q(day: date, prefix: str = "") -> Q:
    """People who are absent on a day; an absence without an end lasts."""
    starts = Q(**{f"{prefix}absent_from__lte": day})
    ends = Q(**{f"{prefix}absent_until__gte": day})
    no_end = Q(**{f"{prefix}absent_until__isnull": True, f"{prefix}absent_from__isnull": False})
    no_start = Q(**{f"{prefix}absent_from__isnull": True})
    return (starts & ends) | (no_end & starts) | (no_start & ends)


def is_absent(user: User, day: date) -> bool:
    """Whether somebody is away on a day."""
    if user.absent_from is None and user.absent_until is None:
        return False
    if user.absent_from is not None and day < user.absent_from:
        return False
    return user.absent_until is None or day <= user.absent_until


def stands_in_for(actor: Actor, at: datetime) -> StandIn:
    """Whose tasks the actor may do today because they are away; one query."""
    if actor.user_id is None:
        return StandIn()
    rows = User.objects.filter(absent_q(business_day(at)), stand_in_id=actor.user_id, is_active=True)
    found = list(rows.order_by("pk").values_list("pk", "roles"))
    roles = {role for _pk, held in found for role in held if role != "administrator"}
    return StandIn(tuple(pk for pk, _roles in found), tuple(sorted(roles)))


def holders_of(role: str) -> QuerySet[User]:
    """Active people who hold a role."""
    return User.objects.filter(is_active=True, roles__contains=[role]).order_by("pk")


def person(name: str | int | None) -> User | None:
    """Somebody by sign-in name or key, if they still work here."""
    if name in (None, ""):
        return None
    rows = User.objects.filter(is_active=True)
    text = str(name)
    found = rows.filter(username=text).first()
    if found is None and text.isdigit():
        found = rows.filter(pk=int(text)).first()
    return found


def available(user: User | None, day: date) -> tuple[User | None, bool]:
    """Who does somebody's work on a day: they, their stand-in, else a superior; and whether that is flagged.

    Nobody at all gives (None, True).
    """
    seen: set[int] = set()
    at = user
    while at is not None and at.pk not in seen and len(seen) <= MOST_STEPS:
        seen.add(at.pk)
        if at.is_active and not is_absent(at, day):
            return at, False
        at = at.stand_in
    superior, steps = user.manager if user is not None else None, 0
    while superior is not None and steps < MOST_STEPS * 2:
        if superior.is_active and not is_absent(superior, day):
            return superior, True
        superior, steps = superior.manager, steps + 1
    return None, True


def least_loaded(people: Sequence[User]) -> User:
    """The one with the fewest open tasks, the lower key where they are even."""
    counted = User.objects.filter(pk__in=[user.pk for user in people]).annotate(
        load=Count("tasks", filter=Q(tasks__state__in=OPEN))
    )
    chosen = counted.order_by("load", "pk").values_list("pk", flat=True)[0]
    return next(user for user in people if user.pk == chosen)


def next_in_turn(people: Sequence[User], process: int, node: str) -> User:
    """The one whose last task of this step is the longest ago."""
    counted = User.objects.filter(pk__in=[user.pk for user in people]).annotate(
        last=Max("tasks__pk", filter=Q(tasks__node=node, tasks__case__definition_id=process))
    )
    rows = sorted(counted.values_list("last", "pk"), key=lambda row: (row[0] or 0, row[1]))
    return next(user for user in people if user.pk == rows[0][1])


def labels_of(user_ids: Iterable[int]) -> dict[int, str]:
    """People's names by key."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=list(user_ids))}
