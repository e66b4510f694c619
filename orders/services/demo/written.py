"""What has been written so far, by the names the plan uses, so that later parts can point to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from erp.identity.models import User
from erp.masterdata.models import Carrier
from inventory.models import Item, Warehouse


@dataclass
class Written:
    """Keys of the rows the demo company consists of."""

    tax_codes: dict[str, int] = field(default_factory=dict)
    regions: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    sales: dict[str, User] = field(default_factory=dict)  # by region
    carriers: dict[str, Carrier] = field(default_factory=dict)
    calendar_id: int = 0
    bins: dict[str, list[int]] = field(default_factory=dict)  # by zone
    depot_bin: int = 0
    items: dict[str, Item] = field(default_factory=dict)
    item_bin: dict[str, int] = field(default_factory=dict)
    suppliers: dict[str, int] = field(default_factory=dict)
    customers: dict[str, int] = field(default_factory=dict)
    customer_sales: dict[str, int] = field(default_factory=dict)
    main: Warehouse = field(default_factory=Warehouse)
    depot: Warehouse = field(default_factory=Warehouse)
