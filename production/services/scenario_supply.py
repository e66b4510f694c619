"""Orders, outsourced work, later deliveries and other forecasts of a scenario as real documents."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.palette import run_action
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day, company
from inventory.models import PurchaseOrder, PurchaseOrderLine, Warehouse
from inventory.services.purchase_changes import reschedule_purchase_order
from inventory.services.requisitions import create_requisition, submit_requisition
from production.models import Forecast, Scenario
from production.selectors.scenario_kinds.base import Payload, References
from production.selectors.scenario_kinds.late_supplier import coming_lines, later
from production.selectors.scenario_kinds.orders import new_forecast
from production.selectors.scenario_kinds.outsource import day_in
from production.services.forecast_overrides import forecast_ref, override_forecast
from production.services.outsourcing import outsource_operation

DRAFT_ORDER = "orders.draft_order"


def _reason(scenario: Scenario) -> str:
    with translation.override(company().language):
        return _("Scenario %(number)s %(name)s") % {"number": scenario.number, "name": scenario.name}


def adopt_add_order(
    scenario: Scenario, payload: Payload, refs: References, *, actor: Actor, at: datetime
) -> list[DocumentRef]:
    """Have the sales side write a draft order."""
    made: DocumentRef = run_action(
        DRAFT_ORDER,
        scenario.ref,
        actor=actor,
        at=at,
        customer_id=payload["customer"],
        item_id=payload["product"],
        quantity=Decimal(payload["quantity"]),
        wanted_on=date.fromisoformat(payload["wanted_date"]),
        unit_price=None if payload["price"] is None else Decimal(payload["price"]),
        note=_reason(scenario),
    )
    return [made]


def adopt_outsource(
    scenario: Scenario, payload: Payload, refs: References, *, actor: Actor, at: datetime
) -> list[DocumentRef]:
    """Give an operation away, or raise a requisition for pieces that we would have made."""
    supplier = refs.suppliers[payload["supplier"]]
    if payload["operation"]:
        order = outsource_operation(
            operation_id=payload["operation"],
            supplier=supplier,
            lead_days=payload["lead_days"],
            unit_cost=None if payload["unit_cost"] is None else Decimal(payload["unit_cost"]),
            actor=actor,
            at=at,
        )
        return [order.ref]
    with translation.override(company().language):
        reason = _("%(scenario)s: from %(supplier)s at %(price)s a piece") % {
            "scenario": _reason(scenario),
            "supplier": supplier.name,
            "price": payload["unit_cost"],
        }
    made = create_requisition(
        item=refs.items[payload["product"]],
        warehouse=Warehouse.objects.filter(is_active=True).order_by("-is_default", "pk")[0],
        quantity=Decimal(payload["quantity"]),
        needed_on=day_in(payload["lead_days"]),
        reason=reason[:500],
        actor=actor,
        at=at,
    )
    return [submit_requisition(requisition_id=made.pk, actor=actor, at=at).ref]


def adopt_late_supplier(
    scenario: Scenario, payload: Payload, refs: References, *, actor: Actor, at: datetime
) -> list[DocumentRef]:
    """Expect the lines later; an order that somebody changed meanwhile is refused by its version."""
    lines: dict[int, list[PurchaseOrderLine]] = defaultdict(list)
    orders: dict[int, PurchaseOrder] = {}
    for row in coming_lines(payload).select_related("purchase_order"):
        lines[row.purchase_order_id].append(row)
        orders[row.purchase_order_id] = row.purchase_order
    found = []
    for pk in sorted(lines):
        today = business_day(at)
        order = reschedule_purchase_order(
            purchase_order_id=pk,
            dates={row.line_no: max(later(row, payload["days"]), today) for row in lines[pk]},
            reason=_reason(scenario),
            expected_version=orders[pk].version,
            actor=actor,
            at=at,
        )
        found.append(order.ref)
    return found


def adopt_forecast_change(
    scenario: Scenario, payload: Payload, refs: References, *, actor: Actor, at: datetime
) -> list[DocumentRef]:
    """Say something else than the forecast of the company as a whole, with the scenario as the reason."""
    forecast = Forecast.objects.select_related("item", "region").get(
        item_id=payload["product"], region__isnull=True
    )
    for row, quantity in new_forecast(payload):
        if quantity != row.quantity:
            override_forecast(
                forecast_id=forecast.pk,
                starts_on=row.starts_on,
                quantity=quantity,
                reason=_reason(scenario),
                actor=actor,
                at=at,
            )
    return [forecast_ref(forecast)]
