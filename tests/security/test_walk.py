"""A walk over every API route and page as a restricted person: nothing of others, no cost, no error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from erp.identity.models import ApiKey, User
from tests.api.shop import Shop, assert_sound
from tests.clients import api_of, person
from tests.database import number_from_one

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

COST = "37.77"
COSTS = re.compile(
    r"(?<![\d.])(37\.77|75\.54|113\.31|48\.92|73\.38|39\.31)(?!\d)"
)  # cost, and margins of 2 and 3
SELLERS = [
    ("sales", "key"),
    ("sales", "session"),
    ("sales_manager", "session"),
    ("customer_service", "key"),
]
OTHERS = [
    "finance",
    "planner",
    "buyer",
    "warehouse_operator",
    "warehouse_manager",
    "shop_floor",
    "production_manager",
    "executive",
    "integrator",
]
SEES_COST = {
    "sales_manager",
    "finance",
    "planner",
    "buyer",
    "warehouse_manager",
    "production_manager",
    "executive",
}
FINE = {200, 201, 202, 204, 301, 302, 303, 304, 400, 403, 404, 405, 406, 409, 415, 422}
WORDS = ["Zanzibar", "Own"]
SERIES = {"orders": "SO-", "invoices": "IV-", "payments": "PM-"}
SKIPPED = ("logout", "password_change", "set_language", "set-language", "metrics", "api-schema", "api-docs")


@dataclass
class House:
    """Two customers: one of the walker's, one of somebody else's, both with the whole life of an order."""

    admin: Shop
    anna: User
    foreign: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    pks: list[int] = field(default_factory=lambda: list(range(1, 5)))


@pytest.fixture(autouse=True)
def news_streams_are_short(monkeypatch):
    """A stream that stays open would be walked past for hours."""
    monkeypatch.setattr("erp.notifications.views.notifications.STREAM_SECONDS", 0.0)


@pytest.fixture(autouse=True)
def sessions_are_kept_in_memory(settings):
    """A third of the walk would be reading the same session ten thousand times."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"


@pytest.fixture
def house(order_process: None) -> House:
    """The company of the walk; its first rows have the keys that the walk asks for."""
    number_from_one()
    admin = Shop()
    ApiKey.objects.update(burst=10_000, requests_per_second=10_000)
    anna = person("sales", username="anna", row_scope="own")
    person("sales", username="bela", row_scope="own")
    admin.customer("C-OWN", name="Own Works", salesperson="anna")
    admin.customer("C-ZANZIBAR", name="Zanzibar Mills", salesperson="bela", credit_limit="98765.43")
    admin.product("P-1", "62.23", standard_cost=COST)
    admin.post("suppliers/", {"code": "S-1", "name": "Supplier", "currency": "USD"}, 201)
    admin.stock("P-1", "100")
    house = House(admin, anna)
    for customer, quantity in (("C-OWN", "3"), ("C-ZANZIBAR", "2")):
        before = _documents(admin)
        _live(admin, customer, quantity)
        made = _documents(admin) - before
        house.numbers |= made
        if customer == "C-ZANZIBAR":
            house.foreign = made | {"Zanzibar", "ZANZIBAR", "98765.43"}
    return house


def _live(shop: Shop, customer: str, quantity: str) -> None:
    """An order shipped, billed and paid in part, one being picked, one waiting, one draft."""
    word = customer.removeprefix("C-")
    more: dict[str, Any] = {"note": f"note {word}", "customer_po": f"PO-{word}", "external_id": f"EXT-{word}"}
    order = shop.order(("P-1", quantity), customer=customer, **more)["number"]
    shipment = shop.post("shipments/", {"order": order}, 201)["number"]
    shop.post(f"shipments/{shipment}/pick/")
    shop.post(f"shipments/{shipment}/pack/")
    shop.post(f"shipments/{shipment}/ship/", {"carrier": "DHL", "tracking_number": f"1Z-{word}"})
    invoice = shop.get("invoices/", order=order)["results"][0]["number"]
    paid = {"customer": customer, "amount": "11", "reference": f"REF-{word}"}
    shop.post("payments/", paid | {"allocations": [{"invoice": invoice, "amount": "10"}]}, 201)
    shop.post("shipments/", {"order": shop.order(("P-1", quantity), customer=customer)["number"]}, 201)
    shop.order(("P-1", "500"), customer=customer)
    shop.order(("P-1", quantity), customer=customer, submit=False)


def _documents(shop: Shop) -> set[str]:
    found: set[str] = set()
    for path in ("orders/", "shipments/", "invoices/", "payments/"):
        found |= {row["number"] for row in shop.get(path, page_size="500")["results"]}
    return found


def routes(resolver: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the product, the admin's own included."""
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, path)
        elif pattern.name not in SKIPPED:
            yield path, pattern


def addresses(house: House, wanted: Any, few: bool) -> Iterator[tuple[str, bool]]:
    """Every wanted route with every value that its parameters could have, and whether it has none."""
    values = {
        "pk": [str(pk) for pk in house.pks],
        "sku": ["P-1"],
        "code": ["C-OWN", "C-ZANZIBAR", "USD"],
        "customer": ["C-OWN", "C-ZANZIBAR"],
        "kind": ["csv", "xlsx", "order", "invoice", "customer"],
        "verb": ["cancel", "approve", "pick"],
        "stage": ["pick", "pack"],
        "subject": ["customers", "products"],
        "object_id": [str(pk) for pk in house.pks],
    }
    for path, _pattern in routes(get_resolver()):
        plain = (
            re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", path).replace("^", "").replace("$", "").replace("\\Z", "")
        )
        if not wanted(plain) or "(" in plain or ".*" in plain or "<format>" in plain or "app_label" in plain:
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", plain)
        if not names:
            yield "/" + plain, True
            continue
        values["number"] = numbers_of(house, plain)
        choices = [ids_of(house, plain) if name == "id" else values.get(name, ["1"]) for name in names]
        if few:
            choices = [some[-1:] for some in choices]
        for chosen in _combined(choices):
            found = plain
            for value in chosen:
                found = re.sub(r"<[^>]*>", value.replace("\\", ""), found, count=1)
            yield "/" + found.replace("\\", ""), False


