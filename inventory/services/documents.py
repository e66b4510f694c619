"""The paper that goes with the goods: the packing slip (送货单); labels and manifests are in `labels.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.core.errors import NotFound
from erp.core.formats import day_text, money_text, number_text, quantity_text
from erp.core.pdf import code128_svg, picture_of, render_pdf
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import business_day, company
from inventory.models import Shipment, ShipmentLine
from inventory.selectors.shipments import shipments_in_full

ZERO = Decimal(0)


@dataclass(frozen=True)
class SlipPrice:
    """What a demand's goods cost the customer: per unit of the slip, and for a quantity of them."""

    unit_price: Decimal
    factor: Decimal  # amount per base unit, tax included
    currency: str


def packing_slip_pdf(
    *,
    shipment_id: int,
    language: str,
    form: str = "a4",
    prices: Mapping[int, SlipPrice] | None = None,
    amount_words: str = "",
    note: str = "",
) -> bytes:
    """The packing slip of a shipment: on A4 or on 241 × 140 mm continuous form.

    `prices` by demand come from whoever sold the goods; without them the slip has no prices.
    Raises: NotFound.
    """
    shipment = shipment_in_full(shipment_id)
    with translation.override(language):
        data = _slip(shipment, form, prices, amount_words, note)
    return render_pdf("packing_slip", data, pictures_of(company()))


def shipment_in_full(shipment_id: int) -> Shipment:
    """A shipment with what its papers show.

    Raises: NotFound.
    """
    rows = Shipment.objects.select_related("warehouse", "customer", "carrier")
    row = shipments_in_full(rows).filter(pk=shipment_id).first()
    if row is None:
        raise NotFound(kind="shipment", id=shipment_id)
    return row


def pictures_of(row: Company) -> dict[str, bytes]:
    """The pictures that papers carry."""
    found = {"logo": picture_of(row.logo)}
    return {name: content for name, content in found.items() if content}


def head_of(row: Company) -> dict[str, str]:
    """The company as the head of a document shows it."""
    contact = "  ·  ".join(part for part in (row.phone, row.email) if part)
    return {"name": row.name, "address": " ".join(row.address.split()), "contact": contact}


def address_text(ship_to: Mapping[str, Any]) -> str:
    """An address in one line, in the order of the reader's country."""
    if (translation.get_language() or "").startswith("zh"):
        names = ("postal_code", "country", "state", "city", "line1", "line2")
        parts = [str(ship_to.get(name) or "") for name in names if name != "country"]
        return " ".join(part for part in (parts[0], "".join(parts[1:])) if part)
    names = ("line1", "line2", "city", "state", "postal_code", "country")
    return ", ".join(str(ship_to[name]) for name in names if ship_to.get(name))


def paper_of(shipment: Shipment) -> dict[str, Any]:
    """What every paper of a shipment says."""
    ship_to = shipment.ship_to or {}
    customer = shipment.customer.name if shipment.customer else ""
    return {
        "lang": "zh" if (translation.get_language() or "").startswith("zh") else "en",
        "company": head_of(company()),
        "number": shipment.number,
        "barcode": code128_svg(shipment.number),
        "order": shipment.document_number,
        "date": day_text(
            timezone.localtime(shipment.shipped_at).date()
            if shipment.shipped_at
            else business_day(timezone.now())
        ),
        "customer": customer,
        "recipient": str(ship_to.get("recipient") or customer),
        "ship_to": address_text(ship_to),
        "carrier": shipment.carrier_name or (shipment.carrier.name if shipment.carrier else ""),
        "tracking": shipment.tracking_number,
    }


