import pytest

from erp.masterdata.models import Customer
from finance.models import CreditAccount
from tests.clients import api_with, person

pytestmark = pytest.mark.django_db
URL = "/api/v1/customers/"


def test_a_customer_goes_there_and_back():
    api = api_with("administrator")
    person("sales", username="sam")
    made = api.post(
        URL,
        {
            "name": "上海精工贸易",
            "contacts": [{"name": "Wang", "email": "wang@example.com"}],
            "addresses": [{"line1": "1 Nanjing Road", "city": "Shanghai", "country": "CN"}],
            "salesperson": "sam",
            "currency": "CNY",
            "channel": "dealer",
            "tier": "gold",
            "tags": ["key"],
            "discount_rate": "0.05",
            "credit_grade": "A",
            "credit_limit": "50000",
            "payment_days": 60,
            "ship_complete": True,
        },
    )
    assert made.status_code == 201, made.json()
    body = made.json()
    assert body["code"].startswith("C-")
    assert body["salesperson"] == "sam"
    assert (body["credit_grade"], body["credit_limit"], body["payment_days"]) == ("A", "50000.00", 60)
    assert (body["discount_rate"], body["ship_complete"], body["tier"]) == ("0.05", True, "gold")
    assert made.headers["ETag"] == '"1"'
    for key in (body["id"], body["code"]):
        assert api.get(f"{URL}{key}/").json() == body
    for search in ("zhigong", "jinggong", "精工", "shjg", body["code"]):
        found = api.get(URL, {"search": search}).json()["results"]
        assert [row["code"] for row in found] == ([body["code"]] if search != "zhigong" else [])
    assert api.get(URL, {"tag": "key", "tier": "gold"}).json()["results"] == [body]
    assert api.get(URL, {"tier": "iron"}).json()["results"] == []


def test_a_change_keeps_what_it_does_not_name():
    api = api_with("administrator")
    body = api.post(
        URL, {"name": "Acme", "addresses": [{"line1": "1 A", "city": "B"}], "tier": "gold"}
    ).json()
    changed = api.patch(f"{URL}{body['code']}/", {"phone": "123"}, headers={"If-Match": '"1"'})
    assert changed.status_code == 200
    assert changed.json() == body | {"phone": "123", "version": 2}
    late = api.patch(f"{URL}{body['code']}/", {"phone": "456"}, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["code"]) == (412, "stale_version")
    assert Customer.objects.get().phone == "123"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "A" * 1_000_000}, "name"),
        ({"name": ["A"]}, "name"),
        ({"name": "A", "currency": "ZZZ"}, "currency"),
        ({"name": "A", "credit_limit": "NaN"}, "credit_limit"),
        ({"name": "A", "credit_limit": -1}, "credit_limit"),
        ({"name": "A", "credit_limit": "1e30"}, "credit_limit"),
        ({"name": "A", "credit_grade": "Z"}, "credit_grade"),
        ({"name": "A", "payment_days": 10**9}, "payment_days"),
        ({"name": "A", "discount_rate": "2"}, "discount_rate"),
        ({"name": "A", "contacts": "x"}, "contacts"),
        ({"name": "A", "custom": {"x": 1}}, "custom.x"),
        ({"name": "A", "code": "cus_1"}, "code"),
        ({"name": "A", "time_zone": "Mars"}, "time_zone"),
        ({"name": "A", "tags": [{"a": 1}]}, "tags[0]"),
    ],
)
def test_bad_input_is_named_by_its_field(body, path):
    answer = api_with("administrator").post(URL, body)
    assert answer.status_code == 400
    assert any(found == path or found.startswith(path) for found in answer.json()["errors"]), answer.json()
    assert not Customer.objects.exists()


def test_markup_and_sql_are_only_text():
    name = "<script>alert(1)</script>'; DROP TABLE orders_order; --"
    answer = api_with("administrator").post(URL, {"name": name})
    assert answer.json()["name"] == name


def test_credit_is_seen_and_given_by_those_who_may():
    admin, service, buyer = api_with("administrator"), api_with("customer_service"), api_with("buyer")
    code = admin.post(URL, {"name": "Acme", "credit_limit": "100"}).json()["code"]
    assert admin.get(f"{URL}{code}/").json()["credit_limit"] == "100.00"
    assert "credit_limit" not in buyer.get(f"{URL}{code}/").json()
    refused = service.patch(f"{URL}{code}/", {"credit_limit": "200"})
    assert refused.status_code == 403
    assert service.patch(f"{URL}{code}/", {"phone": "1"}).status_code == 200
    assert api_with("finance").patch(f"{URL}{code}/", {"credit_limit": None}).json()["credit_limit"] is None
    assert CreditAccount.objects.get().limit is None
    assert buyer.post(URL, {"name": "B"}).status_code == 403


def test_a_customer_outside_the_scope_is_not_there():
    admin, api = api_with("administrator"), api_with("sales", row_scope="own")
    code = admin.post(URL, {"name": "Acme"}).json()["code"]
    assert api.get(f"{URL}{code}/").status_code == 404
    assert api.get(URL).json()["results"] == []


def test_a_repeated_key_makes_one_customer():
    api = api_with("administrator")
    first = api.post(URL, {"name": "Acme"}, headers={"Idempotency-Key": "k"})
    again = api.post(URL, {"name": "Acme"}, headers={"Idempotency-Key": "k"})
    assert again.json() == first.json()
    assert Customer.objects.count() == 1


def test_the_list_does_not_grow_its_queries(django_assert_max_num_queries):
    api = api_with("administrator")
    for number in range(12):
        api.post(URL, {"name": f"C{number}", "contacts": [{"name": "A"}]})
    with django_assert_max_num_queries(9):
        assert len(api.get(URL, {"ordering": "name"}).json()["results"]) == 12