def numbers_of(house: House, path: str) -> list[str]:
    """The numbers of others' documents that fit the route, and one of the walker's own."""
    prefix = SERIES.get(path.partition("/")[0], "SH-")
    fit = [number for number in sorted(house.numbers) if number.startswith(prefix)]
    own = [number for number in fit if number not in house.foreign]
    return [*own[:1], *[number for number in fit if number in house.foreign][:3]] or ["XX-1"]


def ids_of(house: House, path: str) -> list[str]:
    """The ids that an administrator sees in the list that the route belongs to."""
    listed = house.admin.api.get("/" + path.partition("<")[0])
    rows = listed.json().get("results", []) if listed.status_code == 200 else []
    return [row["id"] for row in rows if "id" in row][:8] or ["zzz_1"]


def _combined(choices: list[list[str]]) -> Iterator[tuple[str, ...]]:
    if not choices:
        yield ()
        return
    for first in choices[0]:
        for rest in _combined(choices[1:]):
            yield (first, *rest)


def told(answer: Any, path: str) -> str:
    """What an answer tells: its text and headers, without the address that was asked for."""
    try:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    except AttributeError:
        body = answer.content
    if body[:2] == b"PK" or body[:4] == b"%PDF":
        body = b""
    text = body.decode("utf-8", "replace") + " ".join(f"{k}: {v}" for k, v in answer.headers.items())
    for part in re.split(r"[/?=&]", path):
        if len(part) > 3:
            text = text.replace(part, "")
    return text


def walk(client: Any, house: House, *, hidden: set[str], cost: bool, verbs: bool) -> tuple[list[str], int]:
    """Ask every address and tell what it should not have answered."""
    wrong: list[str] = []
    asked, seen = 0, set[str]()
    for path, is_plain in addresses(house, client.wanted, not verbs):
        queries = [""]
        if is_plain and verbs:
            queries += [f"?{client.search.format(word)}" for word in WORDS]
            queries += ["?customer=C-ZANZIBAR", f"?{client.by_cost}"]
        for query in queries:
            answer = client.get(path + query)
            asked += 1
            wrong += _judged("GET", path + query, answer, hidden, cost)
            if verbs and answer.status_code == 200:
                seen |= {number for number in house.numbers - hidden if number in told(answer, path)}
        if verbs and client_may_change(path):
            answer = client.post(path, {}, content_type="application/json")
            asked += 1
            wrong += _judged("POST", path, answer, hidden, cost)
    if verbs and not seen:
        wrong.append("The walker saw nothing of its own either.")
    return wrong, asked


def client_may_change(path: str) -> bool:
    """Whether a POST without a body is worth asking: not where it would sign the walker out."""
    return not path.startswith(("/login", "/admin/login", "/admin/logout", "/i18n"))


def _judged(method: str, path: str, answer: Any, hidden: set[str], cost: bool) -> list[str]:
    found = []
    if answer.status_code not in FINE:
        found.append(f"{method} {path}: {answer.status_code}")
    text = told(answer, path)
    found += [f"{method} {path} {answer.status_code} tells {word}" for word in hidden if word in text]
    if cost and (hit := COSTS.search(text)):
        found.append(f"{method} {path} {answer.status_code} tells the cost {hit[0]}")
    return found


def _as(house: House, role: str, by: str) -> Any:
    house.anna.roles = [role]
    house.anna.is_staff = role != "sales"
    house.anna.save()
    if by == "key":
        client: APIClient = api_of(house.anna)
        ApiKey.objects.update(burst=10_000, requests_per_second=10_000)
        return _Json(client)
    pages = Client(raise_request_exception=False)
    pages.force_login(house.anna, backend="erp.identity.backends.RoleBackend")
    for name, value in PAGES.items():
        setattr(pages, name, value)
    return pages


PAGES = {
    "wanted": lambda route: not route.startswith("api/"),
    "search": "search={0}&q={0}",  # of lists, and of what is typed ahead
    "by_cost": "ordering=cost&sort=-margin",
}


class _Json:
    """An API client that asks as the pages' client does."""

    wanted = staticmethod(lambda route: route.startswith("api/"))
    search, by_cost = "search={0}", "ordering=cost"

    def __init__(self, client: APIClient) -> None:
        self.client = client
        client.raise_request_exception = False

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, body: Any, content_type: str) -> Any:
        return self.client.generic("POST", path, "{}", content_type=content_type)


@pytest.mark.parametrize(("role", "by"), SELLERS)
def test_a_seller_sees_nothing_of_others(house, role, by):
    before = house.admin.get("orders/", page_size="500", customer="C-ZANZIBAR")
    client = _as(house, role, by)
    wrong, asked = walk(client, house, hidden=house.foreign, cost=role not in SEES_COST, verbs=True)
    assert wrong == []
    assert asked > 300
    assert house.admin.get("orders/", page_size="500", customer="C-ZANZIBAR") == before
    assert_sound()


@pytest.mark.parametrize("role", OTHERS)
def test_no_role_meets_an_error_or_a_cost_that_is_not_its(house, role):
    for by in ("key", "session"):
        client = _as(house, role, by)
        wrong, _asked = walk(client, house, hidden=set(), cost=role not in SEES_COST, verbs=False)
        assert wrong == []
