import pytest

from tests.clients import api_with

pytestmark = pytest.mark.django_db
HOURS = [["09:00", "12:00"], ["13:00", "18:00"]]


@pytest.fixture
def api():
    return api_with("administrator")


def test_a_calendar_goes_there_and_back(api):
    body = {
        "code": "SH",
        "name": "Shanghai",
        "time_zone": "Asia/Shanghai",
        "weekly": {"monday": HOURS},
        "exceptions": [{"date": "2026-10-01", "intervals": []}],
    }
    made = api.post("/api/v1/calendars/", body)
    assert made.status_code == 201, made.json()
    shown = made.json()
    assert shown["weekly"] == {"monday": HOURS}
    assert shown["exceptions"] == [{"date": "2026-10-01", "intervals": [], "name": ""}]
    taken = api.post("/api/v1/calendars/SH/holidays/", {"country": "CN", "years": [2026]})
    assert taken.status_code == 200
    assert len(taken.json()["exceptions"]) > 20
    assert api.delete("/api/v1/calendars/SH/").status_code == 204


@pytest.mark.parametrize(
    "more",
    [
        {"weekly": {"monday": [["09:00"]]}},
        {"weekly": {"monday": [[9, 12]]}},
        {"weekly": "always"},
        {"weekly": [1]},
        {"weekly": {"monday": {"a": 1}}},
        {"time_zone": "Mars"},
        {"exceptions": [{"intervals": []}]},
        {"exceptions": [{"date": "2026-10-01", "intervals": [["x", "y"]]}]},
        {"code": ""},
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(api, more):
    answer = api.post("/api/v1/calendars/", {"code": "A", "name": "A"} | more)
    assert answer.status_code == 400, answer.json()
    assert answer.json()["errors"]
    assert api.get("/api/v1/calendars/").json()["results"] == []


def test_units_tax_codes_and_carriers(api):
    inch = {"code": "in", "name": "Inch", "dimension": "length", "numerator": 254, "denominator": 10}
    unit = api.post("/api/v1/units/", inch)
    assert unit.status_code == 201
    assert api.patch("/api/v1/units/in/", {"numerator": 255}).json()["code"] == "unit_factor_fixed"
    assert api.patch("/api/v1/units/in/", {"name": "Zoll"}).json()["name"] == "Zoll"
    assert api.delete("/api/v1/units/in/").status_code == 204
    tax = api.post("/api/v1/tax-codes/", {"code": "VAT13", "name": "VAT", "rate": "0.13"})
    assert tax.json()["rate"] == "0.13"
    assert api.post("/api/v1/tax-codes/", {"code": "X", "name": "X", "rate": "13"}).status_code == 400
    unsafe = {"code": "SF", "name": "SF Express", "tracking_url": "javascript:alert(1)"}
    carrier = api.post("/api/v1/carriers/", unsafe)
    assert list(carrier.json()["errors"]) == ["tracking_url"]
    assert api.post("/api/v1/carriers/", {"code": "SF", "name": "SF Express"}).status_code == 201
    assert api.post("/api/v1/carriers/", {"code": "SF", "name": "Again"}).status_code == 400


def test_currencies_and_rates(api):
    assert {row["code"] for row in api.get("/api/v1/currencies/").json()["results"]} >= {"USD", "CNY"}
    assert api.post("/api/v1/currencies/", {"code": "thb", "name": "Baht"}).status_code == 400
    assert api.post("/api/v1/currencies/", {"code": "THB", "name": "Baht"}).status_code == 201
    assert api.patch("/api/v1/currencies/THB/", {"symbol": "฿"}).json()["symbol"] == "฿"
    assert api.get("/api/v1/currencies/XXX/").status_code == 404
    rate = {"currency": "THB", "valid_from": "2026-01-01", "rate": "0.03"}
    made = api.post("/api/v1/exchange-rates/", rate)
    assert made.json()["rate"] == "0.03"
    assert api.delete("/api/v1/currencies/THB/").json()["code"] == "in_use"
    assert api.delete(f"/api/v1/exchange-rates/{made.json()['id']}/").status_code == 204
    assert api.delete("/api/v1/currencies/THB/").status_code == 204
    for bad in ("0", "-1", "NaN", "1e30"):
        assert api.post("/api/v1/exchange-rates/", rate | {"currency": "CNY", "rate": bad}).status_code == 400


def test_set_up_is_not_for_everyone():
    sales = api_with("sales")
    assert sales.get("/api/v1/units/").status_code == 200
    for address, body in (
        ("units", {"code": "x", "name": "x"}),
        ("carriers", {"code": "x", "name": "x"}),
        ("calendars", {"code": "x", "name": "x"}),
        ("currencies", {"code": "XXX", "name": "x"}),
        ("suppliers", {"name": "x"}),
        ("warehouses", {"code": "x", "name": "x"}),
    ):
        assert sales.post(f"/api/v1/{address}/", body).status_code == 403, address


def test_a_supplier_goes_there_and_back(api):
    said = {"name": "Steel & Co", "lead_time_days": 9, "contacts": [{"name": "Ann"}]}
    made = api.post("/api/v1/suppliers/", said)
    body = made.json()
    assert (body["lead_time_days"], body["contacts"][0]["name"], body["currency"]) == (9, "Ann", "USD")
    changed = api.patch(f"/api/v1/suppliers/{body['code']}/", {"is_inspection_exempt": True}).json()
    assert changed == body | {"is_inspection_exempt": True, "version": 2}
