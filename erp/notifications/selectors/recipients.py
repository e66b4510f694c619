"""Who is meant: people by name, holders of roles, whoever a document's fact or the reporting line names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.errors import Invalid
from erp.core.palette import facts_about
from erp.core.refs import DocumentRef
from erp.identity.models import Role, User
from erp.identity.selectors.actors import row_scope_of
from erp.identity.selectors.scopes import sees_customer
from erp.masterdata.models import Customer
from erp.masterdata.selectors.company import business_day

ADMINISTRATORS = "administrator"
MOST_NAMED = 100
MOST_STEPS = 5


@dataclass(frozen=True, kw_only=True)
class Recipients:
    """People by key or sign-in name, holders of roles, the person that a fact of the document names
    (`order.salesperson`), and the superior of such a one (`manager_of`, a fact or a sign-in name)."""

    user_ids: Sequence[int] = ()
    users: Sequence[str] = ()
    roles: Sequence[str] = ()
    field: str = ""
    manager_of: str = ""


def recipients_from(given: Any) -> Recipients:
    """What the no-code side says in "to": a mapping, or one word (a role, "user:name" or a fact).

    Raises: Invalid.
    """
    if isinstance(given, Recipients):
        return given
    if isinstance(given, str):
        return _from_word(given.strip())
    if isinstance(given, list | tuple) and given:
        parts = [recipients_from(one) for one in given[:MOST_NAMED]]
        return _joined(parts)
    if not isinstance(given, Mapping):
        raise Invalid.field("to", _("A role, a person or a field is wanted."), "recipients")
    found = Recipients(
        users=_texts(given.get("users") or given.get("user")),
        roles=_texts(given.get("roles") or given.get("role")),
        field=str(given.get("field") or ""),
        manager_of=str(given.get("manager_of") or ""),
    )
    if found == Recipients():
        raise Invalid.field("to", _("A role, a person or a field is wanted."), "recipients")
    return found


def _from_word(word: str) -> Recipients:
    if not word:
        raise Invalid.field("to", _("A role, a person or a field is wanted."), "recipients")
    head, _sep, rest = word.partition(":")
    if rest and head in {"user", "role", "field", "manager_of"}:
        named = {"user": "users", "role": "roles"}.get(head, head)
        return Recipients(**{named: (rest,) if named in {"users", "roles"} else rest})  # type: ignore[arg-type]  # one of four names, each of its own type
    return Recipients(field=word) if "." in word else Recipients(roles=(word,))


def _joined(parts: Sequence[Recipients]) -> Recipients:
    return Recipients(
        user_ids=tuple(pk for part in parts for pk in part.user_ids),
        users=tuple(name for part in parts for name in part.users),
        roles=tuple(role for part in parts for role in part.roles),
        field=next((part.field for part in parts if part.field), ""),
        manager_of=next((part.manager_of for part in parts if part.manager_of), ""),
    )


def _texts(value: Any) -> tuple[str, ...]:
    if not value:
        return ()
    if isinstance(value, str):
        return tuple(one.strip() for one in value.split(",") if one.strip())[:MOST_NAMED]
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value[:MOST_NAMED])
    return (str(value),)


def unknown_in(to: Recipients) -> list[str]:
    """The roles and people named that are not there, for messages before something is published."""
    roles = set(Role.objects.filter(code__in=to.roles).values_list("code", flat=True))
    users = set(User.objects.filter(username__in=to.users).values_list("username", flat=True))
    return sorted({*to.roles} - roles) + sorted({*to.users} - users)


class Addressbook:
    """Everybody who may be meant by a set of messages, read in a few statements for all of them."""

    def __init__(self, wanted: Iterable[tuple[Recipients, DocumentRef, int | None]], *, at: datetime) -> None:
        """Read the people who are named, the holders of the roles, and the customers served."""
        self.day = business_day(at)
        messages = list(wanted)
        self._facts: dict[tuple[str, int], dict[str, Any]] = {}
        names = {name for to, _ref, _c in messages for name in to.users}
        for to, ref, _customer in messages:
            names.update(self._named_by_facts(to, ref))
        keys = {pk for to, _ref, _c in messages for pk in to.user_ids}
        roles = sorted({role for to, _ref, _c in messages for role in to.roles} | {ADMINISTRATORS})
        condition = Q(pk__in=sorted(keys)) | Q(username__in=sorted(names)) | Q(roles__overlap=roles)
        rows = User.objects.filter(condition, is_active=True).select_related(
            "team__region",
            "manager__notification_preference",
            "stand_in__notification_preference",
            "notification_preference",
        )
        self.people = {user.pk: user for user in rows.order_by("pk")}
        self.by_name = {user.username: user for user in self.people.values()}
        customers = {pk for _to, _ref, pk in messages if pk is not None}
        places = ("pk", "salesperson_id", "team_id", "region_id")
        found = Customer.objects.filter(pk__in=sorted(customers)).values_list(*places) if customers else ()
        self.customers = {row[0]: row[1:] for row in found}

    def _named_by_facts(self, to: Recipients, ref: DocumentRef) -> list[str]:
        keys = [key for key in (to.field, to.manager_of) if key and "." in key]
        return [name for key in keys if (name := self._fact(ref, key))] + (
            [to.manager_of] if to.manager_of and "." not in to.manager_of else []
        )

    def _fact(self, ref: DocumentRef, key: str) -> str:
        if ref.key() not in self._facts:
            self._facts[ref.key()] = facts_about(ref, [])
        return str(self._facts[ref.key()].get(key) or "")

    def meant(self, to: Recipients, ref: DocumentRef, customer_id: int | None) -> list[User]:
        """The people behind one message, each once: holders of a role only where they may see the customer.

        Somebody named who is away is told together with their stand-in. Nobody at all: the administrators.
        """
        found = {user.pk: user for user in self.named(to, ref)}
        for user in self.people.values():
            if any(role in user.roles for role in to.roles) and self._sees(user, customer_id):
                found[user.pk] = user
        if not found:
            found = {user.pk: user for user in self.people.values() if ADMINISTRATORS in user.roles}
        return [found[pk] for pk in sorted(found)]

    def named(self, to: Recipients, ref: DocumentRef) -> list[User]:
        """The people who are meant by name, by a fact or as somebody's superior, with their stand-ins."""
        found: dict[int, User] = {}
        named = [self.people.get(pk) for pk in to.user_ids]
        named += [self.by_name.get(name) for name in to.users]
        if to.field:
            named.append(self.by_name.get(self._fact(ref, to.field)))
        if to.manager_of:
            named.append(self._superior(to.manager_of, ref))
        for user in named:
            if user is not None:
                found[user.pk] = user
                self._with_stand_in(user, found)
        return [found[pk] for pk in sorted(found)]

    def _superior(self, of: str, ref: DocumentRef) -> User | None:
        name = self._fact(ref, of) if "." in of else of
        user = self.by_name.get(name)
        return user.manager if user is not None and user.manager and user.manager.is_active else None

    def _with_stand_in(self, user: User, found: dict[int, User]) -> None:
        starts = user.absent_from is None or user.absent_from <= self.day
        ends = user.absent_until is None or self.day <= user.absent_until
        is_away = (user.absent_from is not None or user.absent_until is not None) and starts and ends
        if is_away and user.stand_in is not None and user.stand_in.is_active:
            found[user.stand_in.pk] = user.stand_in

    def _sees(self, user: User, customer_id: int | None) -> bool:
        if customer_id is None or customer_id not in self.customers:
            return True
        salesperson, team, region = self.customers[customer_id]
        actor = Actor(user_id=user.pk, scope=row_scope_of(user))
        return sees_customer(actor, salesperson_id=salesperson, team_id=team, region_id=region)
