"""How MRP plans single items: rules are made, changed and taken out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.records import Problems
from production import locks
from production.models import PlanningRule

RULES = ("production.edit_planning_rule", "Change how items are planned")
_LIMITS = ("minimum", "multiple", "maximum")


@command(*RULES)
def create_planning_rule(*, values: dict[str, Any], actor: Actor) -> PlanningRule:
    """Say how an item is planned.

    Raises: Invalid naming the field; Conflict `planning_rule_exists`.
    """
    rule = PlanningRule(**values)
    if PlanningRule.objects.filter(item_id=rule.item_id).exists():
        raise Conflict("planning_rule_exists", product=rule.item.sku)
    _check(rule)
    rule.save(force_insert=True)
    return rule


@command(*RULES)
def edit_planning_rule(
    *, rule_id: int, values: dict[str, Any], actor: Actor, expected_version: int | None = None
) -> PlanningRule:
    """Change how an item is planned; the next run plans by it.

    Locks:  the rule.
    Raises: NotFound; StaleVersion; Invalid naming the field.
    """
    rule = locks.planning_rule_for_update(rule_id, expected_version)
    for name, value in values.items():
        if name != "item_id":
            setattr(rule, name, value)
    _check(rule)
    rule.version += 1
    rule.save()
    return rule


@command(*RULES)
def delete_planning_rule(*, rule_id: int, actor: Actor) -> None:
    """Plan the item lot for lot again.

    Locks:  the rule.
    Raises: NotFound.
    """
    locks.planning_rule_for_update(rule_id).delete()


def _check(rule: PlanningRule) -> None:
    problems = Problems()
    if rule.method not in PlanningRule.Method.values:
        problems.add("method", _("Not one of the choices."))
    for name in (*_LIMITS, "lot_quantity", "order_cost"):
        value = getattr(rule, name)
        if value is not None and value < 0:
            problems.add(name, _("Must not be below zero."))
    if rule.method == PlanningRule.Method.FIXED and not (rule.lot_quantity or 0) > 0:
        problems.add("lot_quantity", _("A fixed lot needs a quantity above zero."))
    if rule.method == PlanningRule.Method.PERIOD and not (rule.period_days or 0) > 0:
        problems.add("period_days", _("Needs of a period ask for its days."))
    if Decimal(0) < rule.maximum < max(rule.minimum, rule.multiple):
        problems.add("maximum", _("Must not be below minimum and multiple."))
    problems.refuse()
