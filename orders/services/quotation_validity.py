"""Until when an offer holds: its day, in the company's time zone, and what is refused after it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from erp.core.errors import Conflict, Invalid
from erp.masterdata.selectors.company import business_day, company
from orders.models import Quotation

LONGEST = timedelta(days=366)


def valid_until(wanted: date | None, at: datetime) -> date:
    """The day that an offer holds until: the one wanted, else as long as the company's quotations do.

    Raises: Invalid on `valid_until` when it is over or more than a year away.
    """
    today = business_day(at)
    if wanted is None:
        return today + timedelta(days=company().quotation_valid_days)
    if wanted < today:
        raise Invalid.field("valid_until", _("Must not lie in the past."), "in_the_past")
    if wanted > today + LONGEST - timedelta(days=1):
        raise Invalid.field("valid_until", _("At most a year from now."), "too_far")
    return wanted


def ends_at(row: Quotation) -> datetime:
    """The moment a quotation's day is over, in the company's time zone."""
    zone = ZoneInfo(company().time_zone)
    return datetime.combine(row.valid_until + timedelta(days=1), time(), zone)


def refuse_expired(row: Quotation, at: datetime) -> None:
    """Refuse to go on with an offer whose day is over, swept or not.

    Raises: Conflict `quotation_expired`.
    """
    if row.state == Quotation.State.EXPIRED or row.valid_until < business_day(at):
        raise Conflict("quotation_expired", document=row.number, valid_until=row.valid_until.isoformat())
