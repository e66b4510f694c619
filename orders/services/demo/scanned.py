"""What the pickers of the demo company scanned lately: nearly always right, now and then the wrong thing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from inventory.models import Scan, ShipmentLine
from orders.services.demo.dice import dice_for
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written

DAYS = 120
MOST_LINES = 20_000
WRONG_SHARE = 0.012  # of the lines, at the shelf
ESCAPED_SHARE = 0.003  # found at packing


def write_scans(plan: DemoPlan, written: Written) -> dict[str, int]:
    """Pick scans of the shipments of the last months; those that really were scanned keep their own."""
    dice = dice_for(plan.seed, "scans")
    since = plan.now - timedelta(days=DAYS)
    lines = (
        ShipmentLine.objects.select_related("shipment", "item", "location", "lot")
        .filter(shipment__picked_at__gte=since, shipment__scans__isnull=True, picked__gt=0)
        .order_by("-shipment__picked_at", "pk")[:MOST_LINES]
    )
    rows = [scan for line in lines for scan in _scans(line, dice, written)]
    Scan.objects.bulk_create(sorted(rows, key=lambda scan: scan.at), batch_size=2000)
    return {"scans": len(rows)}


def _scans(line: ShipmentLine, dice: random.Random, written: Written) -> Iterator[Scan]:
    picked_at = line.shipment.picked_at
    assert picked_at is not None  # noqa: S101 -- asked for above
    at = picked_at - timedelta(minutes=dice.uniform(1, 14))
    if dice.random() < WRONG_SHARE:
        refusal = dice.choice(("wrong_item", "wrong_place", "too_many"))
        yield _scan(line, "pick", at - timedelta(seconds=25), written, refusal)
    yield _scan(line, "pick", at, written)
    if dice.random() < ESCAPED_SHARE:
        yield _scan(line, "pack", picked_at + timedelta(minutes=9), written, "wrong_item")


def _scan(line: ShipmentLine, stage: str, at: datetime, written: Written, refusal: str = "") -> Scan:
    """One scan; a wrong one counts on no line."""
    picker = written.people["warehouse_operator"]
    return Scan(
        shipment=line.shipment,
        line=None if refusal else line,
        at=at,
        stage=stage,
        code=line.item.barcode or line.item.sku,
        item_id=line.item_id,
        quantity=line.picked,
        base_quantity=0 if refusal else line.picked,
        location=line.location.code if line.location else "",
        lot=line.lot.code if line.lot else "",
        is_right=not refusal,
        refusal=refusal,
        user_id=picker.pk,
        actor_label=str(picker),
    )
