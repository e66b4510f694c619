"""Papers of the dock: the carrier's label of every package, and the manifest that the driver signs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erp.core.errors import NotFound
from erp.core.formats import day_text, number_text, quantity_text
from erp.core.pdf import code128_svg, gs1_128_svg, qr_svg, render_pdf
from erp.masterdata.selectors.company import company
from inventory.models import Manifest, Package, Shipment
from inventory.selectors.manifests import shipments_of_manifest
from inventory.services.documents import head_of, paper_of, pictures_of, shared_words, shipment_in_full


def label_pdf(*, shipment_id: int, language: str) -> bytes:
    """The labels of a shipment, 100 × 150 mm, one per package, with its SSCC where it has one.

    Raises: NotFound.
    """
    shipment = shipment_in_full(shipment_id)
    with translation.override(language):
        data = _label(shipment)
    return render_pdf("label", data, pictures_of(company()))


def _label(shipment: Shipment) -> dict[str, Any]:
    boxes: Sequence[Package | None] = list(shipment.packages.all()) or [None]
    return paper_of(shipment) | {
        "title": f"{_('Shipping label')} {shipment.number}",
        "words": shared_words() | {"weight": _("Weight"), "size": _("Size")},
        "contact": str(shipment.ship_to.get("phone") or ""),
        "tracking_barcode": code128_svg(shipment.tracking_number),
        "boxes": [_box(shipment, box, place, len(boxes)) for place, box in enumerate(boxes, start=1)],
    }


def _box(shipment: Shipment, box: Package | None, place: int, count: int) -> dict[str, str]:
    sides = [side for side in (box.length_cm, box.width_cm, box.height_cm) if side] if box else []
    sscc = box.sscc if box else ""
    return {
        "place": f"{place}/{count}",
        "qr": qr_svg(f"{shipment.number}/{place}"),
        "weight": quantity_text(box.weight_kg, "kg") if box and box.weight_kg else "",
        "size": f"{' × '.join(number_text(side) for side in sides)} cm" if len(sides) == 3 else "",
        "sscc": f"(00) {sscc[0]} {sscc[1:10]} {sscc[10:17]} {sscc[17]}" if sscc else "",
        "sscc_barcode": gs1_128_svg(f"00{sscc}") if sscc else "",
    }


def manifest_pdf(*, manifest_id: int, language: str) -> bytes:
    """A manifest as the driver signs it, on A4.

    Raises: NotFound.
    """
    row = Manifest.objects.select_related("warehouse").filter(pk=manifest_id).first()
    if row is None:
        raise NotFound(kind="manifest", id=manifest_id)
    with translation.override(language):
        data = _manifest(row)
    return render_pdf("manifest", data, pictures_of(company()))


def _manifest(row: Manifest) -> dict[str, Any]:
    return {
        "lang": "zh" if (translation.get_language() or "").startswith("zh") else "en",
        "title": f"{_('Manifest')} {row.number}",
        "company": head_of(company()),
        "words": _manifest_words(),
        "number": row.number,
        "barcode": code128_svg(row.number),
        "carrier": row.carrier_name,
        "driver": row.driver,
        "warehouse": row.warehouse.name,
        "date": day_text(row.day),
        "shipments": str(row.shipment_count),
        "packages": str(row.package_count),
        "weight": quantity_text(row.weight_kg, "kg") if row.weight_kg else "",
        "rows": [_manifest_row(no, one) for no, one in enumerate(shipments_of_manifest(row), start=1)],
        "signatures": [_("Handed over by"), _("Driver"), _("Date and time")],
    }


def _manifest_row(no: int, shipment: Shipment) -> dict[str, str]:
    boxes = list(shipment.packages.all())
    weight = sum((box.weight_kg or Decimal(0) for box in boxes), Decimal(0))
    customer = shipment.customer.name if shipment.customer else ""
    city = str((shipment.ship_to or {}).get("city") or "")
    recipient = str((shipment.ship_to or {}).get("recipient") or customer)
    return {
        "no": str(no),
        "number": shipment.number,
        "order": shipment.document_number,
        "recipient": ", ".join(part for part in (recipient, city) if part),
        "tracking": shipment.tracking_number,
        "packages": str(len(boxes)),
        "weight": quantity_text(weight, "kg") if weight else "",
    }


def _manifest_words() -> dict[str, str]:
    return shared_words() | {
        "title": _("Manifest"),
        "page": _("Page"),
        "line": pgettext("column", "No."),
        "shipment": _("Shipment"),
        "shipments": _("Shipments"),
        "recipient": _("Recipient"),
        "driver": _("Driver"),
        "warehouse": _("Warehouse"),
        "packages": _("Packages"),
        "weight": _("Weight"),
    }
