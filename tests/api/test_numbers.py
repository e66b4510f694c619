"""Numbers at their edges over the API: small units, huge amounts, money that comes and goes."""

import pytest

from tests.api.shop import assert_sound

pytestmark = pytest.mark.django_db
MOST = "1000000000000000"


@pytest.mark.parametrize(
    ("price", "quantity", "unit", "unit_price", "net"),
    [
        ("12.34", "500", "g", "0.01234", "6.17"),
        ("12.34", "0.5", "kg", "12.34", "6.17"),
        ("0.335", "2", "t", "335.00", "670.00"),
        ("10", "3", "lb3", "3.333333", "10.00"),
    ],
)
def test_a_small_unit_has_a_price(shop, price, quantity, unit, unit_price, net):
    shop.post("units/", {"code": "lb3", "name": "Third", "dimension": "mass", "denominator": 3}, 201)
    units = [
        {"unit": "g", "denominator": 1000},
        {"unit": "t", "numerator": 1000},
        {"unit": "lb3", "denominator": 3},
    ]
    shop.product("POWDER", price, unit="kg", units=units)
    lines = [{"product": "POWDER", "quantity": quantity, "unit": unit}]
    told = shop.post("orders/simulate/", {"customer": "C-1", "lines": lines})["lines"][0]
    line = shop.post("orders/", {"customer": "C-1", "lines": lines}, 201)["lines"][0]
    assert (line["unit_price"], line["net"]) == (told["unit_price"], told["net"]) == (unit_price, net)


def test_what_no_column_takes_is_refused_and_changes_nothing(shop):
    shop.post("suppliers/", {"code": "S-1", "name": "Supplier", "currency": "USD"}, 201)
    units = [{"unit": "dz", "numerator": 10**12}]
    shop.product("P-9", "0", units=units)
    shop.stock("P-9", "1000000000000")
    shop.stock("P-9", "1000000000000")
    line = {"product": "P-1", "quantity": "1000000000000", "unit_price": MOST}
    for path in ("orders/", "orders/simulate/"):
        shop.post(path, {"customer": "C-1", "lines": [line]}, 400)
        wide = {"product": "P-9", "quantity": "1000000000000", "unit": "dz"}
        assert shop.post(path, {"customer": "C-1", "lines": [wide]}, 400)["code"] == "too_large"
    order = {"supplier": "S-1", "warehouse": "MAIN", "expected_date": "2030-01-01", "lines": [line]}
    assert shop.post("purchase-orders/", order, 400)["code"] == "too_large"
    assert shop.patch("products/P-9/", {"standard_cost": MOST}, 400)["code"] == "too_large"
    assert shop.get("products/P-9/")["standard_cost"] == "0.00"
    assert_sound()


def test_money_given_back_in_part_is_never_stuck(shop):
    shop.shipped(shop.order(("P-1", "2"))["number"])
    body = {"customer": "C-1", "amount": "50", "allocations": [{"invoice": "IV-000001", "amount": "20"}]}
    payment = shop.post("payments/", body, 201)["number"]
    assert shop.post(f"payments/{payment}/refund/")["state"] == "refunded"
    freed = shop.post(f"payments/{payment}/deallocate/", {"invoice": "IV-000001"})
    assert (freed["state"], freed["unapplied"], freed["refunded"]) == ("received", "20.00", "30.00")
    again = {"allocations": [{"invoice": "IV-000001", "amount": "5"}]}
    assert shop.post(f"payments/{payment}/allocate/", again)["unapplied"] == "15.00"
    assert shop.post(f"payments/{payment}/refund/")["refunded"] == "45.00"
    assert_sound()
