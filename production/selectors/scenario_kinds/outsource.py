"""Work given to a supplier: one operation of a work order, or pieces of a product."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.formats import day_text, quantity_text
from erp.core.money import MONEY_MAX
from erp.core.quantity import QUANTITY_MAX, plain
from erp.masterdata.selectors.company import business_day
from production.calc.planning.model import micro
from production.calc.scenarios.changes import Change, ItemOutside, OperationOutside
from production.models import Operation
from production.selectors.open_shop import DAY, NOWHERE, OPEN_ORDERS
from production.selectors.scenario_kinds.base import Given, Payload, References, mark, row_id
from production.selectors.scenario_kinds.orders import planned_product, product_mark
from production.selectors.scenario_picture import World

ZERO = Decimal(0)
MOST_DAYS = 365


class Outsource:
    """A supplier does an operation, or delivers pieces that we would make."""

    code = "outsource"
    fields: tuple[str, ...] = ("operation", "product", "quantity", "supplier", "lead_days", "unit_cost")

    def cleaned(self, given: Given) -> Payload:
        """Either an operation, or a product with a quantity; supplier, days and price a piece."""
        operation: Operation | None = given.row("operation", "operation", required=False)
        item = planned_product(given) if given.is_given("product") else None
        quantity = given.number(
            "quantity", ZERO, QUANTITY_MAX, required=given.is_given("product"), is_open=True
        )
        supplier = given.row("supplier", "supplier")
        if given.is_given("operation") == given.is_given("product"):
            given.add("operation", _("Give either an operation or a product."))
        if operation is not None and not _can_go(operation):
            given.add(
                "operation", _("Only an operation of an open work order that has not begun can go out.")
            )
        if supplier is not None and not supplier.is_active:
            given.add("supplier", _("This supplier is not active."))
        lead = given.whole("lead_days", 1, MOST_DAYS)
        cost = given.number("unit_cost", ZERO, MONEY_MAX)
        return {
            "operation": operation.pk if operation else None,
            "product": item.pk if item else None,
            "quantity": str(plain(quantity)) if item and quantity else None,
            "supplier": supplier.pk if supplier else None,
            "lead_days": lead,
            "unit_cost": None if cost is None else str(plain(cost)),
        }

    def shown(self, payload: Payload, refs: References) -> Payload:
        """With public id, SKU and the supplier's code."""
        item = refs.items.get(payload["product"] or 0)
        return {
            **payload,
            "operation": row_id("operation", payload["operation"]),
            "product": item.sku if item else None,
            "supplier": refs.suppliers[payload["supplier"]].code,
        }

    def words(self, payload: Payload, refs: References) -> str:
        """The outsourcing in a sentence."""
        facts = {
            "supplier": refs.suppliers[payload["supplier"]].name,
            "days": payload["lead_days"],
            "what": _what(payload, refs),
        }
        return (
            ngettext(
                "%(supplier)s makes %(what)s in %(days)s day",
                "%(supplier)s makes %(what)s in %(days)s days",
                payload["lead_days"],
            )
            % facts
        )

    def touched(self, payload: Payload, refs: References) -> dict[str, str]:
        """The operation with its work order, or the product; the supplier."""
        supplier = refs.suppliers[payload["supplier"]]
        found = {f"supplier {supplier.code}": mark(supplier.is_active)}
        if payload["operation"]:
            row = refs.operations[payload["operation"]]
            state = (
                row.state,
                row.version,
                row.work_center_id,
                row.work_order.state,
                row.work_order.quantity,
            )
            found[f"operation {row.work_order.number}/{row.number}"] = mark(*state)
        else:
            item = refs.items[payload["product"]]
            found[f"product {item.sku}"] = product_mark(item)
        return found

    def changes(self, payload: Payload, refs: References, world: World) -> list[Change]:
        """The step without a machine; or one more open supply."""
        cost, days = float(payload["unit_cost"]), payload["lead_days"]
        if payload["operation"]:
            row = refs.operations[payload["operation"]]
            total = cost * float(row.work_order.open_quantity)
            return [OperationOutside(row.pk, NOWHERE, days * DAY, total)]
        node = world.picture.node_of.get((payload["product"], world.home))
        if node is None:
            return []
        quantity = Decimal(payload["quantity"])
        return [ItemOutside(node, days, micro(quantity), cost * float(quantity))]

    def real(self, payload: Payload, refs: References) -> list[str]:
        """An operation at the supplier's work center, or a requisition."""
        facts = {
            "supplier": refs.suppliers[payload["supplier"]].name,
            "what": _what(payload, refs),
            "day": day_text(day_in(payload["lead_days"])),
        }
        if payload["operation"]:
            return [_("%(what)s goes to %(supplier)s") % facts]
        return [_("A requisition is raised: %(what)s from %(supplier)s by %(day)s") % facts]


def day_in(days: int) -> date:
    """The business day so many days from today."""
    return business_day(timezone.now()) + timedelta(days=days)


def _can_go(operation: Operation) -> bool:
    return operation.state == "pending" and operation.work_order.state in OPEN_ORDERS


def _what(payload: Payload, refs: References) -> str:
    if payload["operation"]:
        row = refs.operations[payload["operation"]]
        return _("operation %(number)s %(name)s of %(order)s") % {
            "number": row.number,
            "name": row.name,
            "order": row.work_order.number,
        }
    item = refs.items[payload["product"]]
    return f"{quantity_text(Decimal(payload['quantity']), item.unit.code)} {item.sku}"
