"""Promises at the customer, with inspection, carriers, bills of materials and the reasons, over the API."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from inventory.models import Demand, Item, Warehouse
from production.selectors.promise import Ask, quote_asks
from production.selectors.why import promise_sentence, sources_facts
from tests.api.shop import assert_sound

pytestmark = pytest.mark.django_db


def day(offset: int) -> str:
    return (timezone.now().date() + timedelta(days=offset)).isoformat()


def supplier(shop, code: str = "S-1") -> str:
    return shop.post("suppliers/", {"code": code, "name": f"Supplier {code}", "currency": "USD"}, 201)["code"]


def offer(shop, sku: str, lead: int, inspection: int = 0, code: str = "S-1") -> None:
    body = {"supplier": code, "product": sku, "price": "1", "lead_time_days": lead}
    shop.post("supplier-products/", body | {"inspection_days": inspection}, 201)


def bought(shop, sku: str, quantity: str, due: int) -> str:
    body = {
        "supplier": "S-1",
        "warehouse": "MAIN",
        "expected_date": day(due),
        "lines": [{"product": sku, "quantity": quantity, "unit_price": "1"}],
    }
    number = shop.post("purchase-orders/", body, 201)["number"]
    shop.post(f"purchase-orders/{number}/send/")
    return number


def bill(shop, sku: str, *parts: tuple[str, str]) -> None:
    components = [{"product": part, "quantity": quantity} for part, quantity in parts]
    shop.post("boms/", {"product": sku, "components": components}, 201)


def test_supply_can_be_used_once_its_inspection_is_over(shop):
    supplier(shop)
    offer(shop, "P-1", 5, inspection=2)
    number = bought(shop, "P-1", "20", 4)
    found = shop.get("atp/", product="P-1", quantity="15")
    assert found["promise_date"] == day(6)
    assert found["sources"][1] == {
        "kind": "purchase",
        "quantity": "5",
        "date": day(6),
        "document": number,
        "inspection_days": 2,
    }
    assert "after 2 days of inspection" in found["reason"]
    assert found["options"] == [
        {"kind": "complete", "date": day(6), "parts": [{"date": day(6), "quantity": "15"}]},
        {
            "kind": "split",
            "date": day(0),
            "parts": [{"date": day(0), "quantity": "10"}, {"date": day(6), "quantity": "5"}],
        },
    ]
    refused = shop.patch("supplier-products/1/", {"inspection_days": 400}, 404)
    assert refused["code"] == "not_found"


def test_a_reason_names_only_what_is_not_promised_to_others(shop):
    supplier(shop)
    shop.product("NEW")
    first, second = bought(shop, "NEW", "10", 3), bought(shop, "NEW", "10", 8)
    assert shop.order(("NEW", "8"))["promised_date"] == day(3)
    found = shop.get("atp/", product="NEW", quantity="6")
    assert [(s["document"], s["quantity"], s["date"]) for s in found["sources"]] == [
        (first, "2", day(3)),
        (second, "4", day(8)),
    ]
    lines = shop.post("atp/check/", {"lines": [{"product": "NEW", "quantity": "2"}] * 3})["lines"]
    assert [line["sources"][0]["document"] for line in lines] == [first, second, second]


@pytest.fixture
def carrier(shop):
    """Two days on the road, three to the region NORTH."""
    shop.post("regions/", {"code": "NORTH", "name": "North"}, 201)
    body = {
        "code": "ROAD",
        "name": "Road",
        "transit_days": 2,
        "regions": [{"region": "NORTH", "transit_days": 3}],
    }
    made = shop.post("carriers/", body, 201)
    assert (made["transit_days"], made["cut_off"], made["regions"][0]["transit_days"]) == (2, None, 3)
    return "ROAD"


def test_the_promise_is_the_day_at_the_customer(shop, carrier):
    order = shop.order(("P-1", "4"), carrier=carrier)
    assert (order["carrier"], order["promised_date"]) == ("ROAD", day(2))
    demand = Demand.objects.get(document_number=order["number"])
    assert (demand.delivery_days, demand.ship_by.isoformat()) == (2, day(0))
    wanted = shop.order(("P-1", "3"), carrier=carrier, requested_date=day(9))
    assert wanted["promised_date"] == day(9)
    assert Demand.objects.get(document_number=wanted["number"]).ship_by.isoformat() == day(7)
    table = shop.get("atp/table/", product="P-1", bucket="day", **{"from": day(0), "periods": 8})
    assert [p["demand"] for p in table["periods"]] == ["4", "0", "0", "0", "0", "0", "0", "3"]
    shipment = shop.post("shipments/", {"order": wanted["number"]}, 201)
    assert shipment["carrier"] == "ROAD"
    again = shop.post(f"orders/{wanted['number']}/amend/", {"requested_date": day(5)})
    assert again["promised_date"] == day(5)
    assert_sound()


def test_a_carrier_of_the_customer_counts_and_days_to_the_region(shop, carrier):
    shop.customer("C-2", region="NORTH", carrier="ROAD")
    assert shop.order(("P-1", "1"), customer="C-2")["promised_date"] == day(3)
    body = {"customer": "C-2", "lines": [{"product": "P-1", "quantity": "1"}]}
    told = shop.post("orders/simulate/", body)["lines"][0]
    assert (told["promise_date"], told["ship_date"]) == (day(3), day(0))
    assert told["reason"].endswith("3 days with Road")
    shop.post(
        "carriers/", {"code": "X", "name": "X", "regions": [{"region": "NORTH", "transit_days": 999}]}, 400
    )


def test_an_order_tells_how_it_could_come_in_parts(shop):
    supplier(shop)
    bought(shop, "P-1", "20", 4)
    lines = [{"product": "P-1", "quantity": "12"}, {"product": "P-2", "quantity": "1"}]
    found = shop.post("orders/simulate/", {"customer": "C-1", "lines": lines})
    assert found["promise_date"] == day(4)
    complete, split = found["options"]
    assert (complete["kind"], complete["date"], split["date"]) == ("complete", day(4), day(0))
    assert split["deliveries"] == [
        {
            "date": day(0),
            "lines": [{"product": "P-1", "quantity": "10"}, {"product": "P-2", "quantity": "1"}],
        },
        {"date": day(4), "lines": [{"product": "P-1", "quantity": "2"}]},
    ]


def test_a_closed_warehouse_ships_on_the_next_open_day(shop):
    today = timezone.now().date()
    week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    open_day = week[(today.weekday() + 3) % 7]
    shop.post(
        "calendars/", {"code": "ONE", "name": "One day", "weekly": {open_day: [["08:00", "12:00"]]}}, 201
    )
    shop.patch("warehouses/MAIN/", {"calendar": "ONE"})
    assert shop.get("atp/", product="P-1", quantity="1")["promise_date"] == day(3)
    assert shop.get("atp/", product="P-1", quantity="1", requested_date=day(9))["promise_date"] == day(9)
    assert shop.get("atp/", product="P-1", quantity="1", requested_date=day(9))["ship_date"] == day(3)


def test_what_is_not_there_is_made_when_its_parts_are(shop):
    supplier(shop)
    shop.product("TABLE", supply="make", lead_time_days=3)
    shop.product("TOP", supply="make", lead_time_days=2)
    for sku in ("LEG", "BOARD", "SCREW"):
        shop.product(sku, lead_time_days=30)
    bill(shop, "TABLE", ("TOP", "1"), ("LEG", "4"), ("SCREW", "16"))
    bill(shop, "TOP", ("BOARD", "2"))
    shop.stock("LEG", "100")
    shop.stock("SCREW", "1000")
    offer(shop, "BOARD", 7, inspection=1)
    number = bought(shop, "BOARD", "4", 5)
    two = shop.get("atp/", product="TABLE", quantity="2")
    # boards on day 5 and inspected on 6, tops two days later, tables three days after that
    assert two["promise_date"] == day(11)
    [plan] = two["sources"]
    assert (plan["kind"], plan["quantity"], plan["lead_time_days"]) == ("plan", "2", 3)
    assert {need["product"] for need in plan["needs"]} == {"TOP", "LEG", "SCREW"}
    top = next(need for need in plan["needs"] if need["product"] == "TOP")
    assert top["needs"][0]["document"] == number
    # the third table needs boards that are bought anew: 7 days and one of inspection
    three = shop.get("atp/", product="TABLE", quantity="3")
    assert three["promise_date"] == day(8 + 2 + 3)
    # lines share the parts
    lines = shop.post("atp/check/", {"lines": [{"product": "TABLE", "quantity": "1"}] * 3})["lines"]
    assert [line["promise_date"] for line in lines] == [day(11), day(11), day(13)]
    boards = [{"product": "TABLE", "quantity": "2"}, {"product": "BOARD", "quantity": "1"}]
    told = shop.post("atp/check/", {"lines": boards})["lines"]
    assert [line["promise_date"] for line in told] == [day(11), day(8)]


def test_a_bought_part_comes_with_its_supplier_even_where_it_has_a_bill(shop):
    supplier(shop)
    shop.product("LAMP", supply="make", lead_time_days=1)
    shop.product("DRIVER", supply="buy", lead_time_days=40)
    shop.product("CHIP", lead_time_days=60)
    bill(shop, "LAMP", ("DRIVER", "1"))
    bill(shop, "DRIVER", ("CHIP", "1"))
    offer(shop, "DRIVER", 6)
    assert shop.get("atp/", product="LAMP", quantity="1")["promise_date"] == day(7)


def test_what_can_t_be_had_is_not_promised_and_takes_nothing(shop):
    shop.product("BOX", supply="make", lead_time_days=1)
    shop.product("LID")
    shop.product("RARE", planning="none")
    bill(shop, "BOX", ("LID", "1"), ("RARE", "1"))
    shop.stock("LID", "1")
    lines = shop.post(
        "atp/check/", {"lines": [{"product": "BOX", "quantity": "1"}, {"product": "LID", "quantity": "1"}]}
    )["lines"]
    assert (lines[0]["promise_date"], lines[0]["sources"], lines[0]["on_time"]) == (None, [], False)
    assert (lines[1]["promise_date"], lines[1]["sources"][0]["kind"]) == (day(0), "on_hand")


def test_blocked_and_expired_stock_is_not_promised(shop):
    shop.product("MILK", tracking="lot", planning="none")
    body = {"kind": "receipt", "product": "MILK", "warehouse": "MAIN", "reason": "x"}
    shop.post("stock-moves/", body | {"quantity": "5", "lot": "OLD"}, 201)
    shop.post("stock-moves/", body | {"quantity": "2", "lot": "BAD", "location": "QUALITY"}, 201)
    assert shop.get("atp/", product="MILK", quantity="1")["available_now"] == "5"
    from inventory.models import Lot

    Lot.objects.filter(code="OLD").update(expires_on=timezone.now().date() - timedelta(days=1))
    found = shop.get("atp/", product="MILK", quantity="1")
    assert (found["available_now"], found["promise_date"]) == ("0", None)


def test_a_date_in_the_past_is_promised_today_and_is_late(shop):
    found = shop.get("atp/", product="P-1", quantity="1", requested_date=day(-3))
    assert (found["promise_date"], found["on_time"]) == (day(0), False)


def test_the_sentence_is_in_the_reader_s_language_and_stored_as_facts(shop):
    supplier(shop)
    number = bought(shop, "P-1", "60", 5)
    order = shop.order(("P-1", "70"))
    facts = order["lines"][0]["promise_sources"]
    assert facts == [
        {"kind": "on_hand", "quantity": "10", "date": day(0)},
        {"kind": "purchase", "quantity": "60", "date": day(5), "document": number},
    ]
    with translation.override("en"):
        text = promise_sentence(facts, "pcs")
    assert text.startswith("10 pcs from stock; 60 pcs from purchase")
    assert number in text


def statements(asks, **more) -> int:
    with CaptureQueriesContext(connection) as seen:
        quote_asks(asks, today=timezone.now().date(), **more)
    return len(seen)


def test_statements_do_not_grow_with_the_lines(shop):
    supplier(shop)
    shop.product("TABLE", supply="make", lead_time_days=3)
    shop.product("LEG", lead_time_days=9)
    bill(shop, "TABLE", ("LEG", "4"))
    offer(shop, "LEG", 4)
    bought(shop, "P-1", "500", 4)
    items = {item.sku: item for item in Item.objects.select_related("unit")}
    main = Warehouse.objects.get(code="MAIN").pk
    in_stock = Ask(items["P-2"], main, Decimal(1))
    assert statements([in_stock]) == statements([in_stock] * 50) == 1
    coming = Ask(items["P-1"], main, Decimal(11))
    assert statements([coming]) == statements([coming, in_stock] * 20) == 2
    made = Ask(items["TABLE"], main, Decimal(1))
    one = statements([made])
    assert one <= 8
    assert statements([made, coming, in_stock] * 20) <= one + 1
    quotes = quote_asks([made] * 3, today=timezone.now().date())
    assert [sources_facts(quote.sources)[0]["date"] for quote in quotes] == [
        timezone.now().date() + timedelta(days=7)
    ] * 3


def test_a_check_for_a_customer_counts_his_carrier_and_how_long_lots_have_to_last(shop, carrier):
    shop.customer("C-2", region="NORTH", carrier="ROAD", shelf_life_days=30)
    shop.product("MILK", tracking="lot", lead_time_days=9)
    expires = {"OLD": day(10), "NEW": day(200)}
    for lot, quantity in (("OLD", "5"), ("NEW", "2")):
        shop.stock("MILK", quantity, lot=lot, expires_date=expires[lot])
    wants = [{"product": "MILK", "quantity": "2"}, {"product": "MILK", "quantity": "1"}]
    anybody = shop.post("atp/check/", {"lines": wants})["lines"]
    assert [line["promise_date"] for line in anybody] == [day(0), day(0)]
    his = shop.post("atp/check/", {"customer": "C-2", "lines": wants})["lines"]
    assert [(line["available_now"], line["promise_date"], line["ship_date"]) for line in his] == [
        ("2", day(3), day(0)),
        ("0", day(12), day(9)),
    ]
    one = shop.get("atp/", product="MILK", quantity="3", customer="C-2")
    assert (one["available_now"], one["promise_date"]) == ("2", day(12))
    order = shop.order(("MILK", "3"), customer="C-2")
    assert order["promised_date"] == day(12)
    assert set(shop.get("atp/", 400, product="MILK", quantity="3", customer="C-9")["errors"]) == {"customer"}
