"""The product that an address names."""

from __future__ import annotations

from typing import Any

from erp.core.errors import NotFound
from inventory.models import Item
from inventory.selectors.items import item_rows


def item_of(request: Any, sku: str) -> Item:
    """An item by its SKU.

    Raises: NotFound.
    """
    item = (
        item_rows(request.actor).select_related("unit", "category", "tax_code").filter(sku=sku[:60]).first()
    )
    if item is None:
        raise NotFound(kind="product", sku=sku[:60])
    return item
