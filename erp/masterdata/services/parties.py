"""What customers and suppliers have in common: checked values, contacts and addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from erp.core.custom_fields import clean_custom
from erp.core.errors import Misconfigured
from erp.core.numbering import next_numbers
from erp.core.records import Changes, Problems, refuse_duplicate, set_values
from erp.core.search import search_key
from erp.masterdata.models import Address, Contact, Customer, Supplier

MAX_CONTACTS = 100
MAX_TAGS = 50
_REQUIRED = {"contacts": ("name",), "addresses": ("line1", "city")}


class ContactValues(TypedDict, total=False):
    """A person at a party; with `id` an existing one is kept and changed."""

    id: int
    name: str
    role: str
    email: str
    phone: str


class AddressValues(TypedDict, total=False):
    """A place of a party; with `id` an existing one is kept and changed."""

    id: int
    kind: str
    recipient: str
    phone: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str
    is_default: bool


class PartyValues(TypedDict, total=False):
    """What can be said about any party; references by id."""

    code: str
    name: str
    legal_name: str
    tax_number: str
    email: str
    phone: str
    currency_id: str
    calendar_id: int | None
    time_zone: str
    is_active: bool
    custom: Mapping[str, Any]


class CustomerValues(PartyValues, total=False):
    """What can be said about a customer, without credit and terms of sale."""

    region_id: int | None
    team_id: int | None
    salesperson_id: int | None
    tax_code_id: int | None
    language: str
    tags: list[str]


class SupplierValues(PartyValues, total=False):
    """What can be said about a supplier."""

    lead_time_days: int
    is_inspection_exempt: bool


def take_party(row: Customer | Supplier, values: Mapping[str, Any], problems: Problems) -> Changes:
    """Put values into a party's row, noting what is wrong; its search key follows code, name and numbers."""
    plain = {name: value for name, value in values.items() if name != "custom"}
    changes = set_values(row, plain, problems)
    subject = "customer" if isinstance(row, Customer) else "supplier"
    if "custom" in values or row._state.adding:
        before = dict(row.custom)
        row.custom = clean_custom(subject, values.get("custom") or {}, stored=before, problems=problems)
        if row.custom != before and not row._state.adding:
            changes["custom"] = [before, row.custom]
    if row.time_zone and row.time_zone not in available_timezones():
        problems.add("time_zone", _("There is no such time zone."))
    for name in ("code", "name"):
        if not getattr(row, name) and name not in problems.errors:
            problems.add(name, _("This field is required."))
    if row._state.adding or "code" in changes:
        refuse_duplicate(row, "code", problems)
    row.search_key = search_key(row.code, row.name, row.tax_number, row.phone, row.legal_name)
    return changes


def tidy_tags(values: CustomerValues, problems: Problems) -> CustomerValues:
    """The same values with tags in order: trimmed, each once."""
    if "tags" not in values:
        return values
    tags = list(dict.fromkeys(tag.strip() for tag in values["tags"] if tag.strip()))
    if len(tags) > MAX_TAGS:
        problems.add("tags", _("There may be at most %(count)s.") % {"count": MAX_TAGS})
    return {**values, "tags": tags}


def check_people(
    row: Customer | Supplier,
    contacts: Sequence[ContactValues] | None,
    addresses: Sequence[AddressValues] | None,
    problems: Problems,
) -> tuple[list[Contact] | None, list[Address] | None]:
    """The party's contacts and addresses as they shall be, or None where they stay; nothing is saved."""
    people = places = None
    if contacts is not None:
        people = _built(Contact, row, contacts, "contacts", problems)
    if addresses is not None:
        places = _built(Address, row, addresses, "addresses", problems)
        for kind in Address.Kind.values:
            of_kind = [place for place in places if place.kind == kind]
            if sum(place.is_default for place in of_kind) > 1:
                problems.add("addresses", _("Only one address of a kind can be the default."))
            if of_kind and not any(place.is_default for place in of_kind):
                of_kind[0].is_default = True
    return people, places


def _built(model: Any, row: Any, rows: Sequence[Any], path: str, problems: Problems) -> list[Any]:
    if len(rows) > MAX_CONTACTS:
        problems.add(path, _("There may be at most %(count)s.") % {"count": MAX_CONTACTS})
        return []
    known = {} if row.pk is None else {found.pk: found for found in getattr(row, path).all()}
    built = []
    for index, values in enumerate(rows):
        own = Problems(f"{path}[{index}].")
        wanted = values.get("id")
        target = known.pop(wanted, None) if wanted else model()
        if target is None:
            own.add("id", _("There is no such entry."))
        else:
            set_values(target, {name: value for name, value in values.items() if name != "id"}, own)
            for name in _REQUIRED[path]:
                if not getattr(target, name):
                    own.add(name, _("This field is required."))
            built.append(target)
        problems.merge(own.errors)
    return built


def save_people(row: Customer | Supplier, kept: list[Any] | None, path: str) -> Changes:
    """Store contacts or addresses as they shall be; those not named are gone."""
    if kept is None:
        return {}
    owner = "customer_id" if isinstance(row, Customer) else "supplier_id"
    model: Any = Contact if path == "contacts" else Address
    before = sorted(str(found) for found in model.objects.filter(**{owner: row.pk}))
    model.objects.filter(**{owner: row.pk}).exclude(pk__in=[one.pk for one in kept if one.pk]).delete()
    for one in kept:
        setattr(one, owner, row.pk)
    fresh = [one for one in kept if one.pk is None]
    stored = [one for one in kept if one.pk is not None]
    model.objects.bulk_create(fresh)
    names = [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in {"id", "customer", "supplier"}
    ]
    if stored:
        model.objects.bulk_update(stored, names)
    after = sorted(str(one) for one in kept)
    return {path: [before, after]} if before != after else {}


def free_codes(model: type[Customer] | type[Supplier], series: str, count: int) -> list[str]:
    """The next codes of a series that nobody has; codes brought from another system are stepped over.

    Raises: Misconfigured when the series is missing, or used up by foreign codes.
    """
    free: list[str] = []
    for spare in (0, 100, 10_000):
        if len(free) >= count:
            break
        codes = next_numbers(series, count - len(free) + spare)
        if not codes:
            raise Misconfigured("number_series_missing", series=series)
        taken = set(model._default_manager.filter(code__in=codes).values_list("code", flat=True))
        free += [code for code in codes if code not in taken]
    if len(free) < count:
        raise Misconfigured("number_series_missing", series=series)
    return free[:count]


def free_code(model: type[Customer] | type[Supplier], series: str) -> str:
    """The next code of a series that nobody has.

    Raises: Misconfigured.
    """
    return free_codes(model, series, 1)[0]
