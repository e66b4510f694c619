"""The pages of lots and bins, and the form of units: what they show, refuse and change."""

from decimal import Decimal as D

import pytest
from django.urls import reverse

from inventory.models import Location, Lot, PutawayRule, TransitTime, Warehouse, Zone
from production.services.boms import create_bom
from tests.clients import person
from tests.factories import BOSS, confirmed, main_warehouse, make_customer, make_item, receive, ship

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    client.force_login(person("administrator"))
    return client


def text_of(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_lot_page_tells_both_ways_and_blocks(boss):
    item, customer = make_item(tracking="lot"), make_customer(name="Harbor Foods")
    receive(item, 5, lot="L-77")
    ship(confirmed(customer, (item, 2)))
    lot = Lot.objects.get()
    assert "L-77" in text_of(boss.get(reverse("lot-list")))
    shown = text_of(boss.get(reverse("lot-detail", args=[lot.pk])))
    assert "Harbor Foods" in shown and "MAIN/STOCK" in shown
    act = reverse("lot-act", args=[lot.pk, "block"])
    boss.post(act, {"reason": "metal"}, follow=True)
    lot.refresh_from_db()
    assert lot.is_blocked
    recall = boss.get(reverse("lot-recall", args=[lot.pk, "csv"]))
    assert "Harbor Foods" in b"".join(recall).decode() if recall.streaming else recall.content.decode()
    boss.post(reverse("lot-act", args=[lot.pk, "expiry"]), {"expires_on": "no date"})
    boss.post(reverse("lot-act", args=[lot.pk, "unblock"]), {"reason": ""})
    lot.refresh_from_db()
    assert lot.is_blocked and lot.expires_on is None


def test_bins_are_listed_made_and_shown_with_their_label(boss):
    place = Location.objects.first()
    assert place is not None
    main = place.warehouse_id
    sent = {"warehouse": main, "aisles": "A", "racks": "01-02", "levels": "1",
            "zone": "R", "capacity_quantity": "9", "kind": "storage"}  # fmt: skip
    assert boss.post(reverse("bins-new"), {**sent, "aisles": "?"}).status_code == 422
    assert boss.post(reverse("bins-new"), {**sent, "capacity_quantity": "x"}).status_code == 422
    assert "A-01-1" in text_of(boss.post(reverse("bins-new"), sent, follow=True))
    item = make_item()
    receive(item, 9, location=Location.objects.get(code="A-01-1"))
    assert "full" in text_of(boss.get(reverse("bin-list") + "?zone=R"))
    shown = text_of(boss.get(reverse("bin-detail", args=["MAIN", "A-01-1"])))
    assert item.sku in shown and "<svg" in shown
    assert boss.get(reverse("bin-detail", args=["MAIN", "NONE"])).status_code == 404
    assert boss.get(reverse("bin-export", args=["csv"])).status_code == 200


def test_units_are_kept_from_the_form_with_errors_in_their_cells(boss):
    item = make_item()
    from erp.masterdata.models import Unit

    carton = str(Unit.objects.get(code="ctn").pk)
    address = reverse("item-units", args=[item.sku])
    assert "Units" in text_of(boss.get(address))
    wrong = {"version": item.version, "barcode": "", "unit-0": carton, "numerator-0": "-1"}
    assert boss.post(address, wrong).status_code == 422
    assert not item.units.exists()
    right = {**wrong, "numerator-0": "1", "denominator-0": "3", "barcode-0": "777"}
    assert boss.post(address, right).status_code == 302
    row = item.units.get()
    assert (row.numerator, row.denominator, row.barcode) == (1, 3, "777")


def test_a_kit_shows_its_contents_on_its_page_and_on_the_order(boss):
    part = make_item(stock=7)
    kit = make_item(kind="kit", planning="none")
    create_bom(item_id=kit.pk, components=[{"item_id": part.pk, "quantity": D(2)}], actor=BOSS)
    shown = text_of(boss.get(reverse("item-detail", args=[kit.sku])))
    assert "In the kit" in shown and part.sku in shown
    order = confirmed(make_customer(), (kit, 2))
    shown = text_of(boss.get(reverse("order-detail", args=[order.number])))
    assert part.sku in shown
    line = boss.get(f"/api/v1/orders/{order.number}/").json()["lines"][0]
    assert line["components"] == [
        {
            "product": part.sku,
            "quantity": "4",
            "unit": "pcs",
            "reserved": "4",
            "backordered": "0",
            "shipped": "0",
        }
    ]


def test_only_who_may_makes_bins_and_blocks_lots(client):
    client.force_login(person("sales"))
    assert client.get(reverse("bins-new")).status_code == 403
    assert client.post(reverse("lot-act", args=[1, "block"]), {"reason": "x"}).status_code in {302, 403}


# --- put-away rules, zones, transit times ---------------------------------------------------------
RULES = "put-away-rules"


def sent(client, verb, **values):
    url = f"{reverse('put-away-act', args=[verb])}?warehouse={main_warehouse().pk}"
    return client.post(url, values)


def test_rules_are_written_shown_and_tell_where_goods_would_go(boss):
    item = make_item()
    Location.objects.create(
        warehouse=main_warehouse(), code="B-01", zone="B", capacity_quantity=D(30), pick_sequence=7
    )
    assert sent(boss, "save-zone", code="B", name="Bulk", pick_sequence="5").status_code == 302
    zone = Zone.objects.get(code="B")
    assert sent(boss, "save-rule", sequence="10", item=item.pk, zone=zone.pk).status_code == 302
    rule = PutawayRule.objects.get()
    shown = text_of(boss.get(reverse(RULES), {"item": item.pk, "quantity": "50"}))
    assert "B-01" in shown and "30 pcs" in shown and "STOCK" in shown and "20 pcs" in shown
    assert sent(boss, "save-rule", id=rule.pk, sequence="20").status_code == 302
    rule.refresh_from_db()
    assert (rule.sequence, rule.item_id, rule.zone_id) == (20, item.pk, zone.pk)
    sent(boss, "delete-rule", id=rule.pk)
    assert not PutawayRule.objects.exists()


def test_what_a_rule_must_not_say_is_told(boss):
    item = make_item()
    answer = sent(boss, "save-rule", sequence="10", item=item.pk)
    assert answer.status_code == 422 and "Name either a zone or one bin." in answer.content.decode()
    assert sent(boss, "save-rule", sequence="x", zone="7").status_code == 422
    assert sent(boss, "save-rule", id="x").status_code in {302, 404}
    assert sent(boss, "no-such-thing").status_code in {302, 404}
    assert sent(boss, "save-zone", code="").status_code == 422
    assert not PutawayRule.objects.exists() and not Zone.objects.exists()
    shown = text_of(boss.get(reverse(RULES), {"item": item.pk, "quantity": "-1"}))
    assert "Must be greater than zero." in shown


def test_transit_times_are_set_and_forgotten(boss):
    depot = Warehouse.objects.create(code="DEPOT", name="Depot")
    ways = {"from_warehouse": main_warehouse().pk, "to_warehouse": depot.pk}
    sent(boss, "save-time", **ways, days="3")
    sent(boss, "save-time", **ways, days="4")
    row = TransitTime.objects.get()
    assert row.days == 4
    assert sent(boss, "save-time", **ways, days="-4").status_code == 422
    assert (
        sent(boss, "save-time", **ways | {"to_warehouse": main_warehouse().pk}, days="4").status_code == 422
    )
    sent(boss, "delete-time", id=row.pk)
    assert not TransitTime.objects.exists()


def test_only_who_may_sets_rules(client):
    client.force_login(person("warehouse_operator"))
    shown = text_of(client.get(reverse(RULES)))
    assert "Add rule" not in shown
    assert sent(client, "save-zone", code="B").status_code in {302, 403}
    assert not Zone.objects.exists()
