"""How MRP plans single items: rules are made, changed and taken out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.records import Problems
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from inventory.models import Item
from production import locks
from production.models import PlanningRule

RULES = ("production.edit_planning_rule", "Change how items are planned")
TABLE = "planning_rule"
_LIMITS = ("minimum", "multiple", "maximum")
_DAYS = ("fence_days", "demand_fence_days", "back_days", "ahead_days")
MOST_DAYS = 1000


@command(*RULES)
def create_planning_rule(*, values: dict[str, Any], actor: Actor) -> PlanningRule:
    """Say how an item is planned.

    Emits:  SetupCreated.
    Raises: Invalid naming the field; Conflict `planning_rule_exists`.
    """
    item = Item.objects.filter(pk=values.get("item_id") or 0).first()
    if item is None:
        raise Invalid.field("product", _("This field is required."))
    if PlanningRule.objects.filter(item=item).exists():
        raise Conflict("planning_rule_exists", product=item.sku)
    return create_setup(PlanningRule(), values=values, table=TABLE, key="item", actor=actor, check=_check)


@command(*RULES)
def edit_planning_rule(
    *, rule_id: int, values: dict[str, Any], actor: Actor, expected_version: int | None = None
) -> PlanningRule:
    """Change how an item is planned; the next run plans by it.

    Locks:  the rule.
    Emits:  SetupChanged.
    Raises: NotFound; StaleVersion; Invalid naming the field.
    """
    rule = locks.planning_rule_for_update(rule_id, expected_version)
    kept = {name: value for name, value in values.items() if name != "item_id"}
    edit_setup(rule, values=kept, table=TABLE, key="item", actor=actor, check=_check)
    rule.version += 1
    rule.save(update_fields=["version"])
    return rule


@command(*RULES)
def delete_planning_rule(*, rule_id: int, actor: Actor) -> None:
    """Plan the item lot for lot again.

    Locks:  the rule.
    Emits:  SetupDeleted.
    Raises: NotFound.
    """
    delete_setup(PlanningRule, rule_id, table=TABLE, actor=actor)


def _check(rule: PlanningRule, problems: Problems) -> None:
    if rule.method not in PlanningRule.Method.values:
        problems.add("method", _("Not one of the choices."))
    for name in (*_LIMITS, "lot_quantity", "order_cost"):
        value = getattr(rule, name)
        if value is not None and value < 0:
            problems.add(name, _("Must not be below zero."))
    for name in _DAYS:
        days = getattr(rule, name)
        if days is not None and not 0 <= days <= MOST_DAYS:
            problems.add(name, _("Between 0 and 1,000 days."))
    if rule.method == PlanningRule.Method.FIXED and not (rule.lot_quantity or 0) > 0:
        problems.add("lot_quantity", _("A fixed lot needs a quantity above zero."))
    if rule.method == PlanningRule.Method.PERIOD and not (rule.period_days or 0) > 0:
        problems.add("period_days", _("Needs of a period ask for its days."))
    if Decimal(0) < rule.maximum < max(rule.minimum, rule.multiple):
        problems.add("maximum", _("Must not be below minimum and multiple."))
