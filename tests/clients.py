"""API clients for tests: someone with these roles, signed in by an API key."""

from typing import Any

from rest_framework.test import APIClient

from erp.core.actor import Actor, system_actor
from erp.identity.models import User
from erp.identity.selectors.actors import actor_for
from erp.identity.services.api_keys import create_api_key


def person(*roles: str, row_scope: str = "all", username: str = "", **more: Any) -> User:
    """A user who holds these roles."""
    name = username or f"{'_'.join(roles) or 'nobody'}_{User.objects.count()}"
    user = User(username=name, roles=list(roles), row_scope=row_scope, **more)
    user.set_unusable_password()
    user.save()
    return user


def actor_with(*roles: str, **more: Any) -> Actor:
    """Someone with these roles, as services take them."""
    return actor_for(person(*roles, **more))


def api_of(user: User, scopes: tuple[str, ...] = ("*",)) -> APIClient:
    """A client with a new API key of this user; bodies are JSON."""
    _key, secret = create_api_key(user_id=user.pk, name="test", scopes=scopes, actor=system_actor())
    return APIClient(HTTP_AUTHORIZATION=f"Bearer {secret}")


def api_with(*roles: str, **more: Any) -> APIClient:
    """A client of a new user who holds these roles."""
    return api_of(person(*roles, **more))
