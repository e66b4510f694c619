"""Carriers."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.locks import row_for_update
from erp.core.records import Problems
from erp.masterdata.models import Carrier
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from erp.masterdata.services.units import RIGHT


class CarrierValues(TypedDict, total=False):
    """A carrier; `{number}` in the tracking address stands for the tracking number."""

    code: str
    name: str
    transit_days: int
    extra_freight: Decimal | None
    tracking_url: str
    is_active: bool


def _check(carrier: Carrier, problems: Problems) -> None:
    if not 0 <= carrier.transit_days <= 365:
        problems.add("transit_days", _("This must be between %(low)s and %(top)s.") % {"low": 0, "top": 365})
    problems.not_negative(carrier, "extra_freight")
    if carrier.tracking_url and urlsplit(carrier.tracking_url).scheme not in {"http", "https"}:
        problems.add("tracking_url", _("This must be a web address that begins with https://."))


@command(*RIGHT)
def create_carrier(*, values: CarrierValues, actor: Actor) -> Carrier:
    """Take up a carrier.

    Raises: Invalid.
    """
    return create_setup(Carrier(), values=values, table="carrier", actor=actor, check=_check)


@command(*RIGHT)
def edit_carrier(*, carrier_id: int, values: CarrierValues, actor: Actor) -> Carrier:
    """Change a carrier.

    Locks:  the carrier.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(Carrier, carrier_id, "carrier")
    return edit_setup(row, values=values, table="carrier", actor=actor, check=_check)


@command(*RIGHT)
def delete_carrier(*, carrier_id: int, actor: Actor) -> None:
    """Delete a carrier that nothing uses.

    Raises: NotFound; Conflict (`in_use`).
    """
    delete_setup(Carrier, carrier_id, table="carrier", actor=actor)
