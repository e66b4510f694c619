"""The company and its base currency, read often and changed hardly ever."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from erp.core.errors import Misconfigured
from erp.core.fresh import kept_for
from erp.masterdata.models import Company


@kept_for(seconds=10.0)
def company() -> Company:
    """The company's row; at most ten seconds old.

    Raises: Misconfigured when it was never set up.
    """
    row = Company.objects.filter(pk=1).first()
    if row is None:
        raise Misconfigured("company_missing")
    return row


def forget_company() -> None:
    """Read the company anew next time; called when it was edited."""
    company.forget()


def base_currency() -> str:
    """The currency of the books."""
    return company().base_currency_id


def business_day(at: datetime) -> date:
    """The company's day at an instant: what documents and promises are dated by."""
    return at.astimezone(ZoneInfo(company().time_zone)).date()
