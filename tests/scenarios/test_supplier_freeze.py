"""A supplier is trusted until its lots or its dates speak against it: then its exemption freezes."""

from datetime import datetime, timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, Invalid, NotPermitted
from erp.core.outbox import relay
from erp.masterdata.selectors.company import business_day
from erp.masterdata.services.suppliers import edit_supplier
from erp.notifications.models import Alert
from inventory.models import InspectionExemption, Receipt, ReceivingSettings
from inventory.services.exemptions import (
    end_exemption,
    freeze_exemption,
    grant_exemption,
    unfreeze_exemption,
)
from inventory.services.inspections import InspectionInput, inspect_receipt
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.services.supplier_watch import FALLING_ALERT, watch_supplier, watch_suppliers
from tests.clients import actor_with, person
from tests.factories import BOSS, fresh, main_warehouse, make_item, make_supplier

NOON = timezone.now()


@pytest.fixture
def supplier(db):
    return make_supplier(is_inspection_exempt=False, name="North Steel")


@pytest.fixture
def item(db):
    return make_item()


def delivered(supplier, item, *, late=0, quantity=100, inspect=False, at=NOON) -> Receipt:
    """A purchase order of one line that comes in full, so many days late."""
    order = create_purchase_order(
        supplier=fresh(supplier),
        warehouse=main_warehouse(),
        expected_on=business_day(at) - timedelta(days=late),
        lines=[PurchaseLineInput(item, D(quantity), D(3))],
        actor=BOSS,
        at=at - timedelta(days=late + 5),
    )
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS, at=at - timedelta(days=late + 5))
    return receive_purchase_order(
        purchase_order_id=order.pk,
        lines=[ReceiptInput(1, D(quantity))],
        inspect_all=inspect,
        actor=BOSS,
        at=at,
    )


def judged(receipt, rejected) -> None:
    line = receipt.lines.get()
    inspect_receipt(
        receipt_id=receipt.pk,
        lines=[InspectionInput(1, line.quantity - D(rejected), D(rejected))],
        actor=BOSS,
    )
    relay()


def alerts(code="exemption_frozen"):
    return Alert.objects.filter(code=code, acknowledged_at__isnull=True)


def test_three_bad_lots_in_a_row_freeze_the_exemption_and_warn_purchasing(supplier, item):
    grant_exemption(supplier_id=supplier.pk, evidence="ISO 9001, two years without a claim", actor=BOSS)
    assert fresh(supplier).is_inspection_exempt
    assert delivered(supplier, item).state == "inspected"
    for rejected in (6, 20, 5):  # 94 %, 80 %, 95 %: the last one is good enough
        judged(delivered(supplier, item, inspect=True), rejected)
    assert fresh(supplier).is_inspection_exempt
    receipts = []
    for rejected in (6, 20, 10):
        receipts.append(delivered(supplier, item, inspect=True))
        judged(receipts[-1], rejected)
    row = InspectionExemption.objects.get()
    assert (row.state, row.frozen_rule) == ("frozen", "bad_lots")
    assert [(lot["receipt"], lot["pass_percent"]) for lot in row.frozen_evidence["lots"]] == [
        (receipts[0].number, "94"), (receipts[1].number, "80"), (receipts[2].number, "90"),
    ]  # fmt: skip
    assert not fresh(supplier).is_inspection_exempt
    alert = alerts().get()
    assert (alert.role, alert.subject_number) == ("buyer", supplier.code)
    assert delivered(supplier, item).state == "arrived"
    judged(delivered(supplier, item), 50)
    assert watch_suppliers() == {}
    assert alerts().count() == 1


def test_a_mean_delay_above_five_days_freezes_it_too_and_items_with_it(supplier, item):
    other = make_item()
    grant_exemption(supplier_id=supplier.pk, item_id=item.pk, evidence="good record", actor=BOSS)
    assert delivered(supplier, item, late=5).state == "inspected"
    assert delivered(supplier, other, late=5).state == "arrived"
    relay()
    assert InspectionExemption.objects.get().state == "granted"  # five days is the limit, not above it
    delivered(supplier, item, late=6)
    relay()
    row = InspectionExemption.objects.get()
    assert (row.state, row.frozen_rule) == ("frozen", "late")
    assert row.frozen_evidence["mean_delay_days"] == "5.33"
    assert [late["days_late"] for late in row.frozen_evidence["late"]] == [6, 5, 5]
    assert alerts().count() == 1
    assert delivered(supplier, item).state == "arrived"


