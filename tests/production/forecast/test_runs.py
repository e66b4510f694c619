"""Runs of forecasts: history by requested day, events, outliers, like items, overrides, scores, bad input."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest

from erp.core.errors import Invalid, NotFound, NotPermitted
from erp.identity.models import Region
from inventory.models import Demand
from production.calc.forecast.buckets import bucket_of, place_of, shifted
from production.models import (
    Forecast,
    ForecastBucket,
    ForecastEvent,
    ForecastLike,
    ForecastOverride,
    ForecastSetting,
)
from production.selectors.forecasts import buckets_of, expected_demand, forecast_summary, tracked
from production.services.forecast_events import LikeValues, create_event, create_like
from production.services.forecast_overrides import override_forecast, withdraw_override
from production.services.forecasts import run_forecasts
from tests.clients import actor_with
from tests.factories import BOSS, main_warehouse, make_customer, make_item

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 16, 3, tzinfo=UTC)
NOW = date(2026, 11, 1)


def month(back: int) -> date:
    return shifted(NOW, "month", -back)


_serial = iter(range(1_000_000))


def ask(item, quantity, day: date, *, cancelled=0, customer=None, kind="order_line", **more) -> Demand:
    number = next(_serial)
    return Demand.objects.create(
        source_kind=kind,
        source_id=number,
        document_kind="order",
        document_id=number,
        document_number=f"SO-{number}",
        item=item,
        warehouse=main_warehouse(),
        due_on=day,
        quantity=D(quantity),
        cancelled=D(cancelled),
        customer=customer,
        **more,
    )


def steady(item, months: int = 24, quantity: int = 100, **more) -> None:
    for back in range(1, months + 1):
        ask(item, quantity, month(back) + timedelta(days=back % 20), **more)


def run():
    return run_forecasts(actor=BOSS, at=AT)


def test_buckets_of_weeks_and_months():
    assert bucket_of(date(2026, 11, 22), "week") == date(2026, 11, 16)
    assert bucket_of(date(2026, 11, 22), "month") == date(2026, 11, 1)
    assert shifted(date(2026, 1, 1), "month", -1) == date(2025, 12, 1)
    assert place_of(date(2026, 2, 1), date(2025, 11, 1), "month") == 3
    assert place_of(date(2026, 1, 5), date(2025, 12, 22), "week") == 2


def test_a_steady_item_is_expected_as_before_with_its_errors():
    item = make_item(price="10")
    steady(item)
    found = run()
    assert (found.forecast, found.refused) == (1, 0)
    row = Forecast.objects.get()
    assert row.model == "combination" and row.refusal == ""
    assert row.history == [100.0] * 24 and row.history_from == month(24)
    assert row.smape == pytest.approx(0) and row.bias == pytest.approx(0) and row.mase is None
    assert abs(row.value - 12 * 100 * 10) < 1
    buckets = list(ForecastBucket.objects.order_by("starts_on"))
    assert len(buckets) == 12 and buckets[0].starts_on == NOW
    assert all(abs(one.mean - 100) < D("0.01") and one.lower <= one.mean <= one.upper for one in buckets)
    assert len(buckets_of(row)) == 36


def test_what_is_cancelled_other_demand_kit_parts_services_and_the_running_month_do_not_count():
    item, service = make_item(), make_item(kind="service")
    steady(item)
    ask(item, 500, month(2), cancelled=500)
    ask(item, 700, month(3), kind="work_order_component")
    ask(item, 900, NOW + timedelta(days=3))
    kit = make_item(kind="kit")
    whole = ask(kit, 50, month(4))
    ask(item, 999, month(4), kit=whole, kit_quantity=D(1), kit_per=D(1))
    steady(service)
    run()
    assert Forecast.objects.get(item=item).history == [100.0] * 24
    assert not Forecast.objects.filter(item=service).exists()
    assert Forecast.objects.get(item=kit).history[0] == 50


def test_too_little_is_refused_with_its_reason_and_others_go_on():
    short, gone, good = make_item(), make_item(), make_item()
    ask(short, 5, month(2))
    ask(short, 5, month(1))
    for back in range(1, 8):
        ask(gone, 5, month(back), cancelled=5)
    steady(good)
    found = run()
    assert (found.forecast, found.refused) == (1, 2)
    assert Forecast.objects.get(item=short).refusal == "too_short"
    assert Forecast.objects.get(item=gone).refusal == "all_zero"
    assert not ForecastBucket.objects.exclude(forecast__item=good).exists()


def test_a_second_run_keeps_the_rows_and_says_the_same():
    item = make_item()
    steady(item)
    run()
    before = list(ForecastBucket.objects.order_by("starts_on").values_list("starts_on", "mean"))
    key = Forecast.objects.get().pk
    run()
    assert Forecast.objects.get().pk == key
    assert before == list(ForecastBucket.objects.order_by("starts_on").values_list("starts_on", "mean"))


def test_an_outlier_is_cleaned_and_shown():
    item = make_item()
    steady(item)
    for back in range(1, 25):
        ask(item, back % 4, month(back))
    ask(item, 5000, month(10))
    run()
    row = Forecast.objects.get()
    assert row.outliers == [14] and row.history[14] > 5000
    assert ForecastBucket.objects.earliest("starts_on").mean < 130


def test_a_promotion_is_learned_and_comes_again():
    item = make_item()
    steady(item)
    ask(item, 100, month(12))  # twice as much as usual
    ForecastEvent.objects.create(name="Big sale", starts_on=month(12), ends_on=month(12), item=item)
    ForecastEvent.objects.create(name="Big sale", starts_on=NOW, ends_on=NOW, item=item)
    run()
    row = Forecast.objects.get()
    first, second = row.buckets.order_by("starts_on")[:2]
    assert row.events == [12] and first.has_event and not second.has_event
    assert abs(first.mean - 200) < 2 and abs(second.mean - 100) < 1


def test_a_stated_uplift_counts_and_an_event_of_another_item_does_not():
    item, other = make_item(), make_item()
    steady(item)
    steady(other)
    create_event(
        values={
            "name": "Fair",
            "starts_on": NOW,
            "ends_on": NOW,
            "item_id": item.pk,
            "uplift_percent": D(50),
        },
        actor=BOSS,
    )
    run()
    means = dict(ForecastBucket.objects.filter(starts_on=NOW).values_list("forecast__item_id", "mean"))
    assert abs(means[item.pk] - 150) < 1 and abs(means[other.pk] - 100) < 1


def test_a_new_item_sells_like_another():
    old, new = make_item(), make_item()
    steady(old)
    create_like(values={"item_id": new.pk, "like_id": old.pk, "ratio": D("0.5")}, actor=BOSS)
    run()
    row = Forecast.objects.get(item=new)
    assert row.is_like and row.model == "combination"
    assert abs(row.buckets.earliest("starts_on").mean - 50) < 1


def test_regions_are_forecast_beside_the_whole_where_asked():
    north, item = Region.objects.create(code="N", name="North"), make_item()
    steady(item, customer=make_customer(region=north), quantity=30)
    steady(item, customer=make_customer(), quantity=70)
    ForecastSetting.objects.create(pk=1, by_region=True)
    run()
    totals = {row.region_id: row.history[0] for row in Forecast.objects.all()}
    assert totals == {None: 100.0, north.pk: 30.0}
    assert all(abs(one.quantity - 100) < 1 for one in expected_demand(NOW, month(-12)))
    ForecastSetting.objects.update(by_region=False)
    run()
    assert Forecast.objects.get().region_id is None


def test_weeks_are_forecast_where_asked_and_months_go():
    item = make_item()
    steady(item, months=12)
    run()
    ForecastSetting.objects.create(pk=1, bucket="week", buckets_behind=104, buckets_ahead=6)
    run()
    row = Forecast.objects.get()
    assert row.bucket == "week" and row.model == "intermittent"
    days = list(row.buckets.order_by("starts_on").values_list("starts_on", flat=True))
    assert days[0] == date(2026, 11, 16) and len(days) == 6 and all(day.weekday() == 0 for day in days)


def test_an_override_counts_is_kept_apart_and_scored_when_its_month_is_over():
    item = make_item()
    steady(item)
    run()
    row, manager = Forecast.objects.get(), actor_with("sales_manager")
    override_forecast(
        forecast_id=row.pk, starts_on=NOW, quantity=D(140), reason=" big  customer ", actor=manager, at=AT
    )
    first = expected_demand(NOW, NOW)[0]
    assert first.quantity == 140 and first.is_override
    assert abs(row.buckets.get(starts_on=NOW).mean - 100) < 1
    run()
    assert expected_demand(NOW, NOW)[0].quantity == 140
    ask(item, 150, NOW + timedelta(days=20))
    found = run_forecasts(actor=BOSS, at=datetime(2026, 12, 3, tzinfo=UTC))
    override = ForecastOverride.objects.get()
    assert found.scored == 1 and override.actual == 150 and override.reason == "big customer"
    assert abs(override.gained - 40) < D("0.1") and override.author_id == manager.user_id
    kept = row.buckets.get(starts_on=NOW)
    assert kept.actual == 150 and abs(kept.mean - 100) < 1
    assert tracked(row)[0] == 1 and tracked(row)[1] == pytest.approx(-1 / 3, abs=0.01)
    summary = forecast_summary(Forecast.objects.all())
    assert (summary.scored, summary.helped, summary.overrides) == (1, 1, 0)


def test_overriding_again_withdraws_the_first_and_withdrawing_lets_the_model_count():
    item = make_item()
    steady(item)
    run()
    key = Forecast.objects.get().pk
    for quantity in (120, 130):
        override_forecast(forecast_id=key, starts_on=NOW, quantity=D(quantity), reason="x", actor=BOSS, at=AT)
    assert ForecastOverride.objects.filter(withdrawn_at__isnull=True).get().quantity == 130
    withdraw_override(forecast_id=key, starts_on=NOW, actor=BOSS, at=AT)
    assert not expected_demand(NOW, NOW)[0].is_override
    with pytest.raises(NotFound):
        withdraw_override(forecast_id=key, starts_on=NOW, actor=BOSS, at=AT)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"quantity": D(-1)}, "quantity"),
        ({"quantity": D("NaN")}, "quantity"),
        ({"quantity": D("1e30")}, "quantity"),
        ({"quantity": D("0.0000001")}, "quantity"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"starts_on": date(2020, 1, 1)}, "start_date"),
        ({"starts_on": date(2026, 12, 2)}, "start_date"),
        ({"starts_on": date(2099, 1, 1)}, "start_date"),
    ],
)
def test_a_wrong_override_is_refused_and_nothing_changed(values, field):
    item = make_item()
    steady(item)
    run()
    usual = {"starts_on": NOW, "quantity": D(5), "reason": "because"} | values
    with pytest.raises(Invalid) as refused:
        override_forecast(forecast_id=Forecast.objects.get().pk, actor=BOSS, at=AT, **usual)
    assert list(refused.value.errors) == [field]
    assert not ForecastOverride.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"ends_on": NOW - timedelta(days=1)}, "end_date"),
        ({"ends_on": NOW + timedelta(days=400)}, "end_date"),
        ({"uplift_percent": D(-101)}, "uplift_percent"),
        ({"uplift_percent": D(10**9)}, "uplift_percent"),
        ({"kind": "party"}, "kind"),
    ],
)
def test_a_wrong_event_is_refused(values, field):
    with pytest.raises(Invalid) as refused:
        create_event(values={"name": "Sale", "starts_on": NOW, "ends_on": NOW} | values, actor=BOSS)
    assert list(refused.value.errors) == [field]
    assert not ForecastEvent.objects.exists()


def test_an_event_twice_and_a_wrong_like_item_are_refused():
    create_event(values={"name": "Sale", "starts_on": NOW, "ends_on": NOW}, actor=BOSS)
    with pytest.raises(Invalid):
        create_event(values={"name": "Sale", "starts_on": NOW, "ends_on": NOW}, actor=BOSS)
    item, other = make_item(), make_item()
    refused: tuple[LikeValues, ...] = (
        {"item_id": item.pk, "like_id": item.pk},
        {"item_id": item.pk, "like_id": other.pk, "ratio": D(0)},
        {"item_id": item.pk, "like_id": 10**12},
        {"like_id": other.pk},
    )
    for values in refused:
        with pytest.raises(Invalid):
            create_like(values=values, actor=BOSS)
    assert not ForecastLike.objects.exists()


def test_rights():
    item = make_item()
    steady(item)
    run()
    key = Forecast.objects.get().pk
    for role in ("sales", "warehouse_manager", "executive"):
        with pytest.raises(NotPermitted):
            override_forecast(
                forecast_id=key, starts_on=NOW, quantity=D(1), reason="x", actor=actor_with(role), at=AT
            )
    with pytest.raises(NotPermitted):
        run_forecasts(actor=actor_with("sales_manager"), at=AT)
    run_forecasts(actor=actor_with("planner"), at=AT)


def test_the_run_takes_few_queries_whatever_the_number_of_items(django_assert_max_num_queries):
    for _n in range(6):
        steady(make_item(), months=6)
    with django_assert_max_num_queries(30):
        run()