def _slip(
    shipment: Shipment, form: str, prices: Mapping[int, SlipPrice] | None, amount_words: str, note: str
) -> dict[str, Any]:
    lines = slip_lines(shipment)
    contact = " ".join(str(shipment.ship_to.get(name) or "") for name in ("recipient", "phone")).strip()
    totals = {line.item.unit.code for line in lines}
    count = sum((quantity_of(shipment, line) for line in lines), ZERO)
    boxes = list(shipment.packages.all())
    priced = priced_lines(shipment, prices) if prices else {}
    amount = sum((value for _price, value in priced.values()), ZERO)
    currency = next(iter(prices.values())).currency if prices else ""
    return paper_of(shipment) | {
        "title": f"{_('Packing slip')} {shipment.number}",
        "words": _slip_words(),
        "form": form,
        "size": 9,
        "contact": contact,
        "warehouse": shipment.warehouse.name,
        "packages": str(len(boxes)) if boxes else "",
        "priced": bool(priced),
        "has_lots": any(line.lot_id for line in lines),
        "lines": [_slip_line(shipment, no, line, priced, currency) for no, line in enumerate(lines, start=1)],
        "total_quantity": quantity_text(count, totals.pop() if len(totals) == 1 else ""),
        "total_amount": money_text(amount, currency) if priced else "",
        "amount_words": amount_words,
        "note": note,
        "signatures": [_("Prepared by"), _("Checked by"), _("Delivered by"), _("Signed by customer")],
    }


def slip_lines(shipment: Shipment) -> list[ShipmentLine]:
    """What a slip lists: everything to pick, or once picked what was found, by order line."""
    rows = [line for line in shipment.lines.all() if quantity_of(shipment, line) > 0]
    return sorted(rows, key=lambda line: (line.demand.line_no, line.pk))


def quantity_of(shipment: Shipment, line: ShipmentLine) -> Decimal:
    """How much of a line the slip shows: what is asked, or once picked what was picked."""
    return line.quantity if shipment.state in {"draft", "released", "picking"} else line.picked


def priced_lines(shipment: Shipment, prices: Mapping[int, SlipPrice]) -> dict[int, tuple[SlipPrice, Decimal]]:
    """Price and amount per line of a slip, by the line's key; lines without a price are free."""
    priced = {}
    for line in slip_lines(shipment):
        price = prices.get(line.demand_id)
        if price is not None:
            amount = (quantity_of(shipment, line) * price.factor).quantize(Decimal("0.01"))
            priced[line.pk] = (price, amount)
    return priced


def _slip_line(
    shipment: Shipment,
    number: int,
    line: ShipmentLine,
    priced: Mapping[int, tuple[SlipPrice, Decimal]],
    currency: str,
) -> dict[str, str]:
    price, amount = priced.get(line.pk, (None, ZERO))
    return {
        "no": str(number),
        "sku": line.item.sku,
        "name": line.item.name,
        "lot": line.lot.code if line.lot else "",
        "quantity": number_text(quantity_of(shipment, line)),
        "unit": line.item.unit.code,
        "price": money_text(price.unit_price, currency) if price else "",
        "amount": money_text(amount, currency) if price else "",
    }


def _slip_words() -> dict[str, str]:
    return shared_words() | {
        "title": _("Packing slip"),
        "page": _("Page"),
        "line": pgettext("column", "No."),
        "sku": _("SKU"),
        "description": _("Description"),
        "lot": _("Lot"),
        "quantity": _("Quantity"),
        "unit": _("Unit"),
        "price": _("Price with tax"),
        "amount": _("Amount with tax"),
        "customer": _("Customer"),
        "contact": _("Contact"),
        "warehouse": _("Warehouse"),
        "packages": _("Packages"),
        "in_words": _("In words"),
        "total_quantity": _("Total quantity"),
        "total_amount": _("Total with tax"),
        "note": _("Note"),
        "receipt": _(
            "Please check the goods on receipt and sign. Tell us about differences within three days."
        ),
    }


def shared_words() -> dict[str, str]:
    """The words that several papers have."""
    return {
        "order": pgettext("document", "Order"),
        "date": _("Date"),
        "carrier": _("Carrier"),
        "tracking": _("Tracking number"),
        "ship_to": _("Ship to"),
    }
