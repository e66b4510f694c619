"""An order as the entry page sends it: read field by field, every mistake noted beside its field or cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.custom_fields import clean_custom, custom_field_definitions
from erp.core.errors import NotFound
from erp.core.models import CustomFieldDefinition
from erp.core.records import Problems
from erp.core.views import typed
from erp.masterdata.models import Customer
from erp.masterdata.selectors.parties import carrier_rows
from inventory.selectors.warehouses import warehouse_rows
from orders.models import Order
from orders.selectors.customers import customer_rows
from orders.selectors.quotes import LineAsk
from orders.services.entry import MAX_LINES, OrderInput
from orders.services.order_lines import LineInput

ADDRESS = ("recipient", "phone", "line1", "line2", "city", "state", "postal_code", "country")


@dataclass
class EnteredLine:
    """One row of the grid; `id` names a line that the order has already."""

    key: str
    item_id: int | None
    id: int | None
    unit_id: int | None
    quantity: Decimal | None
    unit_price: Decimal | None
    discount_rate: Decimal | None
    requested_on: date | None
    custom: dict[str, Any] = field(default_factory=dict)

    def as_input(self) -> LineInput:
        """The line as the service takes it."""
        return LineInput(
            item_id=self.item_id or 0,
            quantity=self.quantity or Decimal(0),
            unit_price=self.unit_price,
            unit_id=self.unit_id,
            discount_rate=self.discount_rate,
            requested_on=self.requested_on,
            custom=self.custom,
        )

    def as_ask(self) -> LineAsk | None:
        """The line as it is quoted; None as long as product or quantity is missing."""
        if self.item_id is None or self.quantity is None:
            return None
        return LineAsk(
            self.key,
            self.item_id,
            self.quantity,
            self.unit_id,
            self.unit_price,
            self.discount_rate,
            self.requested_on,
        )


@dataclass
class Entered:
    """The whole entry with what is wrong in it."""

    body: Mapping[str, Any]
    header: Mapping[str, Any]
    lines: list[EnteredLine]
    problems: Problems

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Entered:
        """Take what the page has sent; nothing is refused yet."""
        header = body.get("header")
        rows = body.get("lines")
        problems = Problems()
        if not isinstance(rows, list):
            rows = []
        if len(rows) > MAX_LINES:
            problems.add("lines", _("An order has at most 5,000 lines."))
            rows = rows[:MAX_LINES]
        fields = custom_field_definitions("order_line")
        lines = [
            _line(row, f"lines[{place}]", fields, problems)
            for place, row in enumerate(rows)
            if isinstance(row, Mapping)
        ]
        return cls(body, header if isinstance(header, Mapping) else {}, lines, problems)

    def customer(self, actor: Actor) -> Customer | None:
        """The customer chosen, with terms and tax code; None when none is chosen or visible."""
        pk = typed.key(self.header.get("customer"))
        if pk is None:
            return None
        return customer_rows(actor).select_related("terms__price_list", "tax_code").filter(pk=pk).first()

    def requested_on(self) -> date | None:
        """The requested date of the order."""
        found: date | None = typed.taken(self.header, "requested_on", typed.day, self.problems)
        return found

    def carrier_id(self) -> int | None:
        """The carrier chosen, if it is one."""
        pk = typed.key(self.header.get("carrier"))
        return pk if pk and carrier_rows().filter(pk=pk, is_active=True).exists() else None

    def warehouse_id(self) -> int | None:
        """The warehouse chosen, if it is one."""
        pk = typed.key(self.header.get("warehouse"))
        return pk if pk and warehouse_rows().filter(pk=pk, is_active=True).exists() else None

    def ship_to(self) -> dict[str, Any] | None:
        """The address entered; None leaves it to the customer's."""
        sent = self.header.get("ship_to")
        if not isinstance(sent, Mapping):
            return None
        found = {name: str(sent.get(name) or "").strip()[:200] for name in ADDRESS}
        kept = {name: value for name, value in found.items() if value}
        return kept or None

    def reservation_policy(self) -> str | None:
        """When goods are reserved; None where the door did not say."""
        said = self.header.get("reservation_policy")
        return None if said is None else str(said)

    def text(self, name: str, most: int) -> str:
        """A text of the header, within its length."""
        value = str(self.header.get(name) or "").strip()
        if len(value) > most:
            self.problems.add(name, _("Has more than %(count)s characters.") % {"count": most})
        return value[:most]

    def as_input(self, actor: Actor, stored: Order | None = None) -> OrderInput:
        """The order as the service takes it.

        Raises: Invalid with everything that is wrong, beside its field.
        """
        customer = self.customer(actor)
        if customer is None:
            self.problems.add("customer", _("Choose a customer."))
        for place, line in enumerate(self.lines):
            if line.item_id is None:
                self.problems.add(f"lines[{place}].product", _("Choose a product."))
            if line.quantity is None and f"lines[{place}].quantity" not in self.problems.errors:
                self.problems.add(f"lines[{place}].quantity", _("Give a quantity."))
        custom = clean_custom(
            "order",
            self.header.get("custom") or {},
            stored=stored.custom if stored else None,
            problems=self.problems,
        )
        order = OrderInput(
            customer_id=customer.pk if customer else 0,
            lines=[line.as_input() for line in self.lines],
            priority=str(self.header.get("priority") or "normal"),
            requested_on=self.requested_on(),
            ship_complete=bool(self.header.get("ship_complete")),
            reservation_policy=self.reservation_policy(),
            carrier_id=self.carrier_id(),
            warehouse_id=self.warehouse_id(),
            customer_po=self.text("customer_po", 120),
            note=self.text("note", 5000),
            ship_to=self.ship_to(),
            custom=custom,
        )
        self.problems.refuse()
        return order


def _line(
    row: Mapping[str, Any], path: str, fields: Sequence[CustomFieldDefinition], problems: Problems
) -> EnteredLine:
    custom = row.get("custom")
    return EnteredLine(
        key=str(row.get("key") or "")[:40],
        item_id=typed.key(row.get("item")),
        id=typed.key(row.get("id")),
        unit_id=typed.key(row.get("unit")),
        quantity=typed.taken(row, "quantity", typed.quantity, problems, f"{path}.quantity"),
        unit_price=typed.taken(row, "price", typed.amount, problems, f"{path}.unit_price"),
        discount_rate=typed.taken(row, "discount", typed.percent, problems, f"{path}.discount_rate"),
        requested_on=typed.taken(row, "requested_on", typed.day, problems, f"{path}.requested_on"),
        custom=_custom(custom, path, fields, problems) if fields else {},
    )


def _custom(
    values: Any, path: str, fields: Sequence[CustomFieldDefinition], problems: Problems
) -> dict[str, Any]:
    own = Problems()
    found = clean_custom("order_line", values or {}, problems=own, definitions=list(fields))
    problems.merge(own.errors, f"{path}.")
    return found


def draft_or_order(actor: Actor, number: Any) -> Order:
    """The order of this number, if the actor sees it.

    Raises: NotFound.
    """
    from orders.selectors.orders import visible_orders

    order = (
        visible_orders(actor)
        .select_related("customer__terms__price_list", "customer__tax_code", "warehouse")
        .filter(number=str(number)[:60])
        .first()
    )
    if order is None:
        raise NotFound(kind="order", number=str(number)[:60])
    return order
