"""Service levels: which one counts for a clock, and what it asks of this customer's document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.fresh import kept_for
from inventory.models import Warehouse
from sla.calc.ladder import RungSpec
from sla.models import SlaPolicy

VIEW_POLICY = declare_permission("sla.view_policy", "See service levels")


@document("sla_policy", prefix="lvl", key="code", permission=VIEW_POLICY)
def visible_policies(actor: Actor) -> QuerySet[SlaPolicy]:
    """Service levels; they are no secret among those who may see them."""
    return SlaPolicy.objects.all() if actor.has(VIEW_POLICY) else SlaPolicy.objects.none()


@dataclass(frozen=True)
class Target:
    """How long it may take: seconds of business time, or working days; neither where a date says so."""

    seconds: int | None = None
    days: int | None = None


@dataclass(frozen=True)
class Level:
    """A service level ready to be asked."""

    policy_id: int
    code: str
    name: str
    version: int
    target: Target
    calendar_id: int | None
    ladder: tuple[RungSpec, ...]
    by_customer: dict[int, Target]
    by_tier: dict[str, Target]
    by_priority: dict[str, Target]

    @property
    def source(self) -> str:
        """The rule as a timeline names it."""
        return f"{self.name}, version {self.version}"[:160]

    def target_for(self, *, customer_id: int | None, tier: str, priority: str) -> Target:
        """The target that counts: the customer's, else the tier's, else the priority's, else the level's."""
        return (
            self.by_customer.get(customer_id or 0)
            or self.by_tier.get(tier)
            or self.by_priority.get(priority)
            or self.target
        )


@dataclass(frozen=True)
class Levels:
    """All active service levels, by the clock that each is for."""

    by_milestone: dict[str, Level]
    by_node: dict[tuple[str, str], Level]
    default_calendar_id: int | None
    calendar_ids: dict[str, int]


@kept_for(seconds=10.0)
def levels() -> Levels:
    """The active service levels; at most ten seconds old."""
    from erp.masterdata.models import WorkingCalendar

    warehouse = Warehouse.objects.filter(is_active=True).order_by("pk").only("calendar_id").first()
    default = warehouse.calendar_id if warehouse else None
    by_milestone, by_node = {}, {}
    for row in SlaPolicy.objects.filter(is_active=True).prefetch_related("targets"):
        level = level_of(row, default)
        if row.milestone:
            by_milestone[row.milestone] = level
        else:
            by_node[row.process, row.node] = level
    codes = dict(WorkingCalendar.objects.values_list("code", "pk"))
    return Levels(by_milestone, by_node, default, codes)


def forget_levels() -> None:
    """Read the service levels anew next time; called when one was edited."""
    levels.forget()


def level_of(row: SlaPolicy, default_calendar_id: int | None) -> Level:
    """A stored service level ready to be asked; without a calendar of its own it takes the company's."""
    found: dict[str, dict[Any, Target]] = {"customer": {}, "tier": {}, "priority": {}}
    for target in row.targets.all():
        length = Target(target.target_seconds, target.target_days)
        if target.customer_id is not None:
            found["customer"][target.customer_id] = length
        elif target.tier:
            found["tier"][target.tier] = length
        else:
            found["priority"][target.priority] = length
    own = None if row.is_around_the_clock else (row.calendar_id or default_calendar_id)
    return Level(
        policy_id=row.pk,
        code=row.code,
        name=row.name,
        version=row.version,
        target=Target(row.target_seconds, row.target_days),
        calendar_id=own,
        ladder=tuple(specs_of(row.ladder)),
        by_customer=found["customer"],
        by_tier=found["tier"],
        by_priority=found["priority"],
    )


def specs_of(kept: list[dict[str, Any]]) -> list[RungSpec]:
    """The rungs as a policy keeps them."""
    return [
        RungSpec(one["action"], one.get("after_seconds"), one.get("from_due_seconds"), one.get("to"))
        for one in kept
    ]
