"""What production refuses: clearly, with the field and the rule, and with nothing half-written."""

import pytest

from erp.core.integrity import run_checks
from erp.masterdata.models import Unit
from production.models import Bom, Operation, Routing, WorkOrder, WorkReport
from tests.clients import api_with
from tests.factories import fresh, make_item
from tests.factories.making import made_item, released, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    return api_with("production_manager")


@pytest.fixture
def lamp():
    return made_item((make_item(stock=100), 2), steps=("Cut", "Weld"))


def refused(answer, status, *, code="", path=""):
    body = answer.json()
    assert (answer.status_code, body.get("code") if code else "") == (status, code), body
    if path:
        assert path in body["errors"], body
    return body


def nothing_broken():
    assert [(one.check.code, one.rows) for one in run_checks() if one.rows] == []


def test_reports_beyond_what_can_be(api, lamp):
    row = released(lamp, 100)
    at = f"/api/v1/work-orders/wo_{row.pk}"
    assert api.post(f"{at}/report/", {"operation": 10, "good": "105"}).status_code == 200
    refused(api.post(f"{at}/report/", {"operation": 10, "good": "1"}), 409, code="over_report")
    refused(
        api.post(f"{at}/report/", {"operation": 10, "rejected": "1", "reason": "x"}), 409, code="over_report"
    )
    refused(api.post(f"{at}/report/", {"operation": 20, "good": "106"}), 409, code="ahead_of_predecessor")
    refused(api.post(f"{at}/report/", {"operation": 15, "good": "1"}), 400, path="operation")
    refused(api.post(f"{at}/report/", {"good": "0"}), 400, path="good")
    refused(api.post(f"{at}/report/", {"good": "-1"}), 400, path="good")
    refused(api.post(f"{at}/report/", {"operation": 20, "scrap": "1"}), 400, path="reason")
    refused(api.post(f"{at}/report/", {"operation": 20, "good": "1", "lot": "L"}), 400, path="lot")
    assert (fresh(row).good, Operation.objects.get(number=20).good) == (0, 0)
    assert WorkReport.objects.count() == 1
    nothing_broken()


def test_reports_on_what_has_ended(api, lamp):
    row = released(lamp, 2)
    at = f"/api/v1/work-orders/wo_{row.pk}"
    report(row, 2)
    for verb in ("complete", "close"):
        assert api.post(f"{at}/{verb}/").status_code == 200
        refused(api.post(f"{at}/report/", {"good": "1"}), 409, code="invalid_transition")
        step = row.operations.order_by("number")[0]
        refused(api.post(f"/api/v1/operations/opn_{step.pk}/start/"), 409, code="invalid_transition")
        told = api.post(
            f"/api/v1/operations/opn_{step.pk}/events/", {"event_id": verb, "event": "start"}
        ).json()
        assert told["state"] == "refused"
    nothing_broken()


def test_events_of_what_is_not_there(api, lamp):
    event = {"event_id": "a", "event": "start"}
    assert api.post("/api/v1/operations/opn_999999/events/", event).status_code == 404
    told = api.post("/api/v1/operations/events/", {"events": [{**event, "operation": "opn_999999"}]}).json()
    assert (told["results"][0]["state"], told["results"][0]["code"]) == ("refused", "not_found")
    step = released(lamp, 2).operations.order_by("number")[0]
    for n in range(3):  # the same again, then with other content
        told = api.post(
            f"/api/v1/operations/opn_{step.pk}/events/",
            {
                "event_id": "plc-1",
                "event": "report",
                "good": "1" if n < 2 else "2",
            },
        )
        assert told.status_code == (200 if n < 2 else 400)
    assert fresh(step).good == 1


def test_structure_that_can_not_be(api, lamp):
    part = lamp.boms.get().components.get().item
    before = (Bom.objects.count(), Routing.objects.count())
    body = {"product": part.sku, "components": [{"product": lamp.sku, "quantity": "1"}]}
    told = refused(api.post("/api/v1/boms/", body), 400, code="bom_cycle", path="components")
    assert lamp.sku in str(told["errors"]["components"])
    assert part.sku in str(told["errors"]["components"])
    Unit.objects.get_or_create(code="zz-l", defaults={"name": "l", "dimension": "volume"})
    other = make_item()
    body = {"product": other.sku, "components": [{"product": part.sku, "quantity": "1", "unit": "zz-l"}]}
    refused(api.post("/api/v1/boms/", body), 400, path="components[0].unit")
    bare = {"code": "BARE", "name": "Without a calendar"}
    refused(api.post("/api/v1/work-centers/", bare), 400, path="calendar")
    body = {"product": other.sku, "operations": [{"work_center": "BARE", "run_minutes": "1"}]}
    refused(api.post("/api/v1/routings/", body), 400, path="operations[0].work_center")
    body["operations"] = [{"work_center": "CUT", "run_minutes": "-1"}]
    refused(api.post("/api/v1/routings/", body), 400, path="operations[0].run_minutes")
    body["operations"] = [{"work_center": "CUT", "inspection_percent": "101"}]
    refused(api.post("/api/v1/routings/", body), 400, path="operations[0].inspection_percent")
    told = api_with("administrator").patch(f"/api/v1/products/{other.sku}/", {"lead_time_days": -1})
    refused(told, 400, path="lead_time_days")
    assert (Bom.objects.count(), Routing.objects.count()) == before
    nothing_broken()


def test_if_match_is_honored(api, lamp):
    row = released(lamp, 5)
    step = row.operations.order_by("number")[0]
    bom, routing = lamp.boms.get(), lamp.routings.get()
    order = f"/api/v1/work-orders/wo_{row.pk}"
    acts = [
        (f"/api/v1/boms/bom_{bom.pk}/", "patch", {"note": "a"}),
        (f"/api/v1/routings/{_address(api, routing)}/", "patch", {"note": "a"}),
        (f"{order}/", "patch", {"quantity": "6"}),
        (f"{order}/report/", "post", {"operation": 10, "good": "1"}),
        (f"{order}/hold/", "post", {"reason": "x"}),
        (f"{order}/resume/", "post", {}),
        (f"/api/v1/operations/opn_{step.pk}/report/", "post", {"good": "1"}),
        (f"/api/v1/operations/opn_{step.pk}/pause/", "post", {}),
    ]
    for address, verb, body in acts:
        document = "/".join(address.split("/")[:5]) + "/"
        seen = api.get(document)
        assert seen.headers["ETag"] == f'"{seen.json()["version"]}"'
        act = getattr(api, verb)
        stale = act(address, body, headers={"If-Match": '"999"'})
        assert (stale.status_code, stale.json()["code"]) == (412, "stale_version"), address
        done = act(address, body, headers={"If-Match": seen.headers["ETag"]})
        assert done.status_code == 200, (address, done.json())
        again = act(address, body, headers={"If-Match": seen.headers["ETag"]})
        assert again.status_code == 412, address
    for address in (f"/api/v1/boms/bom_{bom.pk}/", f"/api/v1/routings/{_address(api, routing)}/"):
        assert api.delete(address, headers={"If-Match": '"1"'}).status_code == 412
    assert WorkOrder.objects.get().quantity == 6
    nothing_broken()


def _address(api, routing):
    [row] = api.get(f"/api/v1/routings/?product={routing.item.sku}").json()["results"]
    return row["id"]
