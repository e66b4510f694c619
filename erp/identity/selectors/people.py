"""Who works here: users, teams, regions, roles and keys, as each actor may see them."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.identity.models import ApiKey, Region, Role, Team, User

VIEW_USER = declare_permission("identity.view_user", "See users, teams and roles")
VIEW_API_KEY = declare_permission("identity.view_api_key", "See API keys")


@document("user", prefix="usr", key="username")
def visible_users(actor: Actor) -> QuerySet[User]:
    """The people an actor may know: all of them for those who manage people, else themselves and their line.

    Everyone can name any active colleague's sign-in name in a body (as assignee or stand-in), so rows
    are scoped by the right to see people or by being an active colleague; details need the right.
    """
    rows = User.objects.select_related("team", "manager", "stand_in")
    return rows if actor.has(VIEW_USER) else rows.filter(is_active=True)


@document("team", prefix="tea", key="code")
def visible_teams(actor: Actor) -> QuerySet[Team]:
    """Teams; their names are no secret among colleagues."""
    return Team.objects.select_related("region")


@document("region", prefix="reg", key="code")
def visible_regions(actor: Actor) -> QuerySet[Region]:
    """Regions; their names are no secret among colleagues."""
    return Region.objects.select_related("parent")


@document("role", prefix="rol", key="code", permission=VIEW_USER)
def visible_roles(actor: Actor) -> QuerySet[Role]:
    """Roles with their rights."""
    return Role.objects.all()


@document("api_key", prefix="key")
def visible_api_keys(actor: Actor) -> QuerySet[ApiKey]:
    """All keys for those who manage them, else the actor's own."""
    rows = ApiKey.objects.select_related("user")
    return rows if actor.has(VIEW_API_KEY) else rows.filter(user__pk=actor.user_id or 0)


def reports_below(user_id: int) -> list[int]:
    """Everyone in a person's line, at any depth, the person not included."""
    below: dict[int | None, list[int]] = {}
    for pk, manager_id in User.objects.filter(manager__isnull=False).values_list("pk", "manager_id"):
        below.setdefault(manager_id, []).append(pk)
    found: set[int] = set()
    waiting = [user_id]
    while waiting:
        for pk in below.get(waiting.pop(), []):
            if pk not in found and pk != user_id:
                found.add(pk)
                waiting.append(pk)
    return sorted(found)
