"""The company's own row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypedDict
from zoneinfo import available_timezones

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import emit, to_json
from erp.core.records import Changes, Problems
from erp.masterdata import locks
from erp.masterdata.events import SetupChanged
from erp.masterdata.models import Company, ExchangeRate
from erp.masterdata.selectors.company import forget_company
from erp.masterdata.services.setup import edit_setup, setup_ref
from erp.masterdata.services.units import RIGHT

IMAGES = ("logo", "seal")
IMAGE_KINDS = {".png", ".jpg", ".jpeg", ".svg"}
MOST_DAYS_BEFORE = 366
MOST_PENALTY = 100
MOST_MARGIN = 100
MAX_IMAGE_BYTES = 2 * 1024 * 1024


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
    approve_requisitions_below: Decimal
    reservation_policy: str
    reserve_days_before: int
    allocation_sequence: str
    margin_floor_percent: Decimal | None
    approve_quotations_below: Decimal
    quotation_valid_days: int
    submits_accepted_quotations: bool
    extra_freight: Decimal
    late_penalty_percent: Decimal
    gs1_prefix: str
    auto_release_days: int | None
    logo: File | str
    seal: File | str


def _check(company: Company, problems: Problems) -> None:
    if company.time_zone not in available_timezones():
        problems.add("time_zone", _("There is no such time zone."))
    if company.language not in dict(settings.LANGUAGES):
        problems.add("language", _("There is no such language."))
    problems.not_negative(company, "auto_confirm_below", "approve_requisitions_below", "reserve_days_before")
    if company.reserve_days_before > MOST_DAYS_BEFORE:
        problems.add("reserve_days_before", _("At most a year."))
    floor = company.margin_floor_percent
    if floor is not None and not -MOST_MARGIN <= floor < MOST_MARGIN:
        problems.add(
            "margin_floor_percent", _("This must be between %(low)s and %(top)s.") % {"low": -100, "top": 99}
        )
    if not 1 <= company.quotation_valid_days <= MOST_DAYS_BEFORE:
        problems.add(
            "quotation_valid_days", _("This must be between %(low)s and %(top)s.") % {"low": 1, "top": 366}
        )
    problems.not_negative(company, "approve_quotations_below")
    problems.not_negative(company, "extra_freight", "late_penalty_percent")
    if company.late_penalty_percent > MOST_PENALTY:
        problems.add(
            "late_penalty_percent", _("This must be between %(low)s and %(top)s.") % {"low": 0, "top": 100}
        )
    prefix = company.gs1_prefix
    if prefix and not (prefix.isascii() and prefix.isdigit() and 7 <= len(prefix) <= 10):
        problems.add("gs1_prefix", _("A GS1 company prefix has 7 to 10 digits."))
    days = company.auto_release_days
    if days is not None and not 0 <= days <= 365:
        problems.add(
            "auto_release_days", _("This must be between %(low)s and %(top)s.") % {"low": 0, "top": 365}
        )


def _take_images(company: Company, values: Mapping[str, Any]) -> Changes:
    """Store a new logo or seal, or take it away where the value is empty."""
    problems = Problems()
    told: Changes = {}
    for name in [name for name in IMAGES if name in values]:
        before, image = getattr(company, name).name or "", values[name]
        if image and Path(image.name).suffix.lower() not in IMAGE_KINDS:
            problems.add(name, _("This must be an image: PNG, JPEG or SVG."))
        elif image and image.size > MAX_IMAGE_BYTES:
            problems.add(name, _("This image is too large; at most 2 MB."))
        else:
            setattr(company, name, image or "")
            told[name] = [before, image.name if image else ""]
    problems.refuse()
    if told:
        company.save(update_fields=sorted(told))
    return told


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
    told = _take_images(company, values)
    plain: dict[str, Any] = {name: value for name, value in values.items() if name not in IMAGES}
    return edit_setup(
        company, values=plain, table="company", key="name", actor=actor, check=_check, told=told
    )


@command()
def stop_release(*, is_stopped: bool, reason: str, actor: Actor, at: datetime) -> bool:
    """Stop or resume handing shipments to the pickers for the whole company; false when it was so already.

    Locks:  the company.
    Emits:  SetupChanged with the reason.
    """
    company = locks.company_for_update()
    if is_stopped == (company.release_stopped_at is not None):
        return False
    before, company.release_stopped_at = company.release_stopped_at, at if is_stopped else None
    company.save(update_fields=["release_stopped_at"])
    changes = {
        "release_stopped_at": to_json([before, company.release_stopped_at]),
        "reason": ["", reason],
    }
    emit(
        SetupChanged(document=setup_ref(company, "company"), table="company"),
        actor=actor,
        at=at,
        changes=changes,
    )
    forget_company()
    return True
