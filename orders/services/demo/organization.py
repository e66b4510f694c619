"""Writes the demo company's own set-up: company, taxes, regions, people, calendar, carriers, warehouses."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from erp.identity.models import Region, Team, User
from erp.identity.selectors.demo import ADMINISTRATOR, DEMO_PASSWORD
from erp.masterdata.models import CalendarException, Carrier, Company, TaxCode, Unit, WorkingCalendar
from erp.masterdata.selectors.company import forget_company
from finance.models import Account
from inventory.models import Location, TransitTime, Warehouse, Zone
from orders.services.demo.company_words import PEOPLE, SALES_NAMES
from orders.services.demo.phrases import ACCOUNT_NAMES, UNIT_NAMES, ZONE_NAMES, say
from orders.services.demo.places import HOME_REGION, REGIONS, ROOT_REGION
from orders.services.demo.plan import DemoPlan
from orders.services.demo.workdays import WEEK
from orders.services.demo.written import Written

ZONES = (("F", 10), ("G", 40), ("S", 70), ("P", 100))  # finished, goods, sub-assemblies, parts


def write_organization(plan: DemoPlan) -> Written:
    """Write the set-up and give what the rest of the demo points to."""
    written = Written()
    words = plan.words
    TaxCode.objects.bulk_create(
        TaxCode(code=code, name=name, rate=Decimal(rate)) for code, name, rate in words.tax_codes
    )
    written.tax_codes = {row.code: row.pk for row in TaxCode.objects.all()}
    Company.objects.filter(pk=1).update(
        name=words.name,
        address=words.address,
        phone=words.phone,
        email=words.email,
        tax_number=words.tax_number,
        bank_name=words.bank_name,
        bank_account=words.bank_account,
        base_currency_id=words.currency,
        time_zone=words.time_zone,
        language=words.language,
        auto_confirm_below=words.auto_confirm_below,
    )
    forget_company()
    if plan.language == "zh":
        _name_in_chinese()
    _write_calendar(plan, written)
    _write_regions(plan, written)
    _write_people(plan, written)
    Carrier.objects.bulk_create(
        Carrier(code=code, name=name, transit_days=days, tracking_url=url)
        for code, name, days, url in words.carriers
    )
    written.carriers = {row.code: row for row in Carrier.objects.all()}
    _write_warehouses(plan, written)
    return written


def _name_in_chinese() -> None:
    """Units and accounts as a Chinese company calls them."""
    for unit in Unit.objects.filter(code__in=UNIT_NAMES):
        unit.name = UNIT_NAMES[unit.code]
        unit.save(update_fields=["name"])
    for account in Account.objects.filter(role__in=ACCOUNT_NAMES):
        account.name = ACCOUNT_NAMES[account.role or ""]
        account.save(update_fields=["name"])


def _write_calendar(plan: DemoPlan, written: Written) -> None:
    calendar = WorkingCalendar.objects.create(
        code="PLANT", name=plan.words.calendar, time_zone=plan.words.time_zone, weekly=WEEK
    )
    first, last = plan.today - timedelta(days=560), date(plan.today.year + 1, 12, 31)
    days: list[tuple[date, list[list[str]], str]] = [
        (day, [], name) for day, name in plan.workdays.holidays.items()
    ]
    days += [(day, WEEK["monday"], "") for day in plan.workdays.made_up]
    CalendarException.objects.bulk_create(
        CalendarException(calendar=calendar, date=day, intervals=intervals, name=name[:120])
        for day, intervals, name in sorted(days, key=lambda row: row[0])
        if first <= day <= last
    )
    written.calendar_id = calendar.pk


def _write_regions(plan: DemoPlan, written: Written) -> None:
    code, name = ROOT_REGION[plan.language]
    root = Region.objects.create(code=code, name=name)
    for code, name in REGIONS[plan.language].items():
        region = Region.objects.create(code=code, name=name, parent=root)
        written.regions[code] = region.pk
        team = Team.objects.create(code=f"SALES-{code}", name=plan.words.teams.format(name), region=region)
        written.teams[code] = team.pk


def _write_people(plan: DemoPlan, written: Written) -> None:
    """One person per role, and a salesperson for every other region; all with the demo password."""
    spot = 1 if plan.language == "zh" else 0
    password = make_password(DEMO_PASSWORD)
    home = HOME_REGION[plan.language]
    rows = [(user, role, scope, boss, name[spot], home) for user, role, scope, boss, name in PEOPLE]
    others = [code for code in REGIONS[plan.language] if code != home]
    for number, (code, name) in enumerate(zip(others, SALES_NAMES[plan.language], strict=True), start=2):
        rows.append((f"sales{number}", "sales", "own", "sales_manager", name, code))
    for username, role, scope, boss, name, region in rows:
        user = User(
            username=username,
            password=password,
            email=f"{username}@{plan.words.domain}",
            roles=[role],
            row_scope=scope,
            manager=written.people.get(boss),
            language=plan.words.language,
            time_zone=plan.words.time_zone,
            is_staff=role in STAFF_ROLES,
            is_superuser=username == ADMINISTRATOR,
            team_id=written.teams[region] if role in {"sales", "sales_manager"} else None,
        )
        _set_name(user, name, plan.language)
        user.save(force_insert=True)
        written.people[username] = user
        if role == "sales":
            written.sales[region] = user


STAFF_ROLES = frozenset(
    {"administrator", "executive", "sales_manager", "warehouse_manager", "production_manager", "finance"}
)


def _set_name(user: User, name: str, language: str) -> None:
    """Split a name; a Chinese one is kept whole, because it is read family name first."""
    if language == "zh":
        user.first_name, user.last_name = name, ""
        return
    user.first_name, _, user.last_name = name.rpartition(" ")
    if not user.first_name:
        user.first_name, user.last_name = user.last_name, ""


def _write_warehouses(plan: DemoPlan, written: Written) -> None:
    main = Warehouse.objects.get(is_default=True)
    (_, name, address), (code, second, second_address) = plan.words.warehouses
    main.name, main.address = name, address
    main.time_zone, main.calendar_id = plan.words.time_zone, written.calendar_id
    main.save()
    depot = Warehouse.objects.create(
        code=code,
        name=second,
        address=second_address,
        time_zone=plan.words.time_zone,
        calendar_id=written.calendar_id,
    )
    Location.objects.create(warehouse=main, code="RECEIVING", kind="receiving", is_usable=False)
    bins = [
        Location(
            warehouse=main,
            code=f"{zone}-{number // 12 + 1:02d}-{number % 12 + 1:02d}",
            zone=zone,
            pick_sequence=first * 100 + number,
            barcode=f"LOC{zone}{number:04d}",
        )
        for zone, first in ZONES
        for number in range(plan.size.bins // 4 + 1)
    ]
    Location.objects.bulk_create(
        [
            *bins,
            Location(warehouse=depot, code="STOCK", zone="F", pick_sequence=1),
            Location(warehouse=depot, code="SCRAP", kind="scrap", is_usable=False),
        ]
    )
    Zone.objects.bulk_create(
        Zone(warehouse=main, code=zone, name=say(ZONE_NAMES[zone], plan.language), pick_sequence=first)
        for zone, first in ZONES
    )
    TransitTime.objects.bulk_create(
        TransitTime(from_warehouse=start, to_warehouse=end, days=days)
        for start, end, days in ((main, depot, 4), (depot, main, 5))
    )
    written.main, written.depot = main, depot
    for row in Location.objects.filter(warehouse=main, kind="storage").exclude(zone="").order_by("pk"):
        written.bins.setdefault(row.zone, []).append(row.pk)
    written.depot_bin = Location.objects.get(warehouse=depot, code="STOCK").pk
