"""Carriers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from typing import TypedDict
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.locks import row_for_update
from erp.core.records import Changes, Problems
from erp.identity.models import Region
from erp.masterdata.models import Carrier, CarrierRegion
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from erp.masterdata.services.units import RIGHT

MOST_DAYS = 365
MOST_REGIONS = 500
RegionDays = tuple[Region, int]


class CarrierValues(TypedDict, total=False):
    """A carrier; `{number}` in the tracking address stands for the tracking number."""

    code: str
    name: str
    transit_days: int
    cut_off: time | None
    extra_freight: Decimal | None
    tracking_url: str
    is_active: bool


def _check(carrier: Carrier, problems: Problems) -> None:
    if not 0 <= carrier.transit_days <= 365:
        problems.add("transit_days", _("This must be between %(low)s and %(top)s.") % {"low": 0, "top": 365})
    problems.not_negative(carrier, "extra_freight")
    if carrier.tracking_url and urlsplit(carrier.tracking_url).scheme not in {"http", "https"}:
        problems.add("tracking_url", _("This must be a web address that begins with https://."))


def _check_regions(regions: Sequence[RegionDays]) -> None:
    problems, seen = Problems(), set()
    if len(regions) > MOST_REGIONS:
        problems.add("regions", _("There may be at most %(count)s.") % {"count": MOST_REGIONS})
    for position, (region, days) in enumerate(regions[:MOST_REGIONS]):
        if region.pk in seen:
            problems.add(f"regions[{position}].region", _("This region is named twice."))
        seen.add(region.pk)
        if not 0 <= days <= MOST_DAYS:
            bounds = {"low": 0, "top": MOST_DAYS}
            path = f"regions[{position}].transit_days"
            problems.add(path, _("This must be between %(low)s and %(top)s.") % bounds)
    problems.refuse()


def _replace_regions(carrier: Carrier, regions: Sequence[RegionDays]) -> Changes:
    before = {row.region.code: row.transit_days for row in carrier.regions.select_related("region")}
    after = {region.code: days for region, days in regions}
    if before == after:
        return {}
    carrier.regions.all().delete()
    CarrierRegion.objects.bulk_create(
        CarrierRegion(carrier=carrier, region=region, transit_days=days) for region, days in regions
    )
    return {"regions": [before, after]}


@command(*RIGHT)
def create_carrier(
    *, values: CarrierValues, regions: Sequence[RegionDays] | None = None, actor: Actor
) -> Carrier:
    """Take up a carrier, with its days to regions where they differ.

    Raises: Invalid.
    """
    _check_regions(regions or ())
    carrier = create_setup(Carrier(), values=values, table="carrier", actor=actor, check=_check)
    _replace_regions(carrier, regions or ())
    return carrier


@command(*RIGHT)
def edit_carrier(
    *,
    carrier_id: int,
    values: CarrierValues,
    regions: Sequence[RegionDays] | None = None,
    actor: Actor,
) -> Carrier:
    """Change a carrier; its days to regions are replaced as a whole where given.

    Locks:  the carrier.
    Raises: NotFound; Invalid.
    """
    _check_regions(regions or ())
    row = row_for_update(Carrier, carrier_id, "carrier")
    told = {} if regions is None else _replace_regions(row, regions)
    return edit_setup(row, values=values, table="carrier", actor=actor, check=_check, told=told)


@command(*RIGHT)
def delete_carrier(*, carrier_id: int, actor: Actor) -> None:
    """Delete a carrier that nothing uses.

    Raises: NotFound; Conflict (`in_use`).
    """
    delete_setup(Carrier, carrier_id, table="carrier", actor=actor)
