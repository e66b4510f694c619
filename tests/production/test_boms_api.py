import pytest

from production.models import Bom
from tests.clients import api_with

pytestmark = pytest.mark.django_db
URL = "/api/v1/boms/"


@pytest.fixture
def api():
    client = api_with("administrator")
    for sku in ("BIKE", "WHEEL", "SPOKE"):
        client.post("/api/v1/products/", {"sku": sku, "name": sku})
    return client


def bom(api, product, *parts):
    components = [{"product": sku, "quantity": quantity} for sku, quantity in parts]
    return api.post(URL, {"product": product, "components": components})


def test_a_bill_goes_there_and_back_and_explodes(api):
    assert bom(api, "BIKE", ("WHEEL", 2)).status_code == 201
    made = bom(api, "WHEEL", ("SPOKE", "36")).json()
    assert made["components"] == [{"product": "SPOKE", "quantity": "36", "scrap_percent": "0"}]
    (found,) = api.get(URL, {"product": "BIKE"}).json()["results"]
    exploded = api.get(f"{URL}{found['id']}/explode/", {"quantity": "10"}).json()
    assert [(row["product"], row["level"], row["quantity"]) for row in exploded] == [
        ("WHEEL", 1, "20"),
        ("SPOKE", 2, "720"),
    ]
    assert api.get(URL, {"component": "SPOKE"}).json()["results"] == [made]


def test_a_circle_is_refused_with_its_path(api):
    bom(api, "BIKE", ("WHEEL", 2))
    answer = bom(api, "WHEEL", ("BIKE", 1))
    assert (answer.status_code, answer.json()["code"]) == (400, "bom_cycle")
    assert "WHEEL → BIKE → WHEEL" in answer.json()["errors"]["components"][0]
    assert Bom.objects.count() == 1


@pytest.mark.parametrize("quantity", [0, -1, "NaN", "1e30", None, True, {}, "x"])
def test_bad_quantities_are_refused(api, quantity):
    answer = bom(api, "BIKE", ("WHEEL", quantity))
    assert answer.status_code == 400
    assert "components[0].quantity" in answer.json()["errors"]
    assert api.get(f"{URL}bom_999/explode/", {"quantity": "x"}).status_code in (400, 404)


def test_a_bill_is_changed_and_deleted(api):
    key = bom(api, "BIKE", ("WHEEL", 2)).json()["id"]
    assert api.patch(f"{URL}{key}/", {"output_quantity": "4"}).json()["output_quantity"] == "4"
    assert api.patch(f"{URL}{key}/", {"components": []}).status_code == 400
    assert api_with("sales").delete(f"{URL}{key}/").status_code == 403
    assert api.delete(f"{URL}{key}/").status_code == 204
    assert not Bom.objects.exists()
