"""Roles and their rights."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command, declared_permissions
from erp.core.errors import Conflict, Invalid, NotPermitted
from erp.core.events import emit
from erp.core.records import Problems, refuse_duplicate, save_new, set_values
from erp.core.refs import DocumentRef
from erp.identity import locks
from erp.identity.events import RoleChanged
from erp.identity.models import Role
from erp.identity.selectors.roles import forget_roles

_RIGHT = re.compile(r"\*|[a-z_]{1,40}\.(\*|[a-z_]{1,60})")


@command("identity.edit_role", "Change the rights of roles")
def save_role(
    *, code: str, name: str, permissions: Sequence[str], actor: Actor, role_id: int | None = None
) -> Role:
    """Make a role, or change the name and rights of the one named; the code of a role never changes.

    Emits:  RoleChanged.
    Raises: Invalid; Conflict for the administrator's rights; NotPermitted for rights the actor lacks.
    """
    wanted = sorted(set(permissions))
    _check(wanted)
    role = Role() if role_id is None else locks.role_for_update(role_id)
    if role.code == "administrator" and wanted != ["*"]:
        raise Conflict("administrator_keeps_all_rights")
    gained = set(wanted) - set(role.permissions if role_id else [])
    if not all(actor.has(right) for right in gained):
        raise NotPermitted(permission=", ".join(sorted(right for right in gained if not actor.has(right))))
    problems = Problems()
    before = list(role.permissions)
    values = {"name": name} if role_id else {"name": name, "code": code}
    changes = set_values(role, values, problems)
    refuse_duplicate(role, "code", problems)
    problems.refuse()
    role.permissions = wanted
    if role_id is None:
        save_new(role, "code")
    else:
        role.save(update_fields=["name", "permissions"])
    if before != wanted:
        changes["permissions"] = [before, wanted]
    emit(RoleChanged(document=DocumentRef("role", role.pk, role.code)), actor=actor, changes=changes)
    forget_roles()
    return role


def known_rights() -> list[tuple[str, str]]:
    """Every right that can be given: all, all of an app, and each one with its title."""
    declared = declared_permissions()
    apps = sorted({code.partition(".")[0] for code in declared})
    return [
        ("*", _("Everything")),
        *((f"{app}.*", _("Everything in %(app)s") % {"app": app}) for app in apps),
        *((code, f"{code} — {title}") for code, title in declared.items()),
    ]


def _check(rights: list[str]) -> None:
    wrong = [right for right in rights if not _RIGHT.fullmatch(right)]
    if wrong:
        raise Invalid.field("permissions", _("This is no right: %(rights)s.") % {"rights": ", ".join(wrong)})
