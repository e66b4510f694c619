"""Sign-in by name and password; rights in the admin come from roles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from erp.identity.models import User
from erp.identity.selectors.actors import actor_for

MANAGERS = frozenset(
    {"administrator", "executive", "sales_manager", "warehouse_manager", "production_manager", "finance"}
)


class RoleBackend(ModelBackend):
    """Django's password check, and Django's rights answered from the product's roles.

    Administrators may do everything in the admin; managers may look at what their roles let them see
    (`<app>.view_<model>`), all the rest is done by commands and not by Django rights.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the user holds a Django right such as orders.view_order."""
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return False
        actor = _actor(user_obj)
        if "*" in actor.permissions:
            return True
        app, _dot, code = perm.partition(".")
        return code.startswith("view_") and bool(MANAGERS & set(actor.roles)) and actor.has(f"{app}.{code}")

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the user sees an app in the admin at all."""
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return False
        actor = _actor(user_obj)
        if "*" in actor.permissions:
            return True
        lead = f"{app_label}."
        return bool(MANAGERS & set(actor.roles)) and any(code.startswith(lead) for code in actor.permissions)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """The rights as codes; Django's own permission rows are not used."""
        return set(_actor(user_obj).permissions) if isinstance(user_obj, User) else set()


def _actor(user: User) -> Any:
    if not hasattr(user, "_actor_of_roles"):
        user._actor_of_roles = actor_for(user)  # type: ignore[attr-defined]  # an attribute added to somebody else's object
    return user._actor_of_roles  # type: ignore[attr-defined]  # an attribute added to somebody else's object
