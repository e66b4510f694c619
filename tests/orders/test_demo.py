"""The demo company: the same from the same seed, believable, and whole in the database."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from erp.core.integrity import run_checks
from erp.identity.models import Role, User
from erp.identity.selectors.demo import DEMO_PASSWORD, USERNAMES, demo_signins
from erp.masterdata.models import Company, Customer
from erp.masterdata.selectors.company import forget_company
from erp.notifications.models import Alert
from erp.processes.models import Task
from finance.models import Invoice
from inventory.models import Demand, Item, Lot, PurchaseOrder, Shipment, StockFigure
from inventory.selectors.lots import lot_trace
from orders.models import Order
from orders.services.demo.catalog import make_catalog
from orders.services.demo.parties import make_customers
from orders.services.demo.plan import SIZES, DemoPlan, DemoSize, make_plan
from orders.services.demo.stream import BREAKS, list_price, orders_per_day, price_of
from orders.services.demo.traced import ORDERS
from orders.services.demo.workdays import workdays_for
from production.selectors.genealogy import lot_genealogy, lots_out_of
from tests.factories import BOSS

NOW = datetime(2026, 9, 16, 15, 30, tzinfo=UTC)  # a Wednesday
SMALL = SIZES["small"]


@pytest.fixture(scope="module", params=["en", "zh"])
def plan(request: pytest.FixtureRequest) -> DemoPlan:
    return make_plan(size=SMALL, language=request.param, seed=1, now=NOW)


@pytest.fixture(autouse=True)
def _the_company_is_read_anew() -> Iterator[None]:
    yield
    forget_company()


def _facts(plan: DemoPlan) -> list[tuple[object, ...]]:
    orders = [*plan.past, *plan.present]
    return [(o.at, o.customer.code, o.lines[0].item.sku, o.lines[0].quantity, o.fate) for o in orders]


def test_the_same_seed_makes_the_same_company(plan: DemoPlan) -> None:
    again = make_plan(size=SMALL, language=plan.language, seed=1, now=NOW)
    assert _facts(again) == _facts(plan)
    assert [fact.quantity for fact in again.supply.facts] == [fact.quantity for fact in plan.supply.facts]


def test_another_seed_makes_another_company(plan: DemoPlan) -> None:
    other = make_plan(size=SMALL, language=plan.language, seed=2, now=NOW)
    assert _facts(other) != _facts(plan)
    assert [c.name for c in other.customers] != [c.name for c in plan.customers]


def test_it_is_as_large_as_said(plan: DemoPlan) -> None:
    assert len(plan.customers) == 40
    assert len(plan.catalog.items) == 120
    assert len(plan.past) + len(plan.present) == 600
    assert len(plan.present) == 60


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_full_catalog_has_three_thousand_different_items(language: str) -> None:
    items = make_catalog(count=3000, language=language, seed=1).items.values()
    assert len(items) == 3000
    assert len({item.name for item in items}) == 3000
    assert len({item.barcode for item in items}) == 3000


def test_bills_of_materials_have_three_levels(plan: DemoPlan) -> None:
    items = plan.catalog.items

    def depth(sku: str) -> int:
        return max((1 + depth(part) for part, _, _ in items[sku].components), default=0)

    assert max(depth(item.sku) for item in items.values() if item.tier == "finished") == 3
    assert all(depth(item.sku) == 3 for item in items.values() if item.tier == "finished")


def test_a_made_item_costs_more_than_its_parts_and_sells_above_its_cost(plan: DemoPlan) -> None:
    items = plan.catalog.items
    for item in items.values():
        if item.is_made:
            assert item.cost > sum(items[sku].cost * quantity for sku, quantity, _ in item.components)
        if item.is_sold:
            assert list_price(item, "TRADE", 2) > item.cost


def test_barcodes_have_a_right_check_digit(plan: DemoPlan) -> None:
    for item in plan.catalog.items.values():
        digits = [int(digit) for digit in item.barcode]
        assert len(digits) == 13
        assert sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def test_names_are_of_the_company_s_language() -> None:
    english = make_customers(count=300, language="en", seed=1)
    chinese = make_customers(count=300, language="zh", seed=1)
    han = re.compile(r"[\u4e00-\u9fff]+")
    assert all(han.fullmatch(c.name) and han.fullmatch(c.contact) for c in chinese)
    assert all(c.name.isascii() and c.contact.isascii() for c in english)
    assert len({c.name for c in chinese}) == len({c.name for c in english}) == 300


def test_every_working_day_of_this_month_has_orders(plan: DemoPlan) -> None:
    days = {order.at.astimezone(plan.zone).date() for order in [*plan.past, *plan.present]}
    wanted = plan.workdays.between(plan.today.replace(day=1), plan.today)
    assert set(wanted) <= days
    assert plan.today in days


def test_nothing_happens_in_the_future_or_on_closed_days(plan: DemoPlan) -> None:
    for order in [*plan.past, *plan.present]:
        assert order.at <= NOW
        day = order.at.astimezone(plan.zone).date()
        assert plan.workdays.is_open(day) or day == plan.today


def test_a_few_customers_buy_most(plan: DemoPlan) -> None:
    spent: defaultdict[str, float] = defaultdict(float)
    for order in [*plan.past, *plan.present]:
        spent[order.customer.code] += sum(float(line.quantity * line.unit_price) for line in order.lines)
    largest = sum(sorted(spent.values())[-8:])
    assert 0.5 < largest / sum(spent.values()) < 0.85


def test_business_grows_and_has_a_season() -> None:
    size = DemoSize(customers=40, items=120, orders=12_000, present=60, bins=24)
    plan = make_plan(size=size, language="en", seed=1, now=NOW)
    per_month = Counter((o.at.year, o.at.month) for o in plan.past)
    assert per_month[2025, 10] > 1.2 * per_month[2025, 7]  # before winter and in summer
    assert per_month[2026, 8] > 1.1 * per_month[2025, 8]  # a year later


def test_stock_was_never_below_zero(plan: DemoPlan) -> None:
    facts = [(fact.at, fact.quantity < 0, fact.sku, fact.quantity) for fact in plan.supply.facts]
    facts += [
        (order.at, True, line.item.sku, -line.quantity)
        for order in plan.past
        if not order.fate
        for line in order.lines
    ]
    stock: defaultdict[str, Decimal] = defaultdict(Decimal)
    for _, _, sku, quantity in sorted(facts, key=lambda fact: fact[:2]):
        stock[sku] += quantity
        assert stock[sku] >= 0, sku


def test_some_items_are_short_and_some_suppliers_were_late(plan: DemoPlan) -> None:
    needed: Counter[str] = Counter()
    for order in plan.present:
        for line in order.lines:
            needed[line.item.sku] += int(line.quantity)
    assert plan.supply.short
    assert all(plan.supply.on_hand[sku] < needed[sku] for sku in plan.supply.short)
    late = [p for p in plan.supply.purchases if p.received_at.astimezone(plan.zone).date() > p.expected_on]
    assert 0.05 < len(late) / len(plan.supply.purchases) < 0.35
    assert all(p.ordered_on < p.expected_on for p in plan.supply.purchases)


def test_quantity_breaks_lower_the_price(plan: DemoPlan) -> None:
    item = plan.catalog.sold()[0]
    prices = [price_of(item, "TRADE", quantity) for quantity in BREAKS]
    assert prices[0] > prices[1] > prices[2]
    assert price_of(item, "TRADE", Decimal(49)) == prices[0]
    assert price_of(item, "TRADE", Decimal(50)) == prices[1]
    assert price_of(item, "", Decimal(500)) == item.price


def test_chinese_holidays_and_the_days_worked_in_their_place() -> None:
    days = workdays_for("zh", range(2025, 2027))
    assert not days.is_open(date(2026, 10, 1))
    assert days.is_open(date(2026, 10, 10))  # a Saturday, worked for the National Day week
    assert not days.is_open(date(2026, 9, 12))
    assert days.plus(date(2026, 9, 30), 1) == date(2026, 10, 8)


def test_orders_per_day_add_up_and_leave_no_late_day_empty() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(30)]
    given = orders_per_day(days, [1.0] * 20 + [0.001] * 10, 60, 5)
    assert sum(given) == 60
    assert all(number >= 1 for number in given[-5:])


@pytest.mark.django_db
def test_nobody_can_sign_in_without_a_demo() -> None:
    assert demo_signins() == []
    User.objects.create_user("admin", password="something else entirely")  # a company in earnest
    assert demo_signins() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "currency", "rate"), [("en", "USD", "0.06"), ("zh", "CNY", "0.13")])
def test_the_small_company_is_whole(language: str, currency: str, rate: str) -> None:
    out = StringIO()
    call_command("load_demo", size="small", language=language, stdout=out)

    assert [finding.check.code for finding in run_checks() if finding.rows] == []
    assert Company.objects.get().base_currency_id == currency
    assert Customer.objects.count() == 40
    assert Item.objects.exclude(kind="service").count() == 120  # work done outside is bought as a service
    orders = Order.objects.filter(replaces__isnull=True, quotation__isnull=True).count()
    assert 600 < orders <= 600 + ORDERS
    assert Order.objects.filter(lines__tax_rate=Decimal(rate)).exists()
    assert {
        "draft", "submitted", "confirmed", "on_hold", "closed", "cancelled", "rejected",
    } == set(Order.objects.values_list("state", flat=True))  # fmt: skip
    assert {"released", "picking", "packed", "shipped", "delivered"} <= set(
        Shipment.objects.values_list("state", flat=True)
    )
    today = datetime.now(UTC)
    assert Invoice.objects.filter(open_amount__gt=0, due_on__lt=today.date()).exists()
    assert Shipment.objects.filter(shipped_at__gt=today - timedelta(hours=30)).exists()
    assert [d for d in Demand.objects.all() if d.backordered > 0]
    assert PurchaseOrder.objects.filter(state="sent", expected_on__lt=today.date()).exists()
    assert set(Alert.objects.values_list("role", flat=True)) >= {"buyer", "planner"}
    assert Task.objects.filter(state="waiting", due_at__gt=today).exists()
    assert Task.objects.filter(state="waiting", due_at__lt=today).exists()
    assert not Item.objects.filter(search_key="").exists()
    _check_people(out.getvalue())
    _check_kin()
    figures = StockFigure.objects
    assert set(figures.values_list("abc", flat=True)) == {"A", "B", "C"}
    assert set(figures.values_list("xyz", flat=True)) >= {"Y", "Z"}
    long_ago = today - timedelta(days=4)
    assert not Task.objects.filter(state="waiting", subject_kind="order", opened_at__lt=long_ago).exists()
    _check_second_load(language, orders)


def _check_kin() -> None:
    """A lot of LEDs went by board, engine and light to customers, and a light tells of its LEDs."""
    board = Lot.objects.filter(item__sku__startswith="LB-E", code__startswith="WO-").earliest("pk")
    lights = [lot for lot in lots_out_of(board) if lot.item.is_sold]
    assert {kin.lot.item.sku[:6] for kin in lot_genealogy(board).made_of} == {"EL-LED", "EL-PST"}
    assert len(lights) == 2
    assert {kin.level for kin in lot_genealogy(lights[-1]).made_of} == {1, 2, 3}
    assert any(lot_trace(BOSS, lot).deliveries for lot in lights)


def _check_people(printed: str) -> None:
    lines = printed.splitlines()[-len(USERNAMES) :]
    assert lines == [f"{name} / {DEMO_PASSWORD}" for name in USERNAMES]
    assert [person["username"] for person in demo_signins()] == list(USERNAMES)
    assert all(person["name"] and person["role"] for person in demo_signins())
    assert set(Role.objects.values_list("code", flat=True)) == {
        role for roles in User.objects.values_list("roles", flat=True) for role in roles
    }
    boss = User.objects.get(username="executive")
    assert set(User.objects.filter(manager=None)) == {boss}
    assert User.objects.get(username="sales").row_scope == "own"
    assert Customer.objects.filter(salesperson__username="sales").count() >= 10


def _check_second_load(language: str, orders: int) -> None:
    out = StringIO()
    call_command("load_demo", size="small", language=language, stdout=out)
    assert "was not loaded" in out.getvalue()
    assert Order.objects.filter(replaces__isnull=True, quotation__isnull=True).count() == orders
