"""The company's own row."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.records import Problems
from erp.masterdata import locks
from erp.masterdata.models import Company, ExchangeRate
from erp.masterdata.services.setup import edit_setup
from erp.masterdata.services.units import RIGHT


class CompanyValues(TypedDict, total=False):
    """What is printed on documents, and the amount below which routine orders confirm themselves."""

    name: str
    address: str
    phone: str
    email: str
    tax_number: str
    bank_name: str
    bank_account: str
    base_currency_id: str
    time_zone: str
    language: str
    auto_confirm_below: Decimal


def _check(company: Company, problems: Problems) -> None:
    if company.time_zone not in available_timezones():
        problems.add("time_zone", _("There is no such time zone."))
    if company.language not in dict(settings.LANGUAGES):
        problems.add("language", _("There is no such language."))
    problems.not_negative(company, "auto_confirm_below")


@command(*RIGHT)
def edit_company(*, values: CompanyValues, actor: Actor) -> Company:
    """Change what the company is called and how it works.

    Locks:  the company.
    Raises: Invalid; Conflict when the base currency would change under recorded exchange rates.
    """
    company = locks.company_for_update()
    wanted = values.get("base_currency_id", company.base_currency_id)
    if wanted != company.base_currency_id and ExchangeRate.objects.exists():
        raise Conflict("base_currency_fixed", currency=company.base_currency_id)
    return edit_setup(company, values=values, table="company", key="name", actor=actor, check=_check)
