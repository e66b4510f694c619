"""The proof of stock: red stops the release, counters can be repaired, nobody is stuck."""

from __future__ import annotations

import json
import time
from decimal import Decimal as D
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client

from erp.core.errors import Conflict, Invalid, NotPermitted
from erp.core.models import LoggedEvent
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import forget_company
from erp.notifications.models import Alert
from inventory.management.commands import prove_concurrency
from inventory.models import Balance, Demand, Proof, Shipment
from inventory.services.proof import override_release_stop, proof_of_now, prove_books
from inventory.services.releases import release_shipments
from inventory.services.repair import repair_counters
from inventory.tasks import prove_books as nightly
from tests.clients import actor_with, api_with, person
from tests.factories import BOSS, assert_books_hold, confirmed, fresh, make_customer, make_item, release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def company_read_anew():
    forget_company()
    yield
    forget_company()


def drift(item, by=1):
    """Somebody changed a counter behind the product's back."""
    balance = Balance.objects.get(item=item)
    Balance.objects.filter(pk=balance.pk).update(reserved=balance.reserved + by)


def ledger_says(item, quantity):
    """The ledger itself was changed, which only someone with the database in hand can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE inventory_move SET quantity = %s WHERE item_id = %s", [quantity, item.pk])
        cursor.execute("SET session_replication_role = DEFAULT")


def test_green_books_stop_nothing():
    order = confirmed(make_customer(), (make_item(stock=5), 3))
    proof = prove_books(actor=BOSS)
    assert proof.is_green and Company.objects.get().release_stopped_at is None
    release(order)


def test_red_books_stop_the_release_and_tell_administrators():
    item = make_item(stock=5)
    order = confirmed(make_customer(), (item, 3))
    drift(item)
    assert nightly() is False
    with pytest.raises(Conflict) as refusal:
        release_shipments(document=order.ref, actor=BOSS)
    assert refusal.value.code == "release_stopped"
    assert refusal.value.facts["checks"] == "stock.reserved"
    assert not Shipment.objects.exists()
    alert = Alert.objects.get(code="integrity_broken")
    assert (alert.role, alert.subject_number) == ("administrator", "stock.reserved")
    assert alert.facts["rows"][0]["reservations"] == "3.000000"
    nightly()
    assert Alert.objects.filter(code="integrity_broken").count() == 1


def test_a_repair_is_logged_and_lets_everybody_go_on():
    item = make_item(stock=5)
    order = confirmed(make_customer(), (item, 3))
    drift(item)
    Demand.objects.update(reserved=1)
    prove_books(actor=BOSS)
    repairs = repair_counters(reason="drift after a crash", actor=BOSS)
    assert [(one.counter, one.before, one.after) for one in repairs] == [
        ("demand.reserved", D(1), D(3)),
        ("stock.reserved", D(4), D(3)),
    ]
    assert prove_books(actor=BOSS).is_green
    told = LoggedEvent.objects.filter(name="stock.repaired").order_by("id")
    assert [one.changes for one in told] == [
        {"reserved": ["1.000000", "3.000000"]},
        {"reserved": ["4.000000", "3.000000"]},
    ]
    assert Alert.objects.filter(code="integrity_broken", acknowledged_at=None).count() == 0
    release(order)
    assert_books_hold()


def test_a_repair_gives_back_what_is_not_there():
    item = make_item(stock=5)
    first, second = confirmed(make_customer(), (item, 3)), confirmed(make_customer(), (item, 2))
    Balance.objects.filter(item=item).update(on_hand=9)
    assert not prove_books(actor=BOSS).is_green
    ledger_says(item, 4)
    repair_counters(reason="counted", actor=BOSS)
    balance = Balance.objects.get(item=item)
    assert (balance.on_hand, balance.reserved) == (4, 3)
    assert fresh(first).fulfillment_state == "allocated"
    assert fresh(second).fulfillment_state == "unallocated"


def test_what_a_shipment_picks_is_left_and_told():
    item = make_item(stock=5)
    release(confirmed(make_customer(), (item, 5)))
    ledger_says(item, 4)
    repairs = repair_counters(reason="counted", actor=BOSS)
    assert [(one.counter, one.problem) for one in repairs] == [("stock.on_hand", "being_picked")]
    assert Balance.objects.get(item=item).on_hand == 5


def test_an_override_covers_what_it_was_given_for():
    item, other = make_item(stock=5), make_item(stock=5)
    order = confirmed(make_customer(), (item, 3), (other, 1))
    drift(item)
    prove_books(actor=BOSS)
    with pytest.raises(Invalid):
        override_release_stop(reason=" ", actor=BOSS)
    override_release_stop(reason="counted by hand", actor=BOSS)
    prove_books(actor=BOSS)
    assert Company.objects.get().release_stopped_at is None
    last = Proof.objects.first()
    assert last is not None and last.override_reason == "counted by hand"
    release(order)
    Balance.objects.filter(item=other).update(on_hand=7)
    prove_books(actor=BOSS)
    assert Company.objects.get().release_stopped_at is not None


def test_nothing_to_override_and_no_right_to():
    with pytest.raises(Conflict):
        override_release_stop(reason="because", actor=BOSS)
    manager = actor_with("warehouse_manager")
    with pytest.raises(NotPermitted):
        override_release_stop(reason="because", actor=manager)
    with pytest.raises(NotPermitted):
        repair_counters(reason="because", actor=manager)


def test_a_proof_is_at_most_a_minute_old():
    first = proof_of_now(actor=BOSS)
    assert proof_of_now(actor=BOSS) == first


def test_the_api_tells_the_invariants_and_repairs():
    item = make_item(stock=5)
    drift(item)
    seller, boss = api_with("sales"), api_with("administrator")
    told = seller.get("/api/v1/integrity/").json()
    assert told["holds"] is False and told["release_stopped_at"]
    broken = [one for one in told["invariants"] if not one["holds"]]
    assert [(one["code"], one["broken"], one["rows"]) for one in broken] == [("stock.reserved", 1, [])]
    assert [one for one in boss.get("/api/v1/integrity/").json()["invariants"] if one["rows"]]
    body = {"reason": "drift"}
    assert seller.post("/api/v1/integrity/repair/", body, format="json").status_code == 403
    assert boss.post("/api/v1/integrity/repair/", {"reason": ""}, format="json").status_code == 400
    done = boss.post("/api/v1/integrity/repair/", body, format="json").json()
    assert [(one["counter"], one["after"]) for one in done["repairs"]] == [("stock.reserved", "0")]
    assert boss.post("/api/v1/integrity/override/", body, format="json").status_code == 200
    assert boss.post("/api/v1/integrity/override/", body, format="json").status_code == 409
    assert_books_hold()


def test_the_page_shows_the_invariants_to_everybody_and_buttons_to_administrators():
    item = make_item(stock=5)
    drift(item)
    client = Client()
    client.force_login(person("warehouse_operator"), backend="erp.identity.backends.RoleBackend")
    live = client.get("/proof/live/").content.decode()
    assert "Reserved equals the sum of open reservations" in live and "stops the release" in live
    assert "reservations 0" not in live
    assert client.post("/proof/repair/", {"reason": "x"}).status_code == 302
    assert Balance.objects.get(item=item).reserved == 1
    boss = Client()
    boss.force_login(person("administrator"), backend="erp.identity.backends.RoleBackend")
    assert "Repair counters" in boss.get("/proof/").content.decode()
    boss.post("/proof/repair/", {"reason": "drift"})
    assert Balance.objects.get(item=item).reserved == 0
    assert "Repair counters" not in boss.get("/proof/").content.decode()


def test_the_console_repairs_too():
    item = make_item(stock=5)
    drift(item)
    told = StringIO()
    call_command("repair_counters", reason="drift", stdout=told)
    assert "stock.reserved" in told.getvalue() and "1 counters repaired" in told.getvalue()


def test_a_run_of_many_at_once_is_kept_for_the_page(monkeypatch):
    facts = {"orders": 100, "units": 10, "reserved": "10.000000", "deadlocks": 0, "broken_invariants": []}

    def bench(command, name, *, scale, stdout):
        stdout.write(json.dumps({"benchmark": name, **facts, "orders": scale}))

    monkeypatch.setattr(prove_concurrency, "call_command", bench)
    call_command("prove_concurrency", orders=50, stdout=StringIO())
    kept = Proof.objects.get(kind="concurrency")
    assert kept.is_green and kept.facts["orders"] == 50
    facts["reserved"] = "11.000000"
    with pytest.raises(SystemExit):
        call_command("prove_concurrency", orders=50, stdout=StringIO())
    last = Proof.objects.filter(kind="concurrency").first()
    assert last is not None and not last.is_green


def test_a_run_that_takes_too_long_gives_up_and_keeps_nothing(monkeypatch):
    monkeypatch.setattr(prove_concurrency, "call_command", lambda *_, **__: time.sleep(5))
    with pytest.raises(CommandError, match="Not done within 1 s"):
        call_command("prove_concurrency", within=1, stdout=StringIO())
    assert not Proof.objects.filter(kind="concurrency").exists()
