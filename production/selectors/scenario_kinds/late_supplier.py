"""A supplier who comes later than expected: with one line, one order, or everything."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.formats import day_text
from erp.masterdata.models import Supplier
from inventory.models import ExpectedSupply, PurchaseOrder, PurchaseOrderLine
from inventory.selectors.purchases import COMING
from production.calc.scenarios.changes import Change, LateSupply
from production.selectors.material_dates import FIRST, material_dates
from production.selectors.scenario_kinds.base import Given, Payload, References, mark
from production.selectors.scenario_picture import World

LINE = "purchase_order_line"
MOST_DAYS, MOST_TOLD = 365, 20


class LateSupplier:
    """What is on its way comes some days later."""

    code = "late_supplier"
    fields: tuple[str, ...] = ("purchase_order", "line", "supplier", "days")

    def cleaned(self, given: Given) -> Payload:
        """Either a purchase order, of which perhaps one line, or a supplier; and the days."""
        order = given.row("purchase_order", "purchase_order", required=False)
        supplier = given.row("supplier", "supplier", required=False)
        line = given.whole("line", 1, 10_000, required=False)
        payload = {
            "purchase_order": order.pk if order else None,
            "line": line,
            "supplier": supplier.pk if supplier else None,
            "days": given.whole("days", 1, MOST_DAYS),
        }
        if given.is_given("purchase_order") == given.is_given("supplier"):
            given.add("purchase_order", _("Give either a purchase order or a supplier."))
        elif line is not None and order is None:
            given.add("line", _("A line belongs to a purchase order."))
        elif (order or supplier) and not coming_lines(payload).exists():
            name = "line" if line is not None else ("purchase_order" if order else "supplier")
            given.add(name, _("Nothing of this is on its way."))
        return payload

    def shown(self, payload: Payload, refs: References) -> Payload:
        """With the order's number or the supplier's code."""
        order, supplier = _named(payload, refs)
        return {
            **payload,
            "purchase_order": order.number if order else None,
            "supplier": supplier.code if supplier else None,
        }

    def words(self, payload: Payload, refs: References) -> str:
        """The delay in a sentence."""
        order, supplier = _named(payload, refs)
        facts = {"days": payload["days"], "line": payload["line"]}
        if supplier:
            facts["supplier"] = supplier.name
            return (
                ngettext(
                    "%(supplier)s comes %(days)s day later with everything",
                    "%(supplier)s comes %(days)s days later with everything",
                    payload["days"],
                )
                % facts
            )
        facts["order"] = order.number if order else ""
        if payload["line"]:
            return (
                ngettext(
                    "Line %(line)s of %(order)s comes %(days)s day later",
                    "Line %(line)s of %(order)s comes %(days)s days later",
                    payload["days"],
                )
                % facts
            )
        return (
            ngettext(
                "%(order)s comes %(days)s day later", "%(order)s comes %(days)s days later", payload["days"]
            )
            % facts
        )

    def touched(self, payload: Payload, refs: References) -> dict[str, str]:
        """The lines that are on their way, as they are expected now."""
        order, supplier = _named(payload, refs)
        rows = coming_lines(payload).values_list("pk", "expected_on", "quantity", "received")
        name = f"purchase order {order.number}" if order else f"supplier {supplier.code if supplier else ''}"
        return {name: mark(list(rows))}

    def changes(self, payload: Payload, refs: References, world: World) -> list[Change]:
        """Later receipts; and later material for the operations that wait for them."""
        keys = set(coming_lines(payload).values_list("pk", flat=True))
        rows = ExpectedSupply.objects.filter(source_kind=LINE, source_id__in=keys, is_open=True)
        supplies = list(rows.order_by("pk").values_list("pk", flat=True))
        for pk in supplies:
            world.late[pk] = world.late.get(pk, 0) + payload["days"]
        receipts = tuple(world.supply_at[pk] for pk in supplies if pk in world.supply_at)
        return [LateSupply(receipts, payload["days"], _materials(world))]

    def real(self, payload: Payload, refs: References) -> list[str]:
        """The lines that are expected on another day."""
        lines = list(coming_lines(payload).select_related("purchase_order")[: MOST_TOLD + 1])
        told = [
            _("Line %(line)s of %(order)s is expected on %(new)s instead of %(old)s")
            % {
                "line": row.line_no,
                "order": row.purchase_order.number,
                "new": day_text(later(row, payload["days"])),
                "old": day_text(row.expected_on),
            }
            for row in lines[:MOST_TOLD]
        ]
        return [*told, *([_("… and more lines")] if len(lines) > MOST_TOLD else [])]


def later(row: PurchaseOrderLine, days: int) -> date:
    """When a line would come."""
    return row.expected_on + timedelta(days=days)


def coming_lines(payload: Payload) -> QuerySet[PurchaseOrderLine]:
    """The lines on their way that a delay is about."""
    rows = PurchaseOrderLine.objects.filter(
        purchase_order__state__in=COMING, received__lt=F("quantity"), is_closed_short=False
    )
    if payload["supplier"]:
        rows = rows.filter(purchase_order__supplier_id=payload["supplier"])
    else:
        rows = rows.filter(purchase_order_id=payload["purchase_order"])
    if payload["line"]:
        rows = rows.filter(line_no=payload["line"])
    return rows.order_by("purchase_order_id", "line_no")


def _named(payload: Payload, refs: References) -> tuple[PurchaseOrder | None, Supplier | None]:
    order = refs.purchases.get(payload["purchase_order"] or 0)
    return order, refs.suppliers.get(payload["supplier"] or 0)


def _materials(world: World) -> dict[int, int]:
    """When the last component of each operation is there with the delays so far, by operation."""
    dates = material_dates(world.shop.orders, world.now, late=world.late)
    found: dict[int, int] = {}
    for job in world.shop.problem.jobs:
        for place, step in enumerate(job.steps):
            number = world.shop.operations[step.key].number
            known = [
                at
                for one in ((FIRST, number) if not place else (number,))
                if (at := dates.get((job.key, one))) is not None
            ]
            if known:
                found[step.key] = max(world.shop.seconds(at) for at in known)
    return found
