"""The S&OP meetings of the demo company: a plan of three months ago, today's, and what was decided."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from erp.identity.selectors.actors import actor_for
from inventory.models import ItemCategory
from orders.services.demo.catalog_words import Text
from orders.services.demo.dice import dice_for
from orders.services.demo.phrases import say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written
from production.selectors.sop import FamilyFigures, sop_room
from production.services.sop import (
    FamilyPlan,
    PlanMonth,
    agree_plans,
    plan_of,
    record_decision,
    settle_decision,
)

MONTHS_AGO, DAYS_AGO = 3, 92
AGREED: Text = ("As talked about in the S&OP meeting", "按产销协同会议商定")
ROUNDS: Text = ("Held in the weekly round", "已纳入周会跟踪")
# who, days ago, due in days, settled by
DECISIONS: tuple[tuple[Text, str, int, int, str], ...] = (
    (("Order long-lead drivers two months ahead", "长周期电源提前两个月下单"), "buyer", 62, -30, "finish"),
    (
        ("Second shift in assembly for the peak", "旺季前装配增开第二班"),
        "production_manager",
        30,
        -9,
        "",
    ),
    (("Close the gap in luminaires before the fair", "展会前补齐灯具缺口"), "planner", 6, 12, ""),
    (
        ("Ask the largest customers for call-offs", "向大客户索取要货计划"),
        "sales_manager",
        6,
        20,
        "",
    ),
    (("Rent outside storage", "租用外部仓库"), "warehouse_manager", 34, -12, "drop"),
)


def hold_talks(plan: DemoPlan, written: Written) -> int:
    """Agree a plan three months ago and one today, and record decisions; gives how many were recorded."""
    boss = actor_for(written.people["production_manager"])
    note = say(AGREED, plan.language)
    then = plan.now - timedelta(days=DAYS_AGO)
    room = sop_room(boss, at=plan.now)
    sold = [one for one in room.families if any(month.demand for month in one.months)]
    if sold:
        agree_plans(plans=[_of_then(plan, one) for one in sold], note=note, actor=boss, at=then)
        agree_plans(plans=[plan_of(one) for one in sold], note=note, actor=boss, at=plan.now)
    family = ItemCategory.objects.filter(parent__isnull=True, code="LUM").first()
    for text, who, ago, due, settled in DECISIONS:
        at = plan.now - timedelta(days=ago)
        row = record_decision(
            title=say(text, plan.language),
            owner=written.people[who],
            due_on=plan.today + timedelta(days=due),
            family=family if who in {"planner", "production_manager"} else None,
            actor=boss,
            at=at,
        )
        if settled:
            settle_decision(
                decision_id=row.pk,
                verb=settled,
                result=say(ROUNDS, plan.language),
                actor=boss,
                at=at + timedelta(days=14),
            )
    return len(DECISIONS)


def _of_then(plan: DemoPlan, figures: FamilyFigures) -> FamilyPlan:
    """What people expected three months ago: near what came, never just that."""
    dice = dice_for(plan.seed, f"talks {figures.code} {figures.unit}")
    here = next(place for place, one in enumerate(figures.months) if one.is_now)
    months = []
    for one in figures.months[here - MONTHS_AGO + 1 : here + MONTHS_AGO + 1]:
        near = [Decimal(round(100 + dice.gauss(0, 9))) / 100 for _place in range(3)]
        values = (one.demand, one.supply, one.net)
        demand, supply, stock = (
            Decimal(round(value * share)) for value, share in zip(values, near, strict=True)
        )
        months.append(PlanMonth(one.month, max(demand, Decimal(0)), max(supply, Decimal(0)), stock))
    return FamilyPlan(figures.line[0], figures.line[1] or 0, months)
