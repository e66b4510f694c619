"""The purchase order (采购订单) as it goes to the supplier."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.core.errors import NotFound
from erp.core.formats import day_text, money_text, number_text, price_text
from erp.core.money import round_money
from erp.core.pdf import code128_svg, picture_of, render_pdf
from erp.masterdata.selectors.company import company
from inventory.models import PurchaseOrder, SupplierItem
from inventory.selectors.purchases import purchase_orders_in_full
from inventory.services.documents import head_of


def purchase_order_pdf(*, purchase_order_id: int, language: str) -> bytes:
    """A purchase order on A4, with prices, for the supplier.

    Raises: NotFound.
    """
    order = purchase_orders_in_full(PurchaseOrder.objects.filter(pk=purchase_order_id)).first()
    if order is None:
        raise NotFound(kind="purchase_order", id=purchase_order_id)
    with translation.override(language):
        data = _order(order)
    logo = picture_of(company().logo)
    return render_pdf("purchase_order", data, {"logo": logo} if logo else {})


def _order(order: PurchaseOrder) -> dict[str, Any]:
    lines = list(order.lines.all())
    skus = dict(
        SupplierItem.objects.filter(supplier_id=order.supplier_id, item_id__in=[row.item_id for row in lines])
        .exclude(supplier_sku="")
        .values_list("item_id", "supplier_sku")
    )
    supplier = order.supplier
    place = " ".join(order.warehouse.address.split())
    return {
        "lang": "zh" if (translation.get_language() or "").startswith("zh") else "en",
        "title": f"{_('Purchase order')} {order.number}",
        "words": _words(),
        "company": head_of(company()),
        "number": order.number,
        "barcode": code128_svg(order.number),
        "supplier": supplier.legal_name or supplier.name,
        "contact": "  ·  ".join(part for part in (supplier.phone, supplier.email) if part),
        "supplier_reference": order.supplier_reference,
        "date": day_text(order.ordered_on),
        "expected": day_text(order.expected_on),
        "ship_to": f"{order.warehouse.name} {place}".strip() or company().name,
        "has_their_sku": bool(skus),
        "lines": [
            {
                "no": str(row.line_no),
                "sku": row.item.sku,
                "name": row.item.name,
                "their_sku": skus.get(row.item_id, ""),
                "quantity": number_text(row.ordered),
                "unit": row.unit_code,
                "expected": day_text(row.expected_on),
                "price": price_text(row.unit_price, order.currency_id),
                "amount": money_text(
                    round_money(row.ordered * row.unit_price, order.currency_id), order.currency_id
                ),
            }
            for row in lines
        ],
        "total": money_text(order.total, order.currency_id),
        "note": order.note,
        "signatures": [_("Ordered by"), _("Confirmed by supplier")],
    }


def _words() -> dict[str, str]:
    return {
        "title": _("Purchase order"),
        "page": _("Page"),
        "line": pgettext("column", "No."),
        "sku": _("SKU"),
        "their_sku": _("Your SKU"),
        "description": _("Description"),
        "quantity": _("Quantity"),
        "unit": _("Unit"),
        "expected": _("Delivery date"),
        "price": _("Price"),
        "amount": _("Amount"),
        "supplier": _("Supplier"),
        "contact": _("Contact"),
        "supplier_reference": _("Your number"),
        "date": _("Date"),
        "ship_to": _("Ship to"),
        "total": _("Total"),
        "note": _("Note"),
        "please": _("Please confirm quantities and dates, and name our number on papers and packages."),
    }
