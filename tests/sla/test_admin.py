"""Measures in the admin: targets by their command, the rest to look at."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from sla.models import MetricTarget
from sla.services.measures import freeze_baseline
from sla.services.reviews import open_review
from tests.clients import person
from tests.factories import BOSS

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    found = Client()
    root = person("administrator", is_staff=True, is_superuser=True)
    found.force_login(root, backend="erp.identity.backends.RoleBackend")
    return found


def test_a_target_is_set_changed_and_refused_by_the_command(browser):
    sent = {"metric": "in_full", "from_on": "2026-02-01", "target": "0.96", "department": "buyer"}
    assert browser.post("/admin/sla/metrictarget/add/", sent).status_code == 302
    row = MetricTarget.objects.get(metric="in_full", from_on=date(2026, 2, 1))
    address = f"/admin/sla/metrictarget/{row.pk}/change/"
    assert browser.post(address, sent | {"target": "0.97"}).status_code == 302
    row.refresh_from_db()
    assert (row.target, row.version) == (Decimal("0.97"), 2)
    assert browser.post(address, sent | {"target": "97"}).status_code == 200  # a share is at most one
    row.refresh_from_db()
    assert row.target == Decimal("0.97")


def test_baselines_and_reviews_are_shown_and_not_changed(browser):
    baseline = freeze_baseline(name="Before", since=date(2026, 1, 1), until=date(2026, 1, 31), actor=BOSS)
    pack = open_review(since=date(2026, 1, 1), until=date(2026, 1, 31), actor=BOSS)
    for address in (f"metricbaseline/{baseline.pk}", f"reviewpack/{pack.pk}"):
        assert browser.get(f"/admin/sla/{address}/change/").status_code == 200
        assert browser.post(f"/admin/sla/{address}/change/", {}).status_code == 403
    assert browser.get("/admin/sla/metricbaseline/add/").status_code == 403
