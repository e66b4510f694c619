import pytest

from tests.clients import api_with

pytestmark = pytest.mark.django_db
URL = "/api/v1/price-lists/"


def test_a_price_list_goes_there_and_back():
    api = api_with("administrator")
    api.post("/api/v1/products/", {"sku": "A", "name": "A"})
    body = {
        "code": "RETAIL",
        "name": "Retail",
        "currency": "CNY",
        "prices": [
            {"product": "A", "price": "10"},
            {"product": "A", "price": "9.5", "minimum_quantity": "100", "valid_until": "2026-12-31"},
        ],
    }
    made = api.post(URL, body)
    assert made.status_code == 201, made.json()
    assert made.json()["prices"][1] == {
        "product": "A",
        "minimum_quantity": "100",
        "price": "9.50",
        "floor_price": None,
        "valid_from": None,
        "valid_until": "2026-12-31",
    }
    assert "prices" not in api.get(URL).json()["results"][0]
    assert api.patch(f"{URL}RETAIL/", {"name": "Shops"}).json()["prices"] == made.json()["prices"]
    assert api.patch(f"{URL}RETAIL/", {"prices": [{"product": "A"}]}).status_code == 400
    assert api.patch(f"{URL}RETAIL/", {"prices": []}).json()["prices"] == []
    assert api_with("sales").post(URL, body | {"code": "B"}).status_code == 403
    assert api.delete(f"{URL}RETAIL/").status_code == 204
