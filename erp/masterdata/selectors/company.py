"""The company and its base currency, read often and changed hardly ever."""

from __future__ import annotations

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

from erp.core.errors import Misconfigured
from erp.masterdata.models import Company

_SECONDS = 10.0
_kept: dict[str, tuple[float, Company]] = {}


def company() -> Company:
    """The company's row; at most ten seconds old.

    Raises: Misconfigured when it was never set up.
    """
    now = time.monotonic()
    kept = _kept.get("company")
    if kept is None or now - kept[0] > _SECONDS:
        row = Company.objects.filter(pk=1).first()
        if row is None:
            raise Misconfigured("company_missing")
        kept = _kept["company"] = (now, row)
    return kept[1]


def forget_company() -> None:
    """Read the company anew next time; called when it was edited."""
    _kept.clear()


def base_currency() -> str:
    """The currency of the books."""
    return company().base_currency_id


def business_day(at: datetime) -> date:
    """The company's day at an instant: what documents and promises are dated by."""
    return at.astimezone(ZoneInfo(company().time_zone)).date()
