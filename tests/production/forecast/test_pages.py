"""Forecasts in the browser: the list, one forecast, overrides, known events, like items, files, rights."""

from __future__ import annotations

import pytest
from django.test import Client

from production.models import Forecast, ForecastEvent, ForecastLike, ForecastOverride
from production.services.forecasts import run_forecasts
from tests.clients import person
from tests.factories import BOSS, make_item
from tests.production.forecast.test_api import forecast_item

pytestmark = pytest.mark.django_db


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles), backend="erp.identity.backends.RoleBackend")
    return client


def test_the_list_runs_filters_sorts_and_exports():
    item, _now = forecast_item(price="7")
    short = make_item()
    client = client_of("planner")
    assert client.get("/forecasts/").status_code == 200
    client.post("/forecasts/run/")
    page = client.get("/forecasts/").content.decode()
    assert item.sku in page and short.sku not in page
    tails = ("?model=combination", "?overridden=1", "?far=1", "?none=1", f"?q={item.sku}")
    orders = ("value", "-error", "error", "-bias", "sku", "expected")
    for tail in (*tails, *(f"?ordering={name}" for name in orders), "?ordering=-nonsense&cursor=x"):
        assert client.get(f"/forecasts/{tail}").status_code == 200
    table = client.get("/forecasts/export.csv").getvalue().decode()
    assert item.sku in table and "sMAPE" in table
    assert client.get("/forecasts/export.xlsx").status_code == 200
    assert client.get("/forecasts/export.pdf").status_code == 404


def test_one_forecast_is_shown_overridden_and_let_be():
    _item, now = forecast_item()
    run_forecasts(actor=BOSS)
    row, client = Forecast.objects.get(), client_of("sales_manager")
    url = f"/forecasts/{row.pk}/"
    page = client.get(url).content.decode()
    assert "Back-test" in page and "Override" in page
    wrong = client.post(f"{url}override/", {"start_date": now, "quantity": "lots", "reason": ""})
    assert wrong.status_code == 422 and "not a number" in wrong.content.decode()
    wrong = client.post(f"{url}override/", {"start_date": now, "quantity": "7", "reason": " "})
    assert wrong.status_code == 422 and not ForecastOverride.objects.exists()
    assert client.post(f"{url}override/", {"start_date": "x"}).status_code == 422
    good = {"start_date": now, "quantity": "1,250", "reason": "<b>New</b> shop"}
    assert client.post(f"{url}override/", good).status_code == 302
    page = client.get(url).content.decode()
    assert "&lt;b&gt;New" in page and "<b>New" not in page
    assert ForecastOverride.objects.get().quantity == 1250
    table = client.get(f"{url}export.csv").getvalue().decode()
    assert "1250" in table
    client.post(f"{url}override/", {"start_date": now, "verb": "withdraw"})
    assert ForecastOverride.objects.get().withdrawn_at is not None
    assert client.get("/forecasts/999999999/").status_code == 404


def test_known_events_and_like_items():
    item, new, client = make_item(), make_item(), client_of("planner")
    run_forecasts(actor=BOSS)
    url = "/forecasts/events/"
    assert client.get(url).status_code == 200
    bad = client.post(f"{url}new/", {"name": "Sale", "kind": "promotion", "start_date": "31.12."})
    assert bad.status_code == 422
    bad = client.post(f"{url}new/", {"name": "", "kind": "x", "start_date": ""})
    assert bad.status_code == 422 and not ForecastEvent.objects.exists()
    sale = {
        "name": "Sale",
        "kind": "promotion",
        "start_date": "2026-11-11",
        "item": item.pk,
        "uplift_percent": "30",
    }
    assert client.post(f"{url}new/", sale).status_code == 302
    event = ForecastEvent.objects.get()
    assert event.ends_on == event.starts_on and event.item_id == item.pk
    assert "Sale" in client.get(url).content.decode()
    assert "Sale" in client.get(f"{url}export.csv").getvalue().decode()
    client.post(f"{url}delete/", {"id": event.pk})
    assert not ForecastEvent.objects.exists()
    assert client.post(f"{url}like/", {"product": new.pk, "like": new.pk}).status_code == 422
    assert client.post(f"{url}like/", {"product": "", "like": "x"}).status_code == 422
    assert client.post(f"{url}like/", {"product": new.pk, "like": item.pk, "ratio": "0.5"}).status_code == 302
    client.post(f"{url}unlike/", {"id": ForecastLike.objects.get().pk})
    assert not ForecastLike.objects.exists()
    assert client.post(f"{url}eat/").status_code == 404


def test_a_like_item_from_the_page_of_its_forecast():
    item, _now = forecast_item()
    other = make_item()
    run_forecasts(actor=BOSS)
    row, client = Forecast.objects.get(), client_of("planner")
    client.post(f"/forecasts/{row.pk}/like/save/", {"like": other.pk, "ratio": "2"})
    assert ForecastLike.objects.get().item_id == item.pk
    assert other.sku in client.get(f"/forecasts/{row.pk}/").content.decode()
    client.post(f"/forecasts/{row.pk}/like/delete/")
    assert not ForecastLike.objects.exists()
    assert client.post(f"/forecasts/{row.pk}/like/eat/").status_code == 404


def test_rights_of_the_pages():
    forecast_item()
    run_forecasts(actor=BOSS)
    url = f"/forecasts/{Forecast.objects.get().pk}/"
    assert client_of("warehouse_operator").get("/forecasts/").status_code == 403
    reader = client_of("executive")
    page = reader.get(url).content.decode()
    assert 'id="override"' not in page
    reader.post(f"{url}override/", {"start_date": "2026-01-01", "quantity": "1", "reason": "x"})
    reader.post("/forecasts/events/new/", {"name": "x", "kind": "other", "start_date": "2026-01-01"})
    assert not ForecastOverride.objects.exists() and not ForecastEvent.objects.exists()
