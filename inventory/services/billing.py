"""What of receipts suppliers have billed: the receipts keep the count, whoever books invoices tells it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from erp.core.sets import update_rows
from inventory import locks
from inventory.models import ReceiptLine


def lock_billable_lines(order_line_ids: Collection[int]) -> dict[int, list[ReceiptLine]]:
    """Lock everything that arrived of purchase order lines, by order line, the oldest first."""
    keys = ReceiptLine.objects.filter(order_line_id__in=order_line_ids).values_list("pk", flat=True)
    found: dict[int, list[ReceiptLine]] = {}
    for row in locks.receipt_lines_for_update(keys).values():
        found.setdefault(row.order_line_id, []).append(row)
    return found


def bill_receipt_lines(line: ReceiptLine, quantity: Decimal) -> Decimal:
    """Count a quantity of a locked line as billed (negative: no longer); gives the value that clears.

    Units: the value is in the base currency, by the purchase order. All parts of a line clear
    exactly its value, whatever is lost by rounding on the way.
    """
    before = line.open_value
    line.invoiced += quantity
    update_rows(ReceiptLine, [{"id": line.pk, "invoiced": quantity}], add=["invoiced"])
    return before - line.open_value
