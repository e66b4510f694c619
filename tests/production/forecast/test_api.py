"""Forecasts over the API."""

from __future__ import annotations

import pytest
from django.utils import timezone

from erp.masterdata.selectors.company import business_day
from production.calc.forecast.buckets import bucket_of, shifted
from production.models import Forecast
from production.services.forecasts import run_forecasts
from tests.clients import api_with
from tests.factories import BOSS, make_item
from tests.production.forecast.test_runs import ask

pytestmark = pytest.mark.django_db
URL = "/api/v1/forecasts/"


def forecast_item(**more):
    item, now = make_item(**more), bucket_of(business_day(timezone.now()), "month")
    for back in range(1, 25):
        ask(item, 100 + back, shifted(now, "month", -back))
    return item, now.isoformat()


def test_a_run_a_list_and_one_forecast_with_its_buckets():
    item, now = forecast_item()
    api = api_with("planner")
    run = api.post(f"{URL}runs/")
    assert run.status_code == 201 and run.json() == {"forecast": 1, "refused": 0, "scored": 0}
    row = api.get(URL, {"product": item.sku, "ordering": "-smape"}).json()["results"][0]
    assert row["product"] == item.sku and row["smape"] < 10 and "buckets" not in row
    one = api.get(f"{URL}{row['id']}/").json()
    assert len(one["buckets"]) == 36
    past, coming = one["buckets"][0], one["buckets"][24]
    assert past["ordered"] == 124 and past["mean"] is None and coming["start_date"] == now
    assert float(coming["lower"]) <= float(coming["mean"]) <= float(coming["upper"])


def test_overrides_are_said_and_withdrawn():
    _item, now = forecast_item()
    run_forecasts(actor=BOSS)
    api, row = api_with("sales_manager"), Forecast.objects.get()
    url = f"{URL}fct_{row.pk}/"
    body = {"start_date": now, "quantity": "250", "reason": "New shop"}
    said = api.post(f"{url}override/", body, format="json", headers={"Idempotency-Key": "1"})
    assert said.status_code == 200
    assert said.json()["buckets"][24]["override"]["quantity"] == "250"
    bad = api.post(f"{url}override/", body | {"quantity": "-1", "reason": ""}, format="json")
    assert bad.status_code == 400 and set(bad.json()["errors"]) == {"quantity", "reason"}
    gone = api.post(f"{url}override/", body | {"start_date": "2020-01-01"}, format="json")
    assert gone.status_code == 400 and "start_date" in gone.json()["errors"]
    back = api.post(f"{url}withdraw-override/", {"start_date": now}, format="json")
    assert back.status_code == 200 and back.json()["buckets"][24]["override"] is None
    assert api.post(f"{url}withdraw-override/", {"start_date": now}, format="json").status_code == 404


def test_events_and_like_items():
    old, new, api = make_item(), make_item(), api_with("planner")
    body = {"name": "11.11", "start_date": "2026-11-11", "end_date": "2026-11-12", "product": old.sku}
    made = api.post("/api/v1/forecast-events/", body, format="json")
    assert made.status_code == 201 and made.json()["kind"] == "promotion"
    url = f"/api/v1/forecast-events/{made.json()['id']}/"
    assert api.patch(url, {"uplift_percent": "40"}, format="json").json()["uplift_percent"] == "40"
    wrong = api.patch(url, {"end_date": "2026-11-01"}, format="json")
    assert wrong.status_code == 400 and "end_date" in wrong.json()["errors"]
    assert api.delete(url).status_code == 204
    like = api.post(
        "/api/v1/forecast-likes/", {"product": new.sku, "like": old.sku, "ratio": "0.8"}, format="json"
    )
    assert like.status_code == 201 and like.json()["like"] == old.sku
    again = api.post("/api/v1/forecast-likes/", {"product": new.sku, "like": old.sku}, format="json")
    assert again.status_code == 400 and "product" in again.json()["errors"]


def test_rights():
    forecast_item()
    run_forecasts(actor=BOSS)
    key = f"{URL}fct_{Forecast.objects.get().pk}/"
    assert api_with("sales").get(URL).status_code == 403
    reader = api_with("executive")
    assert reader.get(key).status_code == 200
    assert reader.post(f"{URL}runs/").status_code == 403
    assert (
        reader.post(
            "/api/v1/forecast-events/",
            {"name": "x", "start_date": "2026-01-01", "end_date": "2026-01-01"},
            format="json",
        ).status_code
        == 403
    )
