"""People: making and changing them, their absence, their posts."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.documents import refuse_id_like
from erp.core.errors import Conflict, NotPermitted
from erp.core.events import emit
from erp.core.records import Problems, refuse_duplicate, save_changed, save_new, set_values
from erp.core.refs import DocumentRef
from erp.identity import locks
from erp.identity.events import AbsenceSet, UserChanged, UserCreated
from erp.identity.models import Role, User
from erp.identity.selectors.people import reports_below
from erp.identity.selectors.roles import permissions_of

ADMINISTRATOR = "administrator"
_WAYS_IN = frozenset({"username", "email", "is_active"})  # whoever changes these can become the person
STAFF = frozenset(
    {"executive", "sales_manager", "warehouse_manager", "production_manager", "finance", "administrator"}
)
EDITABLE = frozenset(
    {
        "username",
        "email",
        "first_name",
        "last_name",
        "roles",
        "row_scope",
        "manager_id",
        "team_id",
        "stand_in_id",
        "absent_from",
        "absent_until",
        "language",
        "time_zone",
        "is_active",
    }
)


@command("identity.edit_user", "Make and change users")
def create_user(*, values: Mapping[str, Any], actor: Actor, password: str | None = None) -> User:
    """Let a person in; without a password they can't sign in until one is set.

    Emits:  UserCreated.
    Raises: Invalid; NotPermitted when the roles have rights that the actor lacks.
    """
    user = User()
    problems = Problems()
    set_values(user, _known(values), problems)
    _check(user, problems)
    _check_password(password, user, problems)
    problems.refuse()
    refuse_id_like(user.username, "username")
    _refuse_more_rights(actor, user.roles)
    user.is_staff = bool(set(user.roles) & STAFF)
    user.set_password(password)
    save_new(user, "username")
    emit(
        UserCreated(document=user_ref(user)),
        actor=actor,
        changes={
            name: [None, getattr(user, name)]
            for name in ("username", "roles", "row_scope", "team_id", "manager_id")
        },
    )
    return user


@command("identity.edit_user")
def update_user(
    *, user_id: int, values: Mapping[str, Any], actor: Actor, password: str | None = None
) -> User:
    """Change a person's posts, place, data or password.

    Locks:  the user, and all administrators where one may cease to be.
    Emits:  UserChanged.
    Raises: Invalid; Conflict for the last administrator; NotPermitted for rights the actor lacks, be it to
            give or take them, or to change how somebody who holds them signs in.
    """
    names = _known(values)
    may_cease = "roles" in names or "is_active" in names
    administrators = {row.pk for row in locks.administrators_for_update()} if may_cease else set()
    user = locks.user_for_update(user_id)
    problems = Problems()
    before = list(user.roles)
    changes = set_values(user, names, problems)
    _check(user, problems)
    _check_password(password, user, problems)
    problems.refuse()
    if before != user.roles or password or _WAYS_IN & set(changes):
        _refuse_more_rights(actor, [*before, *user.roles])
    is_administrator = user.is_active and ADMINISTRATOR in user.roles
    if administrators == {user.pk} and not is_administrator:
        raise Conflict("last_administrator", user=user.username)
    _store(user, changes, password)
    if changes or password:
        told = changes | ({"password": ["***", "***"]} if password else {})
        emit(UserChanged(document=user_ref(user)), actor=actor, changes=told)
    return user


@command()
def set_absence(
    *,
    user_id: int,
    absent_from: date | None,
    absent_until: date | None,
    stand_in_id: int | None,
    actor: Actor,
) -> User:
    """Say when a person is away and who stands in; people may do it for themselves.

    Emits:  AbsenceSet.
    Raises: Invalid; NotPermitted for somebody else's absence without the right to change users.
    """
    if user_id != actor.user_id:
        actor.require("identity.edit_user")
    user = locks.user_for_update(user_id)
    problems = Problems()
    values = {"absent_from": absent_from, "absent_until": absent_until, "stand_in_id": stand_in_id}
    changes = set_values(user, values, problems)
    _check(user, problems)
    problems.refuse()
    _store(user, changes, None)
    if changes:
        emit(AbsenceSet(document=user_ref(user)), actor=actor, changes=changes)
    return user


@command()
def set_preferences(*, language: str, time_zone: str, actor: Actor) -> User:
    """A person's own language and time zone.

    Emits:  UserChanged.
    Raises: Invalid; NotPermitted for the system or nobody.
    """
    if actor.user_id is None:
        raise NotPermitted()
    user = locks.user_for_update(actor.user_id)
    problems = Problems()
    changes = set_values(user, {"language": language, "time_zone": time_zone}, problems)
    _check(user, problems)
    problems.refuse()
    _store(user, changes, None)
    if changes:
        emit(UserChanged(document=user_ref(user)), actor=actor, changes=changes)
    return user


def make_administrator(username: str = "admin", password: str | None = None) -> User:
    """The first administrator of an empty company, without a password unless one is given."""
    user = User(username=username, roles=[ADMINISTRATOR], row_scope=User.RowScope.ALL)
    user.is_staff = user.is_superuser = True
    user.set_password(password)
    user.save()
    return user


def user_ref(user: User) -> DocumentRef:
    """A person as the audit trail names them."""
    return DocumentRef("user", user.pk, user.username[:60])


def _store(user: User, changes: Mapping[str, Any], password: str | None) -> None:
    names = set(changes)
    if "roles" in names:
        user.is_staff = user.is_superuser or bool(set(user.roles) & STAFF)
        names.add("is_staff")
    if password:
        user.set_password(password)
        names.add("password")
    if names:
        save_changed(user, names, "username")


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - EDITABLE
    if unknown:
        raise TypeError(f"Users have no editable {sorted(unknown)}.")
    return dict(values)


def _check(user: User, problems: Problems) -> None:
    if not user.username and "username" not in problems.errors:
        problems.add("username", _("This field is required."))
    refuse_duplicate(user, "username", problems)
    shipped = set(Role.objects.filter(code__in=user.roles).values_list("code", flat=True))
    for code in user.roles:
        if code not in shipped:
            problems.add("roles", _("There is no role “%(code)s”.") % {"code": code})
    if user.absent_from and user.absent_until and user.absent_until < user.absent_from:
        problems.add("absent_until", _("This is before the first day of absence."))
    if user.stand_in_id is not None and user.stand_in_id == user.pk:
        problems.add("stand_in", _("Nobody can stand in for themselves."))
    if user.manager_id is not None and user.manager_id in {user.pk, *reports_below(user.pk or 0)}:
        problems.add("manager", _("Nobody can report to themselves, not even through others."))
    if user.language and user.language not in dict(settings.LANGUAGES):
        problems.add("language", _("This language is not available."))
    if user.time_zone and user.time_zone not in zoneinfo.available_timezones():
        problems.add("time_zone", _("There is no such time zone."))


def _check_password(password: str | None, user: User, problems: Problems) -> None:
    if password is None:
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        for message in error.messages:
            problems.add("password", message)


def _refuse_more_rights(actor: Actor, roles: list[str]) -> None:
    if actor.has("*") or actor.is_system:
        return
    wanted = permissions_of(roles)
    if "*" in wanted or not all(actor.has(code) for code in wanted):
        raise NotPermitted(permission="*")
