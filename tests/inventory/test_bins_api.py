"""Zones, bins, put-away rules, lots and barcodes over the API, with their rights and refusals."""

import pytest

from inventory.models import Item, ItemUnit, Location, Lot
from tests.clients import api_with
from tests.factories import make_item, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    return api_with("administrator")


def post(api, path, body, status=201):
    answer = api.post(f"/api/v1/{path}/", body, format="json")
    assert answer.status_code == status, answer.json()
    return answer.json()


def test_bins_are_made_in_bulk_and_named_by_their_path(api):
    made = post(api, "locations/bulk", {
        "warehouse": "MAIN", "aisles": "A-B", "racks": "01-03", "levels": "1-2", "zone": "RACKS",
        "capacity_quantity": "40", "allows_mixed_lots": False,
    })  # fmt: skip
    assert made["count"] == 12
    assert made["locations"][0] == "MAIN/A-01-1" and made["locations"][-1] == "MAIN/B-03-2"
    rows = Location.objects.filter(zone="RACKS")
    assert [row.pick_sequence for row in rows.order_by("code")] == list(range(2, 14))
    found = api.get("/api/v1/locations/?zone=RACKS&page_size=1").json()["results"][0]
    assert found["path"].startswith("MAIN/") and found["capacity_quantity"] == "40"
    zones = api.get("/api/v1/zones/?warehouse=MAIN").json()["results"]
    assert [zone["code"] for zone in zones] == ["RACKS"]
    for body in ({"aisles": "A"}, {"aisles": "C-A"}, {"aisles": "A-Z", "racks": "1-999"}, {"aisles": "**"}):
        answer = post(api, "locations/bulk", {"warehouse": "MAIN", "racks": "01", "levels": "1", **body}, 400)
        assert "aisles" in answer["errors"]
    assert Location.objects.filter(zone="RACKS").count() == 12


def test_rules_decide_where_goods_go(api):
    item = make_item()
    post(api, "locations/bulk", {"warehouse": "MAIN", "aisles": "C", "racks": "1-2", "zone": "COLD",
                                 "capacity_quantity": "5"})  # fmt: skip
    rule = post(api, "putaway-rules", {"warehouse": "MAIN", "product": item.sku, "zone": "COLD"})
    asked = f"/api/v1/putaway/?product={item.sku}&warehouse=MAIN&quantity=12"
    parts = [(p["location"], p["quantity"]) for p in api.get(asked).json()["parts"]]
    assert parts == [("MAIN/C-1", "5"), ("MAIN/C-2", "5"), ("MAIN/STOCK", "2")]
    changed = api.patch(
        f"/api/v1/putaway-rules/{rule['id']}/", {"zone": None, "location": "MAIN/C-2"}, format="json"
    )
    assert (changed.json()["zone"], changed.json()["location"]) == (None, "MAIN/C-2")
    assert api.get(asked).json()["parts"][0]["location"] == "MAIN/C-2"
    for body in ({}, {"zone": "NONE"}, {"zone": "COLD", "location": "C-1"}, {"location": "SCRAP"}):
        post(api, "putaway-rules", {"warehouse": "MAIN", **body}, 400)
    assert api.delete(f"/api/v1/putaway-rules/{rule['id']}/").status_code == 204


def test_a_full_bin_and_a_bin_of_another_category_refuse_goods(api):
    item = make_item()
    post(api, "locations", {"warehouse": "MAIN", "code": "SMALL", "capacity_quantity": "3"})
    body = {"kind": "receipt", "product": item.sku, "quantity": "4", "warehouse": "MAIN",
            "location": "MAIN/SMALL", "reason": "x"}  # fmt: skip
    refused = post(api, "stock-moves", body, 409)
    assert refused["code"] == "bin_full" and "3" in refused["detail"]
    post(api, "stock-moves", {**body, "quantity": "3"})
    post(api, "categories", {"code": "FOOD", "name": "Food"})
    post(api, "locations", {"warehouse": "MAIN", "code": "FOOD", "category": "FOOD"})
    assert post(api, "stock-moves", {**body, "location": "FOOD"}, 409)["code"] == "not_in_this_bin"


def test_zones_are_renamed_with_their_bins_and_kept_while_they_have_some(api):
    zone = post(api, "zones", {"warehouse": "MAIN", "code": "Z1", "name": "First"})
    post(api, "locations", {"warehouse": "MAIN", "code": "X", "zone": "Z1"})
    post(api, "zones", {"warehouse": "MAIN", "code": "Z1"}, 400)
    assert api.patch(f"/api/v1/zones/{zone['id']}/", {"code": "Z2"}, format="json").status_code == 200
    assert Location.objects.get(code="X").zone == "Z2"
    assert api.delete(f"/api/v1/zones/{zone['id']}/").status_code == 409


