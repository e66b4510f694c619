"""Who a user or an API key is to the commands: rights, scope and language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from erp.core.actor import Actor, RowScope, narrowed
from erp.core.prepared import prepared
from erp.identity.models import ApiKey, User
from erp.identity.selectors.roles import permissions_of, regions_below

ANYTHING = frozenset({"*"})
NOBODY = Actor(kind="anonymous", scope=RowScope(kind="own"))
_KEY = prepared(
    lambda digest: ApiKey.objects.select_related("user__team").filter(digest=digest, revoked_at__isnull=True)
)


def actor_for(user: User | AnonymousUser | Any) -> Actor:
    """The actor behind a signed-in user; nobody, without any right, when no one is signed in."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    permissions = ANYTHING if user.is_superuser else permissions_of(user.roles)
    return Actor(
        kind="user",
        user_id=user.pk,
        label=str(user),
        roles=tuple(user.roles),
        permissions=permissions,
        scope=row_scope_of(user),
        language=user.language or settings.LANGUAGE_CODE,
    )


def actor_for_api_key(key: ApiKey) -> Actor:
    """The actor behind an API key: its user, with at most the key's scopes."""
    return narrowed(actor_for(key.user), frozenset(key.scopes), via=f"key:{key.prefix}")


def row_scope_of(user: User) -> RowScope:
    """Which customers' documents a user sees; superusers see all."""
    if user.is_superuser or user.row_scope == User.RowScope.ALL:
        return RowScope(kind="all", user_id=user.pk, team_id=user.team_id)
    regions: tuple[int, ...] = ()
    if user.row_scope == User.RowScope.REGION and user.team is not None and user.team.region_id is not None:
        regions = regions_below(user.team.region_id)
    return RowScope(kind=user.row_scope, user_id=user.pk, team_id=user.team_id, region_ids=regions)


_KEY = prepared(
    lambda digest: (
        ApiKey.objects.select_related("user__team").filter(digest=digest, revoked_at__isnull=True).order_by()
    )
)


def api_key_by_digest(digest: str) -> ApiKey | None:
    """The key with this digest that is neither revoked nor expired, with its user, in one query."""
    key = next(iter(_KEY(digest)), None)
    if key is None or (key.expires_at is not None and key.expires_at <= timezone.now()):
        return None
    return key if key.user.is_active else None
