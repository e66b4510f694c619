import pytest

from inventory.models import Item
from tests.clients import api_with

pytestmark = pytest.mark.django_db
URL = "/api/v1/products/"


def make(api, sku="BRG-1", **more):
    return api.post(URL, {"sku": sku, "name": "深沟球轴承", "unit": "pcs", "list_price": "12.5"} | more)


def test_a_product_goes_there_and_back():
    api = api_with("administrator")
    api.post("/api/v1/categories/", {"code": "BRG", "name": "Bearings"})
    made = make(
        api,
        category="BRG",
        kind="stocked",
        supply="make",
        standard_cost="7.25",
        safety_stock=10,
        reorder_point="20.5",
        reorder_quantity="100",
        lead_time_days=14,
        tracking="lot",
        barcode="690",
        units=[{"unit": "ctn", "numerator": 24, "barcode": "691"}],
        weight_kg="0.125",
    )
    assert made.status_code == 201, made.json()
    body = made.json()
    assert (body["planning"], body["list_price"], body["standard_cost"]) == ("reorder_point", "12.50", "7.25")
    assert (body["safety_stock"], body["reorder_point"], body["category"]) == ("10", "20.5", "BRG")
    assert body["units"] == [{"unit": "ctn", "numerator": 24, "denominator": 1, "barcode": "691"}]
    assert api.get(f"{URL}{body['id']}/").json() == api.get(f"{URL}BRG-1/").json() == body
    assert api.get(URL, {"search": "zc", "category": "BRG", "supply": "make,buy"}).json()["results"] == [body]
    assert api.get(URL, {"search": "zc", "tracking": "serial"}).json()["results"] == []


def test_a_plain_product_is_counted_in_pieces():
    body = api_with("administrator").post(URL, {"sku": "A", "name": "A"}).json()
    assert (body["unit"], body["planning"], body["supply"], body["kind"]) == ("pcs", "mrp", "buy", "stocked")


def test_costs_are_for_those_who_may_see_them():
    admin = api_with("administrator")
    make(admin, standard_cost="7")
    assert "standard_cost" not in api_with("sales").get(f"{URL}BRG-1/").json()
    assert "standard_cost" not in api_with("warehouse_operator").get(URL).json()["results"][0]
    assert api_with("finance").get(f"{URL}BRG-1/").json()["standard_cost"] == "7.00"
    assert api_with("sales").patch(f"{URL}BRG-1/", {"name": "X"}).status_code == 403


def test_a_stale_change_is_refused():
    api = api_with("administrator")
    make(api)
    assert api.patch(f"{URL}BRG-1/", {"name": "A"}, headers={"If-Match": '"1"'}).json()["version"] == 2
    assert api.patch(f"{URL}BRG-1/", {"name": "B"}, headers={"If-Match": '"1"'}).status_code == 412
    assert Item.objects.get().name == "A"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"sku": ""}, "sku"),
        ({"unit": "nope"}, "unit"),
        ({"kind": "ghost"}, "kind"),
        ({"list_price": "1e30"}, "list_price"),
        ({"list_price": "-1"}, "list_price"),
        ({"list_price": "NaN"}, "list_price"),
        ({"safety_stock": "-1"}, "safety_stock"),
        ({"lead_time_days": "soon"}, "lead_time_days"),
        ({"planning": "reorder_point"}, "reorder_point"),
        ({"units": [{"unit": "ctn", "numerator": 0}]}, "units[0].numerator"),
        ({"units": [{"unit": "pcs", "numerator": 2}]}, "units[0].unit"),
        ({"units": [{"numerator": 2}]}, "units[0].unit"),
        ({"sku": "prd_9"}, "sku"),
    ],
)
def test_bad_input_is_named_by_its_field(more, path):
    answer = make(api_with("administrator"), **more)
    assert answer.status_code == 400, answer.json()
    assert path in answer.json()["errors"], answer.json()
    assert not Item.objects.exists()


def test_the_list_does_not_grow_its_queries(django_assert_max_num_queries):
    api = api_with("administrator")
    for number in range(12):
        make(api, f"S-{number}", units=[{"unit": "ctn", "numerator": 2}])
    with django_assert_max_num_queries(9):
        assert len(api.get(URL, {"page_size": "50", "ordering": "-sku"}).json()["results"]) == 12


def test_warehouses_locations_and_offers():
    api = api_with("administrator")
    make(api)
    house = api.post("/api/v1/warehouses/", {"code": "EAST", "name": "East"})
    assert house.status_code == 201
    assert len(api.get("/api/v1/locations/", {"warehouse": "EAST"}).json()["results"]) == 3
    bin_ = api.post("/api/v1/locations/", {"warehouse": "EAST", "code": "A-01", "zone": "A"}).json()
    assert (bin_["kind"], bin_["is_usable"], bin_["warehouse"]) == ("storage", True, "EAST")
    again = api.post("/api/v1/locations/", {"warehouse": "EAST", "code": "A-01"})
    assert (again.status_code, list(again.json()["errors"])) == (400, ["code"])
    assert api.patch(f"/api/v1/locations/{bin_['id']}/", {"kind": "scrap"}).json()["is_usable"] is False
    assert api.delete(f"/api/v1/locations/{bin_['id']}/").status_code == 204
    api.post("/api/v1/suppliers/", {"code": "STEEL", "name": "Steel & Co"})
    offer = api.post("/api/v1/supplier-products/", {"supplier": "STEEL", "product": "BRG-1", "price": "3.2"})
    assert offer.status_code == 201, offer.json()
    assert api.get("/api/v1/supplier-products/", {"product": "BRG-1"}).json()["results"] == [offer.json()]
    assert "price" not in api_with("sales").get("/api/v1/supplier-products/").json()["results"][0]
    assert api.delete("/api/v1/warehouses/MAIN/").json()["code"] == "default_warehouse_needed"


def test_a_new_cost_is_posted_to_stock():
    api = api_with("administrator")
    make(api, standard_cost="4")
    assert api.patch(f"{URL}BRG-1/", {"standard_cost": "5"}).json()["standard_cost"] == "5.00"


def test_categories_nest():
    api = api_with("administrator")
    api.post("/api/v1/categories/", {"code": "B", "name": "Bikes"})
    road = api.post("/api/v1/categories/", {"code": "R", "name": "Road", "parent": "B"})
    assert road.json()["parent"] == "B"
    assert api.patch("/api/v1/categories/B/", {"parent": "R"}).status_code == 400
    assert api.get("/api/v1/categories/", {"parent": "B"}).json()["results"] == [road.json()]
    assert api.patch("/api/v1/categories/R/", {"parent": None}).json()["parent"] is None
