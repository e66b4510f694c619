"""Whom a rung tells: those who have the step, or whoever is above them in the reporting line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from erp.identity.models import User
from erp.masterdata.models import Customer
from erp.processes.models import Task
from sla.models import SlaTimer

ADMINISTRATORS = "administrator"
_SELLERS = ("sales", "sales_manager", "customer_service")


@dataclass(frozen=True)
class Recipients:
    """People by key and name, or a role; `nobody_above` when the reporting line had ended."""

    user_ids: tuple[int, ...] = ()
    role: str = ""
    labels: tuple[str, ...] = ()
    nobody_above: bool = False


@dataclass
class Directory:
    """The people that a sweep may need, read once for all of its timers."""

    people: dict[int, User] = field(default_factory=dict)
    assignees: dict[int, int | None] = field(default_factory=dict)
    sellers: dict[int, int | None] = field(default_factory=dict)

    def holders(self, role: str) -> list[User]:
        """Active people of a role."""
        return [user for user in self.people.values() if role in user.roles]

    def present(self, user: User | None, day: date) -> User | None:
        """The person, or whoever stands in while they are absent; none when nobody is there."""
        seen: set[int] = set()
        while user is not None and user.pk not in seen:
            seen.add(user.pk)
            if not _is_absent(user, day):
                return user
            user = self.people.get(user.stand_in_id or 0)
        return None

    def above(self, user: User, steps: int, day: date) -> User | None:
        """The superior so many present steps up the line."""
        seen = {user.pk}
        found: User | None = None
        at = self.people.get(user.manager_id or 0)
        while at is not None and at.pk not in seen and steps:
            seen.add(at.pk)
            there = self.present(at, day)
            if there is not None and there.pk != user.pk:
                found, steps = there, steps - 1
            at = self.people.get(at.manager_id or 0)
        return None if steps else found


def directory(timers: Iterable[SlaTimer]) -> Directory:
    """Everybody who works here, and who has the tasks and customers of these timers: three queries."""
    rows = list(timers)
    people = {user.pk: user for user in User.objects.filter(is_active=True).order_by("pk")}
    tasks = sorted({row.task_id for row in rows if row.task_id})
    customers = sorted({row.customer_id for row in rows if row.customer_id and row.role in _SELLERS})
    return Directory(
        people,
        dict(Task.objects.filter(pk__in=tasks).values_list("pk", "assignee_id")) if tasks else {},
        dict(Customer.objects.filter(pk__in=customers).values_list("pk", "salesperson_id"))
        if customers
        else {},
    )


def having(row: SlaTimer, known: Directory, day: date) -> Recipients:
    """Those who have the step: the task's assignee, the customer's salesperson, else the role."""
    user = known.present(_owner(row, known), day)
    if user is not None:
        return _people([user])
    return _role(row.role or ADMINISTRATORS)


def superiors(row: SlaTimer, known: Directory, day: date, *, steps: int) -> Recipients:
    """Whoever is above those who have the step; nobody: the administrators, and that is recorded."""
    owner = _owner(row, known)
    below = [owner] if owner is not None else known.holders(row.role)
    found = {user.pk: user for one in below if (user := known.above(one, steps, day)) is not None}
    inside = {one.pk for one in below} if len(below) > 1 else set()
    above = [user for pk, user in sorted(found.items()) if pk not in inside] or list(found.values())
    if above:
        return _people(above)
    return Recipients(role=ADMINISTRATORS, labels=(ADMINISTRATORS,), nobody_above=True)


def named(to: dict[str, Any] | None, known: Directory) -> Recipients | None:
    """Those whom a rung names itself; none when it names nobody who works here."""
    if not to:
        return None
    if to.get("role"):
        return _role(str(to["role"]))
    names = {str(name) for name in to.get("users") or [to.get("user")] if name}
    found = [user for user in known.people.values() if user.username in names]
    return _people(found) if found else None


def _owner(row: SlaTimer, known: Directory) -> User | None:
    key = known.assignees.get(row.task_id or 0) or known.sellers.get(row.customer_id or 0)
    return known.people.get(key or 0)


def _people(users: Sequence[User]) -> Recipients:
    return Recipients(user_ids=tuple(user.pk for user in users), labels=tuple(str(user) for user in users))


def _role(role: str) -> Recipients:
    return Recipients(role=role, labels=(role,))


def _is_absent(user: User, day: date) -> bool:
    if user.absent_from is None:
        return False
    return user.absent_from <= day and (user.absent_until is None or day <= user.absent_until)
