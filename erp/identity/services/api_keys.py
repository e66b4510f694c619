"""Making, using and revoking API keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Invalid, NotPermitted
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.identity import locks
from erp.identity.calc.keys import digest_of, new_secret, shown_prefix
from erp.identity.events import ApiKeyCreated, ApiKeyRevoked
from erp.identity.models import ApiKey, User
from erp.identity.selectors.actors import actor_for

NOTED_EVERY = timedelta(minutes=1)
MAX_RATE = 10_000


@command("identity.create_api_key", "Make API keys")
def create_api_key(
    *,
    user_id: int,
    name: str,
    scopes: Sequence[str],
    actor: Actor,
    expires_at: datetime | None = None,
    requests_per_second: int = 50,
    burst: int = 600,
) -> tuple[ApiKey, str]:
    """Give a program a way in that acts for a user; the secret is only given back here.

    Emits:  ApiKeyCreated.
    Raises: Invalid; NotPermitted when the key would have rights that its maker lacks.
    """
    user = locks.user_for_update(user_id)
    _check(name, scopes, expires_at, requests_per_second, burst)
    if not actor.has("*") and not actor_for(user).permissions <= actor.permissions:
        raise NotPermitted(permission="*")
    secret = new_secret()
    key = ApiKey.objects.create(
        user=user,
        name=name.strip(),
        prefix=shown_prefix(secret),
        digest=digest_of(secret),
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
        requests_per_second=requests_per_second,
        burst=burst,
    )
    emit(
        ApiKeyCreated(document=DocumentRef("api_key", key.pk, key.prefix)),
        actor=actor,
        changes={"name": [None, key.name], "acts_for": [None, user.username], "scopes": [None, key.scopes]},
    )
    return key, secret


@command("identity.revoke_api_key", "Revoke API keys")
def revoke_api_key(*, api_key_id: int, actor: Actor, at: datetime | None = None) -> ApiKey:
    """Close a program's way in; doing it twice changes nothing.

    Emits: ApiKeyRevoked.
    """
    key = locks.api_key_for_update(api_key_id)
    if key.revoked_at is None:
        key.revoked_at = at or timezone.now()
        key.save(update_fields=["revoked_at"])
        emit(
            ApiKeyRevoked(document=DocumentRef("api_key", key.pk, key.prefix)),
            actor=actor,
            at=key.revoked_at,
            changes={"revoked_at": [None, key.revoked_at]},
        )
    return key


def note_use(key: ApiKey, at: datetime | None = None) -> None:
    """Remember that a key is in use, at most once a minute."""
    at = at or timezone.now()
    if key.last_used_at is None or at - key.last_used_at > NOTED_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - NOTED_EVERY)
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=at)
        key.last_used_at = at


def _check(name: str, scopes: Sequence[str], expires_at: datetime | None, rate: int, burst: int) -> None:
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = [_("Give the key a name.")]
    if not scopes:
        errors["scopes"] = [_("Name at least one scope, or * for all rights of the user.")]
    if expires_at is not None and expires_at <= timezone.now():
        errors["expires_at"] = [_("This moment has passed.")]
    if not 1 <= rate <= MAX_RATE:
        errors["requests_per_second"] = [_("Give a number from 1 to %(max)s.") % {"max": MAX_RATE}]
    if not 1 <= burst <= MAX_RATE:
        errors["burst"] = [_("Give a number from 1 to %(max)s.") % {"max": MAX_RATE}]
    if errors:
        raise Invalid(errors=errors)


def user_named(username: str) -> User | None:
    """The user of this sign-in name, if there is one."""
    return User.objects.filter(username=username).first()
