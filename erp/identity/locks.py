"""The row locks of people and rights."""

from __future__ import annotations

from erp.core.locks import row_for_update
from erp.identity.models import ApiKey, Region, Role, Team, User


def user_for_update(pk: int) -> User:
    """Lock a user.

    Raises: NotFound.
    """
    return row_for_update(User, pk, "user")


def role_for_update(pk: int) -> Role:
    """Lock a role.

    Raises: NotFound.
    """
    return row_for_update(Role, pk, "role")


def team_for_update(pk: int) -> Team:
    """Lock a team.

    Raises: NotFound.
    """
    return row_for_update(Team, pk, "team")


def region_for_update(pk: int) -> Region:
    """Lock a region.

    Raises: NotFound.
    """
    return row_for_update(Region, pk, "region")


def api_key_for_update(pk: int) -> ApiKey:
    """Lock an API key.

    Raises: NotFound.
    """
    return row_for_update(ApiKey, pk, "api_key")


def administrators_for_update() -> list[User]:
    """Lock all active administrators by key, so that the last one can't leave twice at once."""
    rows = User.objects.select_for_update(of=("self",)).filter(
        is_active=True, roles__contains=["administrator"]
    )
    return list(rows.order_by("pk"))