def test_lots_are_traced_blocked_and_unblocked(api):
    item = make_item(tracking="lot")
    receive(item, 5, lot="L-1")
    [row] = api.get(f"/api/v1/lots/?product={item.sku}").json()["results"]
    assert (row["code"], row["on_hand"], row["blocked"]) == ("L-1", "5", False)
    assert post(api, f"lots/{row['id']}/block", {"reason": ""}, 400)["errors"]
    assert post(api, f"lots/{row['id']}/block", {"reason": "smells"}, 200)["blocked"]
    assert post(api, f"lots/{row['id']}/block", {"reason": "smells"}, 409)["code"] == "lot_is_blocked"
    trace = api.get(f"/api/v1/lots/{row['id']}/trace/").json()
    assert trace["places"] == [
        {"location": "MAIN/QUALITY", "quantity": "5", "reserved": "0", "usable": False}
    ]
    assert not post(api, f"lots/{row['id']}/unblock", {"reason": "fine"}, 200)["blocked"]
    past = api.patch(f"/api/v1/lots/{row['id']}/", {"expires_date": "2001-01-01"}, format="json")
    assert past.status_code == 400
    assert Lot.objects.get().expires_on is None


def test_only_who_may_blocks_lots_and_makes_bins():
    item = make_item(tracking="lot")
    receive(item, 1, lot="L")
    sales = api_with("sales")
    [row] = sales.get("/api/v1/lots/").json()["results"]
    assert post(sales, f"lots/{row['id']}/block", {"reason": "x"}, 403)
    assert post(sales, "zones", {"warehouse": "MAIN", "code": "Q"}, 403)
    assert post(sales, "locations/bulk", {"warehouse": "MAIN", "aisles": "Q"}, 403)


def test_one_barcode_names_one_thing(api):
    post(api, "products", {"sku": "P1", "name": "P1", "unit": "pcs", "barcode": "690",
                           "units": [{"unit": "ctn", "numerator": 12, "barcode": "691"}]})  # fmt: skip
    post(api, "locations", {"warehouse": "MAIN", "code": "B1", "barcode": "692"})
    found = api.get("/api/v1/barcodes/?code=691").json()
    assert (found["kind"], found["product"], found["unit"], found["numerator"]) == ("unit", "P1", "ctn", 12)
    assert api.get("/api/v1/barcodes/?code=692").json()["location"] == "MAIN/B1"
    assert api.get("/api/v1/barcodes/?code=MAIN/B1").json()["kind"] == "location"
    assert api.get("/api/v1/barcodes/?code=000").status_code == 404
    for code in ("690", "691", "692", "P1"):
        body = {"sku": f"N{code}", "name": "N", "unit": "pcs", "barcode": code}
        assert "barcode" in post(api, "products", body, 400)["errors"]
        place = {"warehouse": "MAIN", "code": f"N{code}", "barcode": code}
        assert "barcode" in post(api, "locations", place, 400)["errors"]
    twice = {"sku": "P2", "name": "P2", "unit": "pcs", "barcode": "700",
             "units": [{"unit": "ctn", "numerator": 6, "barcode": "700"}]}  # fmt: skip
    assert "units[0].barcode" in post(api, "products", twice, 400)["errors"]


def test_an_ambiguous_barcode_is_refused_with_what_it_could_be(api):
    one, two = make_item(barcode="777"), make_item()
    ItemUnit.objects.create(item=two, unit=two.unit, numerator=2, barcode="777")
    refused = api.get("/api/v1/barcodes/?code=777")
    assert refused.status_code == 409
    assert refused.json()["code"] == "ambiguous_barcode"
    assert one.sku in refused.json()["detail"] and two.sku in refused.json()["detail"]


def test_orders_take_units_with_a_factor_and_refuse_others(api):
    gold = post(api, "products", {"sku": "AU", "name": "Gold", "unit": "g", "list_price": "1",
                                  "units": [{"unit": "ctn", "numerator": 1, "denominator": 3}]})  # fmt: skip
    assert gold["units"][0]["denominator"] == 3
    customer = post(api, "customers", {"name": "C", "currency": "USD"})

    def order(unit, quantity):
        lines = [{"product": "AU", "quantity": quantity, "unit": unit}]
        return {"customer": customer["code"], "lines": lines}

    assert post(api, "orders", order("kg", "0.5"))["total"] == "500.00"
    assert post(api, "orders", order("ctn", "3"))["total"] == "1.00"
    refused = post(api, "orders", order("box", "1"), 400)
    assert "factor" in refused["errors"]["lines[0].unit"][0]
    assert Item.objects.get(sku="AU").units.count() == 1


def test_stock_moves_take_units(api):
    post(api, "products", {"sku": "EGG", "name": "Egg", "unit": "pcs",
                           "units": [{"unit": "box", "numerator": 6}]})  # fmt: skip
    body = {"kind": "receipt", "product": "EGG", "quantity": "2", "warehouse": "MAIN", "reason": "x"}
    assert post(api, "stock-moves", {**body, "unit": "box"})["quantity"] == "12"
    assert post(api, "stock-moves", {**body, "unit": "dz"})["quantity"] == "24"
    refused = post(api, "stock-moves", {**body, "unit": "kg"}, 400)
    assert "factor" in refused["errors"]["unit"][0]


def test_transit_times_are_said_once_per_pair(api):
    post(api, "warehouses", {"code": "EAST", "name": "East"})
    body = {"from_warehouse": "MAIN", "to_warehouse": "EAST", "days": 3}
    row = post(api, "transit-times", body)
    assert post(api, "transit-times", {**body, "days": 4})["id"] == row["id"]
    assert [one["days"] for one in api.get("/api/v1/transit-times/").json()["results"]] == [4]
    post(api, "transit-times", {**body, "to_warehouse": "MAIN"}, 400)
    assert api.delete(f"/api/v1/transit-times/{row['id']}/").status_code == 204
