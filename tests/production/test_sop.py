"""The S&OP room: figures against numbers made by hand, plans frozen and tracked, decisions, rights."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, Invalid, NotPermitted, StaleVersion
from erp.masterdata.models import Unit
from inventory.models import Balance, Demand, ExpectedSupply, ItemCategory, Move
from inventory.services.stock import issue_stock
from production.calc.sop import Agreed, Tracked, in_force, month_after, months_around
from production.models import Forecast, ForecastBucket, SopPlan
from production.selectors.sop import sop_room
from production.services.sop import agree_plans, plan_of, record_decision, settle_decision
from tests.clients import actor_with, api_with, person
from tests.factories import BOSS, main_warehouse, make_item, receive
from tests.scenarios.test_statement_counts import statements

AT = datetime(2026, 5, 15, 12, tzinfo=UTC)
ZERO = Decimal(0)


def on(month, day=10):
    return datetime(2026, month, day, 12, tzinfo=UTC)


def wanted(item, day, quantity, *, shipped=0, cancelled=0, kind="order"):
    place = Demand.objects.count() + 1
    return Demand.objects.create(
        source_kind=f"{kind}_line", source_id=place, document_kind=kind, document_id=place,
        document_number=f"D-{place}", item=item, warehouse=main_warehouse(), due_on=day,
        quantity=quantity, shipped=shipped, cancelled=cancelled,
    )  # fmt: skip


def coming(item, day, quantity, kind="purchase", source=""):
    place = ExpectedSupply.objects.count() + 1
    return ExpectedSupply.objects.create(
        source_kind=source or kind, source_id=place, document_kind=kind, document_id=place,
        document_number=f"S-{place}", kind=kind, item=item, warehouse=main_warehouse(), due_on=day,
        quantity=quantity,
    )  # fmt: skip


@pytest.fixture
def lamps(db):
    """Two items of one family, the one in a category below it: what the sums of these tests are made of."""
    root = ItemCategory.objects.create(code="LAMPS", name="Lamps")
    below = ItemCategory.objects.create(code="DESK", name="Desk lamps", parent=root)
    first, second = make_item(category=below, cost="4"), make_item(category=root, cost="10")
    receive(first, 100, at=on(2))
    issue_stock(
        item=first, warehouse=main_warehouse(), quantity=Decimal(30), reason="used", actor=BOSS, at=on(3)
    )
    receive(second, 5, at=on(4, 20))
    wanted(first, date(2026, 3, 20), 30, shipped=25, cancelled=2)
    wanted(first, date(2026, 6, 10), 90)
    wanted(second, date(2026, 5, 2), 2)
    wanted(second, date(2026, 7, 1), 20)
    wanted(second, date(2026, 6, 1), 1000, kind="hold")
    wanted(second, date(2026, 6, 1), 1000, kind="transfer_order")
    coming(first, date(2026, 4, 30), 4)
    coming(first, date(2026, 7, 5), 50)
    coming(second, date(2026, 6, 20), 10, "work_order")
    coming(second, date(2026, 6, 20), 1000, "transfer", "transfer_order_line")
    return root, first, second


def figures(root, **more):
    [found] = [one for one in sop_room(BOSS, at=AT, **more).families if one.line[0] == root.pk]
    return found


def row(found, what):
    """The thirteen figures as whole numbers, November to November."""
    return [int(getattr(one, what)) for one in found.months]


def test_figures_are_those_made_by_hand(lamps):
    found = figures(lamps[0])
    #                            N  D  J  F    M   A  M   J   J   A   S   O   N
    assert row(found, "demand") == [0, 0, 0, 0, 28, 0, 2, 90, 20, 0, 0, 0, 0]
    assert row(found, "supply") == [0, 0, 0, 100, 0, 5, 4, 10, 50, 0, 0, 0, 0]
    assert row(found, "used") == [0, 0, 0, 0, 30, 0, 0, 0, 0, 0, 0, 0, 0]
    # first: 70 − 3 overdue + 4 = 71, − 90 = −19, + 50 = 31; second: 5 − 2 = 3, + 10 = 13, − 20 = −7
    assert row(found, "stock") == [0, 0, 0, 100, 70, 75, 74, 13, 31, 31, 31, 31, 31]
    assert row(found, "gap") == [0, 0, 0, 0, 3, 0, 0, 19, 7, 7, 7, 7, 7]
    assert [one.month for one in found.months][::6] == [
        date(2025, 11, 1),
        date(2026, 5, 1),
        date(2026, 11, 1),
    ]


def test_values_are_at_standard_cost_and_units_are_never_added(lamps):
    root, first, _second = lamps
    by_weight = make_item(category=root, unit=Unit.objects.get(code="kg"))
    receive(by_weight, 8, at=on(4))
    found = [one for one in sop_room(BOSS, at=AT).families if one.line[0] == root.pk]
    assert [(one.unit, int(one.months[5].stock)) for one in found] == [("kg", 8), ("pcs", 75)]
    value = figures(root, by_value=True)
    assert int(value.months[5].stock) == 70 * 4 + 5 * 10 + 8 * 4
    assert int(value.months[7].demand) == 90 * first.standard_cost


def test_what_is_forecast_beyond_orders_is_demand(lamps):
    root, first, second = lamps
    for item, quantity in ((first, 100), (second, 15)):
        said = Forecast.objects.create(item=item, bucket="month", computed_at=AT)
        for month in (6, 7):
            ForecastBucket.objects.create(
                forecast=said, starts_on=date(2026, month, 1), mean=quantity, lower=0, upper=200
            )
    found = figures(root)
    # June: 90 ordered of the first and 100 forecast, 15 of the second; July: 100 of the first, 20 > 15
    assert row(found, "demand")[7:9] == [115, 120]
    # first: 71 − 100 = −29, + 50 − 100 = −79; second: 3 + 10 − 15 = −2, − 20 = −22
    assert row(found, "gap")[7:9] == [31, 101]
    assert sop_room(BOSS, at=AT).has_forecast


def test_a_plan_is_frozen_and_tracked_against_what_came(lamps):
    root = lamps[0]
    month = date(2026, 6, 1)
    plan = plan_of(figures(root), {month: (Decimal(80), Decimal(20))}, seen=0)
    [made] = agree_plans(plans=[plan], note="less", actor=BOSS, at=AT)
    assert (made.number, made.agreed_label, made.note) == (1, BOSS.label, "less")
    agreed = {one.month: one for one in made.months.all()}
    # 10 less wanted and 10 more supplied than the figures' net of 13 − 19
    assert (agreed[month].demand, agreed[month].supply, agreed[month].stock) == (80, 20, 14)
    assert agreed[date(2026, 8, 1)].stock == 31 - 7 + 20
    with pytest.raises(Conflict):
        agree_plans(plans=[plan_of(figures(root), {month: (Decimal(80), Decimal(20))})], actor=BOSS, at=AT)
    with pytest.raises(StaleVersion):
        agree_plans(plans=[plan], actor=BOSS, at=AT)
    room = sop_room(BOSS, at=datetime(2026, 7, 10, tzinfo=UTC))
    [later] = [one for one in room.families if one.line[0] == root.pk]
    assert later.version == 1
    june = next(one for one in later.months if one.month == month)
    came = june.tracked("demand")
    assert came is not None
    assert (came.agreed, came.came, came.difference, came.share) == (80, 90, 10, Decimal("0.125"))


def test_a_month_in_which_more_went_back_than_came_is_agreed_without_supply(lamps):
    root, first, _second = lamps
    place = Move.objects.filter(item=first).values_list("location_id", flat=True)[0]
    receive(first, 2, at=on(5, 4))
    Move.objects.create(
        kind="receipt", item=first, warehouse=main_warehouse(), location_id=place, quantity=-6, at=on(5, 6)
    )
    Balance.objects.filter(item=first).update(on_hand=66)
    may, june = figures(root).months[6:8]
    assert (may.ledger.received, may.supply, may.net) == (-4, 0, 70)  # 4 more are still to come
    ExpectedSupply.objects.filter(item=first).update(is_open=False)
    may, june = figures(root).months[6:8]
    assert (may.supply, may.net, june.net) == (-4, 66, -14)
    [made] = agree_plans(plans=[plan_of(figures(root), seen=0)], actor=BOSS, at=AT)
    agreed = {one.month: one for one in made.months.all()}
    assert (agreed[may.month].supply, agreed[may.month].stock) == (0, 66)
    assert agreed[june.month].stock == -14
    [later] = [one for one in sop_room(BOSS, at=on(6, 3)).families if one.line[0] == root.pk]
    came = next(one for one in later.months if one.month == may.month).tracked("supply")
    assert came is not None
    assert (came.agreed, came.came, came.share) == (0, -4, None)


def test_a_plan_that_makes_no_sense_is_refused(lamps):
    found = figures(lamps[0])
    june, most = date(2026, 6, 1), Decimal(10) ** 18
    bad: list[dict[date, tuple[Decimal | None, Decimal | None]]] = [{date(2026, 4, 1): (None, None)}]
    bad += [{june: (one, None)} for one in (Decimal(-1), Decimal("NaN"), most)]
    for given in bad:
        with pytest.raises(Invalid):
            agree_plans(plans=[plan_of(found, given)], actor=BOSS, at=AT)
    with pytest.raises(Invalid):
        agree_plans(plans=[], actor=BOSS, at=AT)
    with pytest.raises(Invalid):
        agree_plans(plans=[plan_of(found)] * 2, actor=BOSS, at=AT)
    with pytest.raises(Invalid):
        agree_plans(plans=[plan_of(found)], note="x" * 501, actor=BOSS, at=AT)
    assert not SopPlan.objects.exists()


def test_a_month_is_tracked_by_what_was_agreed_before_it_began():
    def agreed(number, day):
        return Agreed(date(2026, 6, 1), number, day, Decimal(number), ZERO, ZERO)

    early, late = agreed(1, date(2026, 5, 31)), agreed(2, date(2026, 6, 1))
    assert in_force([late, early]) == {early.month: early}
    assert in_force([agreed(3, date(2026, 6, 9)), late]) == {late.month: late}
    assert Tracked(ZERO, Decimal(5)).share is None
    assert Tracked(Decimal(-10), Decimal(-5)).share == Decimal("0.5")
    assert month_after(date(2026, 11, 1), 2) == date(2027, 1, 1)
    assert len(months_around(date(2026, 1, 31))) == 13


def test_decisions_are_followed_up_by_their_owner(lamps):
    owner = person("sales_manager")
    row = record_decision(
        title="Extra shift", owner=owner, due_on=AT.date(), family=lamps[0], actor=BOSS, at=AT
    )
    for bad in ({"title": " "}, {"due_on": date(2026, 5, 1)}, {"family": lamps[1].category}):
        with pytest.raises(Invalid):
            record_decision(**{"title": "x", "owner": owner, "due_on": AT.date(), **bad}, actor=BOSS, at=AT)
    with pytest.raises(NotPermitted):
        settle_decision(
            decision_id=row.pk, verb="finish", result="x", actor=actor_with("executive", row_scope="own")
        )
    with pytest.raises(Invalid):
        settle_decision(decision_id=row.pk, verb="finish", result="", actor=BOSS)
    done = settle_decision(decision_id=row.pk, verb="finish", result="ran", actor=BOSS, expected_version=1)
    assert (done.state, done.result, done.version) == ("done", "ran", 2)
    with pytest.raises(IllegalTransition):
        settle_decision(decision_id=row.pk, verb="drop", result="x", actor=BOSS)


def test_who_may_see_and_who_may_decide(lamps):
    for role in ("planner", "production_manager", "executive"):
        assert sop_room(actor_with(role), at=AT).families
        other = {date(2026, 9, 1): (Decimal(SopPlan.objects.count() + 1), None)}
        agree_plans(plans=[plan_of(figures(lamps[0]), other)], actor=actor_with(role), at=AT)
    with pytest.raises(NotPermitted):
        sop_room(actor_with("sales"), at=AT)
    with pytest.raises(NotPermitted):
        sop_room(actor_with("planner", row_scope="own"), at=AT)
    with pytest.raises(NotPermitted):
        agree_plans(plans=[plan_of(figures(lamps[0]))], actor=actor_with("buyer"), at=AT)


def test_the_statements_do_not_grow_with_families(lamps):
    few, _room = statements(lambda: sop_room(BOSS, at=AT))
    for place in range(12):
        root = ItemCategory.objects.create(code=f"F{place}", name=f"Family {place}")
        receive(make_item(category=root), 3, at=on(4))
    many, room = statements(lambda: sop_room(BOSS, at=AT))
    assert len(room.families) >= 13
    assert many == few <= 12
    plans = [plan_of(one) for one in room.families]
    cost, made = statements(lambda: agree_plans(plans=plans, actor=BOSS, at=AT))
    assert len(made) == len(plans)
    assert cost <= 12


def test_the_api_agrees_and_decides(lamps):
    root, first, _second = lamps
    wanted(first, timezone.now().date(), 7)
    api = api_with("executive")
    answer = api.get("/api/v1/sop/").json()
    [family] = [one for one in answer["families"] if one["family"] == "LAMPS"]
    assert len(family["months"]) == 13
    month = family["months"][8]["month"]
    body = {
        "family": "LAMPS",
        "unit": "pcs",
        "months": [{"month": month, "demand": "12"}],
        "note": "as talked",
    }
    made = api.post("/api/v1/sop/plans/", body, format="json")
    assert made.status_code == 201, made.content
    assert made.json()["version"] == 1
    assert {one["month"]: one["demand"] for one in made.json()["months"]}[month] == "12"
    assert api.post("/api/v1/sop/plans/", body, format="json").json()["code"] == "sop_unchanged"
    assert api.post("/api/v1/sop/plans/", {**body, "unit": "kg"}, format="json").status_code == 400
    stale = api.post("/api/v1/sop/plans/", {**body, "months": [], "seen_version": 0}, format="json")
    assert stale.status_code == 412 or stale.status_code == 409
    owner = person("planner")
    decision = {"title": "Second shift", "owner": owner.username, "due_on": "2099-01-01", "family": "LAMPS"}
    kept = api.post("/api/v1/sop/decisions/", decision, format="json")
    assert kept.status_code == 201, kept.content
    done = api.post(f"/api/v1/sop/decisions/{kept.json()['id']}/finish/", {"result": "ok"}, format="json")
    assert done.json()["state"] == "done"
    assert api.get("/api/v1/sop/decisions/?state=done").json()["results"][0]["result"] == "ok"
    assert api_with("sales").get("/api/v1/sop/").status_code == 403
    assert api_with("production_manager").get("/api/v1/sop/plans/").json()["results"][0]["version"] == 1
    assert root.pk


def test_the_pages_show_agree_decide_and_export(lamps):
    root = lamps[0]
    boss = person("planner")
    client = Client()
    client.force_login(boss)
    assert b"Lamps" in client.get("/sop/").content
    assert client.get("/sop/?measure=value").status_code == 200
    address = f"/sop/{root.pk}-{Unit.objects.get(code='pcs').pk}/"
    assert b"Agree the plan" in client.get(address).content
    month = months_around(timezone.now().date())[8]
    sent = {"step": "agree", "seen": "0", f"demand-{month:%Y-%m}": "1,200", "note": "more"}
    assert client.post(address, sent).status_code == 302
    assert SopPlan.objects.get(family=root).months.get(month=month).demand == 1200
    assert client.post(address, {**sent, f"demand-{month:%Y-%m}": "many"}).status_code == 422
    assert client.post(address, {**sent, "seen": "0", f"demand-{month:%Y-%m}": "9"}).status_code == 422
    assert client.post("/sop/", {"step": "agree"}).status_code == 302
    assert client.post("/sop/", {"step": "agree"}).status_code == 422
    asked = {
        "step": "decide",
        "title": "Buy ahead",
        "owner": boss.pk,
        "due_on": "2099-01-01",
        "family": root.pk,
    }
    assert client.post("/sop/", asked).status_code == 302
    assert client.post("/sop/", {**asked, "owner": "0"}).status_code == 422
    assert client.post("/sop/", {**asked, "month": "2026-99"}).status_code == 422
    assert b"Buy ahead" in client.get(address).content
    assert b"Lamps" in b"".join(client.get("/sop/figures.csv"))
    assert client.get("/sop/figures.xlsx").status_code == 200
    assert b"Buy ahead" in b"".join(client.get("/sop/decisions.csv"))
    assert client.get("/sop/999999-1/").status_code == 404
    other = Client()
    other.force_login(person("sales"))
    assert other.get("/sop/").status_code == 403