def test_the_thresholds_are_settings(supplier, item):
    ReceivingSettings.objects.update(most_delay_days=2, least_pass_percent=80, lots_in_a_row=2)
    grant_exemption(supplier_id=supplier.pk, evidence="good record", actor=BOSS)
    for rejected in (19, 21, 19, 21):
        judged(delivered(supplier, item, inspect=True), rejected)
    assert fresh(supplier).is_inspection_exempt
    delivered(supplier, item, late=14)
    relay()
    assert InspectionExemption.objects.get().frozen_rule == "late"


def test_giving_it_back_needs_the_right_and_a_reason_and_forgets_what_was(supplier, item):
    grant_exemption(supplier_id=supplier.pk, evidence="good record", actor=BOSS)
    delivered(supplier, item, late=9, at=NOON - timedelta(days=3))
    relay()
    row = InspectionExemption.objects.get()
    assert row.state == "frozen"
    with pytest.raises(NotPermitted):
        unfreeze_exemption(exemption_id=row.pk, reason="please", actor=actor_with("warehouse_operator"))
    buyer = actor_with("buyer")
    with pytest.raises(Invalid):
        unfreeze_exemption(exemption_id=row.pk, reason=" ", actor=buyer)
    with pytest.raises(Conflict) as refusal:
        edit_supplier(supplier_id=supplier.pk, values={"is_inspection_exempt": True}, actor=buyer)
    assert refusal.value.code == "exemption_frozen"
    assert not fresh(supplier).is_inspection_exempt
    unfreeze_exemption(exemption_id=row.pk, reason="new carrier", actor=buyer)
    assert (fresh(row).state, fresh(supplier).is_inspection_exempt) == ("granted", True)
    assert not alerts().exists()
    assert watch_supplier(supplier_id=supplier.pk) == []
    with pytest.raises(IllegalTransition):
        unfreeze_exemption(exemption_id=row.pk, reason="again", actor=buyer)
    delivered(supplier, item, late=0)
    relay()
    assert fresh(row).state == "granted"


def test_the_mark_on_the_suppliers_record_is_the_same_exemption(supplier, item):
    edit_supplier(supplier_id=supplier.pk, values={"is_inspection_exempt": True}, actor=BOSS)
    row = InspectionExemption.objects.get()
    assert row.state == "granted"
    with pytest.raises(Conflict) as refusal:
        grant_exemption(supplier_id=supplier.pk, evidence="once more", actor=BOSS)
    assert refusal.value.code == "exemption_there"
    edit_supplier(supplier_id=supplier.pk, values={"is_inspection_exempt": False}, actor=BOSS)
    assert fresh(row).state == "ended"
    with pytest.raises(Invalid):
        grant_exemption(supplier_id=supplier.pk, evidence=" ", actor=BOSS)
    again = grant_exemption(supplier_id=supplier.pk, evidence="audit", actor=BOSS)
    freeze_exemption(exemption_id=again.pk, reason="complaint", actor=BOSS)
    assert not fresh(supplier).is_inspection_exempt
    end_exemption(exemption_id=again.pk, reason="not worth it", actor=BOSS)
    assert fresh(again).state == "ended"


def month(back: int) -> datetime:
    """The tenth of a month that was so many months before this one."""
    day = NOON.replace(day=10)
    for _step in range(back):
        day = (day.replace(day=1) - timedelta(days=20)).replace(day=10)
    return day


def test_a_falling_on_time_rate_warns_the_purchasing_manager(supplier, item):
    manager = person("executive", username="head_of_buying")
    person("buyer", manager=manager)
    assert (month(1) < NOON) and (month(4) < month(3))
    for back, lates in ((4, (0, 0, 0, 0)), (3, (0, 0, 0, 2)), (2, (0, 0, 2, 2)), (1, (0, 2, 2, 2))):
        for late in lates:
            delivered(supplier, item, late=late, at=month(back) + timedelta(days=late))
    assert watch_supplier(supplier_id=supplier.pk) == [FALLING_ALERT]
    assert watch_supplier(supplier_id=supplier.pk) == []
    alert = alerts(FALLING_ALERT).get()
    assert (alert.role, alert.user_id) == ("", manager.pk)
    assert "100 % →" in alert.facts["rates"]


def test_without_a_manager_the_buyers_are_warned(supplier, item):
    for back, lates in ((4, (0, 0)), (3, (0, 2)), (2, (0, 2, 2)), (1, (2, 2))):
        for late in lates:
            delivered(supplier, item, late=late, at=month(back) + timedelta(days=late))
    watch_supplier(supplier_id=supplier.pk)
    assert alerts(FALLING_ALERT).get().role == "buyer"
