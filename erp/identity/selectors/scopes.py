"""Row scope: which customers' documents an actor sees."""

from __future__ import annotations

from django.db.models import Q

from erp.core.actor import Actor

NOBODY = Q(pk__in=[])


def customer_scope_q(actor: Actor, prefix: str = "customer__") -> Q:
    """The condition that keeps an actor to own, team or region customers; empty for those who see all.

    `prefix` is the path from the filtered rows to their customer ("" for customers themselves).
    Rows that serve no customer are only seen by those who see all.
    """
    scope = actor.scope
    if scope.kind == "all":
        return Q()
    if scope.kind == "own" and scope.user_id is not None:
        return Q(**{f"{prefix}salesperson_id": scope.user_id})
    if scope.kind == "team" and scope.team_id is not None:
        return Q(**{f"{prefix}team_id": scope.team_id})
    if scope.kind == "region" and scope.region_ids:
        return Q(**{f"{prefix}region_id__in": scope.region_ids})
    return NOBODY


def sees_customer(
    actor: Actor, *, salesperson_id: int | None, team_id: int | None, region_id: int | None
) -> bool:
    """Whether one customer with these three is inside the actor's scope."""
    scope = actor.scope
    if scope.kind == "all":
        return True
    if scope.kind == "own":
        return scope.user_id is not None and scope.user_id == salesperson_id
    if scope.kind == "team":
        return scope.team_id is not None and scope.team_id == team_id
    return scope.kind == "region" and region_id in scope.region_ids
