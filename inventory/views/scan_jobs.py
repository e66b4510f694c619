"""What a phone needs to pick or pack alone: the steps of one shipment, or of a whole wave, in bin order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.errors import NotFound
from erp.core.formats import unit_text
from erp.core.quantity import plain
from erp.core.states import state_label
from erp.masterdata.selectors.company import business_day
from inventory.models import ItemUnit, Shipment, ShipmentLine
from inventory.selectors.scans import packed_by_line
from inventory.selectors.shipments import shipments_in_full, visible_shipments
from inventory.selectors.waves import visible_waves
from inventory.services.scanning import OPEN
from inventory.services.scans import lot_refusal

ZERO = Decimal(0)
STAGES = ("pick", "pack", "wave")


def job_of(actor: Actor, stage: str, number: str) -> dict[str, Any]:
    """The job of a shipment (`pick`, `pack`) or of a wave (`wave`), as far as the reader may see it.

    Raises: NotFound; Http404 for another stage.
    """
    if stage not in STAGES:
        raise Http404
    rows = shipments_in_full(visible_shipments(actor))
    if stage == "wave":
        wave = visible_waves(actor).filter(number=number[:60]).first()
        if wave is None:
            raise NotFound(kind="wave", number=number[:60])
        found = list(
            rows.filter(wave=wave, state__in=["released", "picking", "picked"]).order_by("slot", "pk")
        )
    else:
        found = list(rows.filter(number=number[:60]))
        if not found:
            raise NotFound(kind="shipment", number=number[:60])
    return _job(found, stage, number)


def _job(shipments: Sequence[Shipment], stage: str, number: str) -> dict[str, Any]:
    kind = "pack" if stage == "pack" else "pick"
    lines = [(shipment, line) for shipment in shipments for line in shipment.lines.all()]
    units = _units({line.item_id for _shipment, line in lines})
    steps = _pick_steps(lines, units) if kind == "pick" else _pack_steps(shipments[0], units)
    shown = [
        {
            "number": shipment.number,
            "slot": shipment.slot or place,
            "customer": shipment.customer.name if shipment.customer else "",
            "stateText": str(state_label("shipment", shipment.state)),
            "isOpen": shipment.state in OPEN[kind],
        }
        for place, shipment in enumerate(shipments, start=1)
    ]
    is_wave = stage == "wave"
    page = reverse("wave-detail", args=[number]) if is_wave else reverse("shipment-detail", args=[number])
    return {
        "name": f"{stage}:{number}",
        "number": number,
        "stage": kind,
        "isWave": is_wave,
        "stamp": timezone.now().timestamp(),
        "isOpen": any(one["isOpen"] for one in shown),
        "stateText": shown[0]["stateText"] if len(shown) == 1 else "",
        "shipments": shown,
        "url": page,
        "stateUrl": reverse("scan-state", args=[stage, number]),
        "steps": steps,
    }


def _units(item_ids: set[int]) -> dict[int, list[dict[str, Any]]]:
    units: dict[int, list[dict[str, Any]]] = {}
    for row in ItemUnit.objects.filter(item_id__in=item_ids).exclude(barcode=""):
        factor = Decimal(row.numerator) / Decimal(row.denominator)
        units.setdefault(row.item_id, []).append({"code": row.barcode, "factor": plain(factor)})
    return units


def _pick_steps(
    lines: Sequence[tuple[Shipment, ShipmentLine]], units: dict[int, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """One step per line, in the order of the bins over all shipments."""
    slots = {
        shipment.pk: shipment.slot or place
        for place, shipment in enumerate(dict.fromkeys(s for s, _line in lines), start=1)
    }

    def path(pair: tuple[Shipment, ShipmentLine]) -> tuple[Any, ...]:
        shipment, line = pair
        return (line.location.pick_sequence, line.location.code, line.item.sku, slots[shipment.pk], line.pk)

    today = business_day(timezone.now())
    return [
        _step(line, units)
        | {
            "id": str(line.pk),
            "shipment": shipment.number,
            "slot": slots[shipment.pk],
            "bin": line.location.code,
            "binCodes": [code for code in (line.location.code, line.location.barcode) if code],
            "lot": line.lot.code if line.lot else "",
            "lotRefusal": lot_refusal(line, "pick", today),
            "asked": plain(line.quantity),
            "done": plain(line.picked),
            "isShort": bool(line.short_reason),
        }
        for shipment, line in sorted(lines, key=path)
    ]


def _pack_steps(shipment: Shipment, units: dict[int, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """One step per item: packing asks what is in the box, not where it came from."""
    verified = packed_by_line(shipment.pk)
    first: dict[int, ShipmentLine] = {}
    picked: dict[int, Decimal] = {}
    packed: dict[int, Decimal] = {}
    lots: dict[int, list[str]] = {}
    for line in shipment.lines.all():
        first.setdefault(line.item_id, line)
        picked[line.item_id] = picked.get(line.item_id, ZERO) + line.picked
        packed[line.item_id] = packed.get(line.item_id, ZERO) + verified.get(line.pk, ZERO)
        if line.lot:
            lots.setdefault(line.item_id, []).append(line.lot.code)
    return [
        _step(line, units)
        | {
            "id": str(item_id),
            "shipment": shipment.number,
            "bin": "",
            "binCodes": [],
            "lot": "",
            "lotCodes": lots.get(item_id, []),
            "asked": plain(picked[item_id]),
            "done": plain(packed[item_id]),
        }
        for item_id, line in first.items()
        if picked[item_id] > 0
    ]


def _step(line: ShipmentLine, units: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
    codes = [{"code": code, "factor": "1"} for code in (line.item.sku, line.item.barcode) if code]
    return {
        "item": line.item_id,
        "sku": line.item.sku,
        "name": line.item.name,
        "unit": unit_text(line.item.unit.code),
        "codes": codes + units.get(line.item_id, []),
    }
