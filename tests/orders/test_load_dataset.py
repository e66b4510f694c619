"""The go-live load: a tiny company in full detail, and the real data set where it is there."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from erp.core.actor import system_actor
from erp.core.errors import Conflict
from erp.core.integrity import run_checks
from erp.core.models import LoggedEvent
from erp.identity.models import User
from erp.masterdata.models import Company, Customer, Supplier
from erp.masterdata.selectors.company import business_day, forget_company
from erp.processes.models import Task
from finance.models import CreditAccount, Invoice, Payment
from inventory.models import Balance, ExpectedSupply, Item, Move, PurchaseOrder
from orders.models import Order, OrderLine, PriceListItem
from orders.services.dataset import LoadReport, load_dataset
from orders.services.dataset.calendar import LoadCalendar
from orders.services.dataset.sales import spread
from production.models import (
    Bom,
    BomComponent,
    Operation,
    Routing,
    RoutingOperation,
    WorkCenter,
    WorkOrder,
    WorkOrderComponent,
    WorkReport,
)
from tests.conftest import NO_DATASET
from tests.orders.golive import FILES, with_cell, write_set

pytestmark = pytest.mark.django_db
D = Decimal
KINDS = (Order, LoggedEvent, Move, Customer, User, PurchaseOrder)
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def load(path: Path, **options: Any) -> LoadReport:
    return load_dataset(path, actor=system_actor(), say=lambda text: None, **options)


def broken() -> list[object]:
    return [finding for finding in run_checks() if finding.rows]


def wrong(report: LoadReport) -> list[object]:
    return [check for check in report.checks if not check.is_right]


def test_a_company_goes_live(tmp_path: Path) -> None:
    report = load(write_set(tmp_path))

    assert [str(problem) for problem in report.problems] == []
    assert wrong(report) == []
    assert list(Order.objects.order_by("number").values_list("number", "state", "total")) == [
        ("SO1000", "closed", D("221.1364")),
        ("SO1001", "closed", D("663.4090")),
        ("SO1002", "closed", D("221.1364")),
    ]
    freight = OrderLine.objects.get(order__number="SO1001", item__sku="FREIGHT")
    assert (freight.line_no, freight.net, freight.tax) == (3, D("15.0093"), D(0))
    assert sum(OrderLine.objects.filter(order__number="SO1001").values_list("tax", flat=True)) == D("48.0296")
    assert Invoice.objects.filter(state="paid").count() == Payment.objects.count() == 3
    on_hand = Balance.objects.order_by("location__code").values_list("location__code", "item__sku", "on_hand")
    assert list(on_hand) == [("06-A-1", "BK-1", D(9)), ("06-B-2", "PA-1", D(100)), ("07-0", "BK-1", D(5))]
    assert not Move.objects.filter(kind="opening", location__code="07-0").exists()  # 5 + 5 shipped − 19 made
    used = Move.objects.filter(kind="issue").order_by("at").values_list("quantity", flat=True)
    assert list(used) == [-6, -3]  # of 14 and 5 that were made in January and February
    assert not broken()


def test_what_was_made_and_how(tmp_path: Path) -> None:
    load(write_set(tmp_path))

    center = WorkCenter.objects.get()
    assert (center.code, center.machines, center.cost_per_hour) == ("FINAL-ASSEMBLY", 1, D("12.25"))
    assert center.calendar is not None
    assert center.calendar.weekly["friday"] == [["07:00", "15:00"], ["15:00", "23:00"], ["23:00", "02:12"]]
    assert "saturday" not in center.calendar.weekly
    step = RoutingOperation.objects.get()
    assert (step.number, step.setup_minutes, step.run_minutes, step.routing.lot_quantity) == (70, 240, 0, 5)
    orders = WorkOrder.objects.order_by("number").values_list("number", "state", "good", "scrapped")
    assert list(orders) == [
        ("WO000001", "closed", D(11), D(1)),
        ("WO000002", "closed", D(3), D(0)),
        ("WO000003", "closed", D(5), D(0)),
    ]
    report = WorkReport.objects.get(scrap__gt=0)
    assert (report.scrap, report.reason, report.operation.number) == (1, "Drill pattern incorrect", 70)
    nowhere = Operation.objects.get(work_order__number="WO000003")
    assert (nowhere.work_center, nowhere.state, nowhere.good) == (None, "finished", 5)
    assert not broken()


def test_open_work_orders_have_taken_their_components(tmp_path: Path) -> None:
    report = load(write_set(tmp_path), as_of=date(2014, 1, 10))

    assert wrong(report) == []
    states = WorkOrder.objects.order_by("number").values_list("number", "state", "good")
    assert list(states) == [("WO000001", "closed", 11), ("WO000002", "in_progress", 0)]
    part = WorkOrderComponent.objects.get()
    assert (part.item.sku, part.quantity, part.issued) == ("PA-1", 24, 24)
    assert part.work_order.issued_value == 24
    assert Balance.objects.get(location__code="06-B-2").on_hand == 100
    coming = ExpectedSupply.objects.get(source_kind="work_order", is_open=True)
    assert (coming.quantity, coming.due_on) == (3, date(2014, 1, 19))
    assert Operation.objects.get(work_order__number="WO000002").state == "pending"
    assert not broken()


def test_masters_of_a_company(tmp_path: Path) -> None:
    load(write_set(tmp_path))

    seller = User.objects.get(username="bo")
    assert (seller.manager.username, seller.roles, seller.row_scope) == ("ann", ["sales"], "own")  # type: ignore[union-attr]  # set whenever this is reached
    assert not seller.has_usable_password()
    store = Customer.objects.get(code="AW101")
    assert (store.name, store.salesperson, store.region.name) == ("Good Bikes", seller, "North")  # type: ignore[union-attr]  # set whenever this is reached
    assert store.contacts.get().role == "Owner"
    assert store.addresses.get(kind="shipping").city == "Seattle"
    assert (store.terms.channel, store.terms.discount_rate) == ("reseller", D("0.4"))
    credit = CreditAccount.objects.get(customer=store)
    assert (credit.grade, credit.limit, credit.payment_days) == ("A", D(750000), 30)
    bike, paint = Item.objects.get(sku="BK-1"), Item.objects.get(sku="PA-1")
    assert (bike.supply, bike.planning, bike.lead_time_days, bike.weight_kg) == (
        "make",
        "mrp",
        4,
        D("4.5359"),
    )
    assert (paint.supply, paint.planning, paint.lead_time_days) == ("buy", "mrp", 12)
    assert paint.unit.code == "OZ"
    versions = BomComponent.objects.order_by("bom__version")
    assert list(versions.values_list("bom__version", "bom__valid_from", "bom__valid_to", "quantity")) == [
        (1, date(2009, 1, 1), date(2009, 12, 31), D(7)),
        (2, date(2010, 1, 1), None, D(8)),
    ]
    assert list(PriceListItem.objects.order_by("valid_from").values_list("price", "valid_until")) == [
        (D(180), date(2013, 12, 31)),
        (D("200.1234"), None),
    ]
    offer = Supplier.objects.get(code="PAINT01").offers.get()
    assert (offer.price, offer.lead_time_days, offer.minimum_quantity) == (D("0.9"), 12, D(10))
    states = list(PurchaseOrder.objects.order_by("number").values_list("state", flat=True))
    assert states == ["closed", "sent", "cancelled"]
    assert ExpectedSupply.objects.get(kind="purchase").quantity == 100


def test_a_second_load_changes_nothing(tmp_path: Path) -> None:
    load(write_set(tmp_path), limit=1)
    assert Order.objects.count() == 1
    first = load(tmp_path)
    assert (first.history.orders, first.history.skipped) == (2, 1)
    before = [model.objects.count() for model in (*KINDS, Bom, WorkOrder, Routing)]

    second = load(tmp_path)

    assert (second.history.orders, second.history.skipped) == (0, 3)
    after = [model.objects.count() for model in (*KINDS, Bom, WorkOrder, Routing)]
    assert before == after
    assert wrong(second) == []
    assert not broken()


def test_what_is_later_than_the_day_has_not_happened(tmp_path: Path) -> None:
    report = load(write_set(tmp_path), as_of=date(2014, 1, 10))

    states = dict(Order.objects.values_list("number", "fulfillment_state"))
    assert states == {"SO1000": "shipped", "SO1001": "picking"}
    assert Invoice.objects.get().document_number == "SO1000"
    assert Order.objects.get(number="SO1001").total == D("663.41")
    balances = dict(Balance.objects.values_list("location__code", "on_hand"))
    assert balances == {"06-A-1": D(9), "06-B-2": D(100), "07-0": D(5)}
    assert ExpectedSupply.objects.get(kind="purchase").document_number == "PO00001"
    assert wrong(report) == []
    assert not broken()


def test_days_move_to_now(tmp_path: Path) -> None:
    load(write_set(tmp_path), as_of=date(2014, 1, 10), shift_to_now=True, now=NOW)

    order = Order.objects.get(number="SO1000")
    assert order.created_at.date() == date(2026, 11, 14)
    assert order.promised_on == date(2026, 11, 26)
    assert not LoggedEvent.objects.filter(at__gt=NOW).exists()
    assert not broken()
    later = NOW.replace(day=25)
    report = load(tmp_path, as_of=date(2014, 1, 10), shift_to_now=True, now=later)
    assert report.history.orders == 0
    assert Order.objects.get(number="SO1000").promised_on == date(2026, 11, 26)


def test_another_day_is_refused_once_loaded(tmp_path: Path) -> None:
    load(write_set(tmp_path), as_of=date(2014, 1, 10))

    with pytest.raises(Conflict) as refusal:
        load(tmp_path)

    assert refusal.value.code == "loaded_otherwise"
    assert Order.objects.count() == 2


def test_large_orders_wait_for_finance_with_a_task(tmp_path: Path) -> None:
    header = with_cell("sales_orders", 2, "order_id", "1002").splitlines()[:3]
    header[2] = header[2].replace("600.3701", "60037.0100").replace("663.4090", "60100.0489")
    lines = FILES["sales_order_lines"].replace("1001,", "1002,").splitlines()[:4]
    lines[2] = lines[2].replace("400.2468", "59836.8866")
    files = {"sales_orders": "\n".join(header), "sales_order_lines": "\n".join(lines)}

    load(write_set(tmp_path, **files), as_of=date(2014, 1, 5))

    assert Order.objects.get(number="SO1001").state == "submitted"
    task = Task.objects.get()
    assert (task.subject_number, task.role, task.state) == ("SO1001", "finance", "waiting")
    assert not broken()


@pytest.mark.parametrize(
    ("name", "row", "column", "value", "reason", "orders"),
    [
        ("sales_orders", 1, "subtotal", "abc", "subtotal: “abc” is not a number", 2),
        ("sales_orders", 1, "subtotal", "NaN", "subtotal: “NaN” is not a number that fits", 2),
        ("sales_orders", 1, "subtotal", "1e30", "subtotal: “1e30” is not a number that fits", 2),
        ("sales_orders", 1, "subtotal", "-5", "subtotal: “-5” is negative", 2),
        ("sales_orders", 1, "order_date", "2014-13-01", "order_date: “2014-13-01” is not a date", 2),
        ("sales_orders", 1, "is_online", "yes", "is_online: “yes” is neither 0 nor 1", 2),
        ("sales_orders", 1, "customer_id", "999", "customer 999 is unknown", 2),
        ("sales_orders", 1, "total_due", "300", "total_due is not subtotal + tax + freight", 2),
        ("sales_orders", 2, "order_id", "1000", "order 1000 comes twice", 2),
        ("sales_order_lines", 1, "product_id", "77", "product 77 is unknown", 2),
        ("sales_order_lines", 1, "order_qty", "0", "the quantity is zero", 2),
        ("sales_order_lines", 1, "unit_price", "", "unit_price: “” is not a number", 2),
        ("customers", 1, "person_id", "77", "person 77 is unknown", 1),
        ("customers", 1, "account_number", "", "account_number: is missing", 1),
        ("products", 1, "standard_cost", "x", "standard_cost: “x” is not a number", 0),
        ("addresses", 1, "state_id", "9", "state 9 is unknown", 3),
        ("vendor_products", 1, "product_id", "9", "product 9 is unknown", 3),
        ("bom", 1, "component_id", "9", "product 9 is unknown", 3),
        ("bom", 1, "component_id", "1", "product 1 is made of itself", 3),
        ("bom", 3, "end_date", "2008-01-01", "it ends before it starts", 3),
        ("bom", 1, "qty_per", "0", "qty_per must be positive", 3),
        ("locations", 3, "availability_hours", "200", "a week has no 200 hours", 3),
        ("routings", 1, "location_id", "7", "location 7 is no work center", 3),
        ("routings", 1, "hours", "-1", "hours: “-1” is negative", 3),
        ("routings", 1, "operation_seq", "0", "operation_seq must be positive", 3),
        ("work_orders", 1, "product_id", "9", "product 9 is unknown", 3),
        ("work_orders", 2, "work_order_id", "1", "work order 1 comes twice", 3),
        ("work_orders", 1, "stocked_qty", "9", "order_qty is not stocked_qty + scrapped_qty", 3),
        ("work_orders", 1, "due_date", "2013-01-01", "it ends or is due before it starts", 3),
        ("work_order_operations", 2, "work_order_id", "9", "work order 9 is unknown", 3),
        ("work_order_operations", 2, "actual_hours", "NaN", "actual_hours: “NaN” is not a number", 3),
        ("inventory", 1, "product_id", "9", "product 9 or location 6 is unknown", 3),
    ],
)
def test_a_bad_row_is_told_and_left_out(
    tmp_path: Path, name: str, row: int, column: str, value: str, reason: str, orders: int
) -> None:
    path = write_set(tmp_path, **{name: with_cell(name, row, column, value)})

    report = load(path)

    told = [problem for problem in report.problems if problem.file.startswith(name)]
    assert any(reason in problem.reason and problem.line == row + 1 for problem in told), report.problems
    assert Order.objects.count() == orders
    assert wrong(report) == []
    assert not broken()


def test_files_that_can_not_be_read_are_told(tmp_path: Path) -> None:
    path = write_set(tmp_path, units="code,name\nEA,Each", vendors=FILES["vendors"] + "\n91,SHORT")
    (path / "bom.csv").unlink()
    bad = FILES["stores"].encode() + b"\n51,Caf\xe9,2,1\n52,No\x00thing,2,1\n"
    (path / "stores.csv").write_bytes(bad)

    report = load(path)

    told = {str(problem) for problem in report.problems}
    assert "units.csv:1: column unit_code is missing" in told
    assert "vendors.csv:3: has 2 fields, not 6" in told
    assert "stores.csv:3: is not UTF-8" in told
    assert any(text.startswith("bom.csv:0: the file is missing") for text in told)
    assert any("null" in text or "NUL" in text for text in told)


def test_the_command_tells_and_counts(tmp_path: Path) -> None:
    path = write_set(tmp_path, customers=with_cell("customers", 1, "person_id", "77"))
    out, err = io.StringIO(), io.StringIO()

    call_command("load_dataset", str(path), stdout=out, stderr=err)
    with pytest.raises(SystemExit) as end:
        call_command("load_dataset", str(path), "--strict", stdout=out, stderr=err)

    assert end.value.code == 1
    assert "customers.csv:2: person 77 is unknown" in err.getvalue()
    assert "Reconciled." in out.getvalue()
    with pytest.raises(CommandError):
        call_command("load_dataset", str(tmp_path / "nowhere"), stdout=out, stderr=err)


def test_a_difference_ends_with_failure(tmp_path: Path) -> None:
    path = write_set(tmp_path)
    load(path)
    Order.objects.filter(number="SO1000").update(total=D("221.2364"), subtotal=D("205.2265"))
    out = io.StringIO()

    with pytest.raises(SystemExit):
        call_command("load_dataset", str(path), stdout=out, stderr=io.StringIO())

    assert "BAD total" in out.getvalue()
    assert "NOT reconciled." in out.getvalue()


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("10.00", ["1", "1", "1"], ["3.34", "3.33", "3.33"]),
        ("0.01", ["5", "90", "5"], ["0.00", "0.01", "0.00"]),
        ("7.00", ["0", "0"], ["3.50", "3.50"]),
        ("0.00", ["1", "2"], ["0.00", "0.00"]),
    ],
)
def test_an_amount_is_spread_without_loss(total: str, weights: list[str], parts: list[str]) -> None:
    assert spread(D(total), [D(w) for w in weights], D("0.01")) == [D(p) for p in parts]


needs_data = pytest.mark.skipif(not (DATA / "README.md").exists(), reason=NO_DATASET)


@pytest.mark.dataset
@pytest.mark.slow
@needs_data
def test_the_real_set_stands_open_on_a_day() -> None:
    report = load(DATA, as_of=date(2011, 6, 30), shift_to_now=True)

    assert report.problems == []
    assert wrong(report) == []
    assert Customer.objects.count() == 19820
    assert set(Order.objects.values_list("state", flat=True)) >= {"closed", "confirmed", "submitted"}
    assert not broken()


@pytest.mark.dataset
@pytest.mark.slow
@needs_data
def test_the_whole_real_set_agrees_with_its_readme() -> None:
    report = load(DATA)

    assert report.problems == []
    assert wrong(report) == []
    facts = {check.name: check.found for check in report.checks if "README" in check.name}
    assert facts["orders (README)"] == 31465
    assert facts["total (README)"] == D("123216786.12")
    assert facts["work orders (README)"] == 72591
    assert facts["hours of operations (README)"] == D("228962.20")
    assert not broken()


def test_a_day_of_the_files_is_that_day_where_the_company_is(db):
    Company.objects.update(time_zone="Asia/Shanghai")
    forget_company()
    calendar = LoadCalendar(None, timedelta(0), datetime(2026, 9, 1, tzinfo=UTC))
    days = [business_day(calendar.at(date(2026, 3, 5), hour)) for hour in (0, 6, 18, 23)]
    assert days == [date(2026, 3, 5)] * 4
    forget_company()
