"""The bases of API views, exercised through the people resources."""

import json

import pytest
from rest_framework.test import APIClient

from erp.identity.models import Region, Team
from erp.identity.services.users import make_administrator
from tests.clients import api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_administrator()


@pytest.fixture
def api(admin):
    return api_of(admin)


def post(api, path, body, **headers):
    return api.post(f"/api/v1/{path}", body, format="json", headers=headers)


def test_a_record_is_made_listed_shown_and_changed(api):
    made = post(api, "regions/", {"code": "NORTH", "name": "North"})
    assert made.status_code == 201
    region_id = made.json()["id"]
    assert made.json() == {"id": region_id, "code": "NORTH", "name": "North", "parent": None}
    assert region_id == f"reg_{Region.objects.get().pk}"
    inner = post(api, "regions/", {"code": "N1", "name": "Inner", "parent": region_id})
    assert inner.json()["parent"] == "NORTH"
    assert api.get("/api/v1/regions/N1/").json() == inner.json()
    changed = api.patch("/api/v1/regions/N1/", {"name": "Inner north"}, format="json")
    assert (changed.status_code, changed.json()["name"]) == (200, "Inner north")
    listed = api.get("/api/v1/regions/?ordering=code").json()
    assert [row["code"] for row in listed["results"]] == ["N1", "NORTH"]
    assert (listed["next"], listed["previous"]) == (None, None)


def test_nobody_gets_in_without_a_key():
    answer = APIClient().get("/api/v1/regions/")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "not_identified"
    assert APIClient(HTTP_AUTHORIZATION="Bearer kept_wrong").get("/api/v1/regions/").status_code == 401


def test_an_unknown_address_is_a_problem(api):
    answer = api.get("/api/v1/nothing/here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer["Content-Type"] == "application/problem+json"


def test_the_same_key_and_body_are_done_once(api):
    body = {"code": "T1", "name": "Team"}
    first = post(api, "teams/", body, **{"Idempotency-Key": "abc"})
    again = post(api, "teams/", body, **{"Idempotency-Key": "abc"})
    other = post(api, "teams/", body | {"name": "Other"}, **{"Idempotency-Key": "abc"})
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.json() == again.json()
    assert again["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first
    assert other.json()["code"] == "idempotency_conflict"
    assert Team.objects.count() == 1


def test_a_refused_request_does_not_use_up_its_key(api):
    refused = post(api, "teams/", {"code": "", "name": "Team"}, **{"Idempotency-Key": "k"})
    taken = post(api, "teams/", {"code": "T", "name": "Team"}, **{"Idempotency-Key": "k"})
    assert (refused.status_code, taken.status_code) == (400, 201)


def test_errors_name_the_field(api):
    answer = post(api, "regions/", {"code": "reg_7", "parent": "nowhere"})
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"code", "name", "parent"}
    assert answer.json()["code"] == "invalid"


def test_pages_follow_each_other_both_ways(api):
    for number in range(7):
        Region.objects.create(code=f"R{number}", name="same name")
    seen, pages = [], []
    url = "/api/v1/regions/?page_size=3&ordering=name"
    while url:
        page = api.get(url).json()
        pages.append(page)
        seen += [row["code"] for row in page["results"]]
        url = page["next"]
    assert seen == [f"R{number}" for number in range(7)]
    back = api.get(pages[2]["previous"]).json()
    assert [row["code"] for row in back["results"]] == ["R3", "R4", "R5"]
    first = api.get(back["previous"]).json()
    assert [row["code"] for row in first["results"]] == ["R0", "R1", "R2"]
    assert first["previous"] is None


@pytest.mark.parametrize(
    "query",
    [
        "page_size=0",
        "page_size=x",
        "page_size=501",
        "ordering=secret",
        "cursor=%00",
        "cursor=e30",
        "search=%00",
        "page_size=-1",
    ],
)
def test_nonsense_in_a_query_is_refused(api, query):
    assert api.get(f"/api/v1/regions/?{query}").status_code == 400


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"name": NaN}',
        b'{"name": ' + b"9" * 500 + b"}",
        b"[" * 100_000,
        b'{"code": "a\\u0000b", "name": "x"}',
        b'{"code": "a\\ud800b", "name": "x"}',
        b"\xff\xfe",
        b'{"code": {"a": 1}, "name": []}',
    ],
)
def test_nonsense_in_a_body_is_refused(api, raw):
    answer = api.generic("POST", "/api/v1/regions/", raw, content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert Region.objects.count() == 0


def test_a_huge_body_is_refused(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = post(api, "regions/", {"code": "A", "name": "x" * 2000})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_other_types_and_methods_are_refused(api):
    assert api.post("/api/v1/regions/", "a=b", content_type="text/plain").status_code == 415
    assert api.put("/api/v1/regions/", {}, format="json").status_code == 405
    assert api.delete("/api/v1/regions/reg_1/").status_code == 405
    assert api.get("/api/v1/regions/", headers={"Accept": "text/csv"}).status_code == 406


def test_a_right_that_the_key_lacks_is_refused(admin):
    narrow = api_of(admin, ("orders.view_order",))
    answer = post(narrow, "regions/", {"code": "A", "name": "A"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")
    assert answer.json()["facts"] == {"permission": "identity.edit_organization"}
    assert Region.objects.count() == 0


def test_problems_speak_the_language_of_the_reader(api):
    answer = api.get("/api/v1/regions/none/", headers={"Accept-Language": "en"})
    assert answer.json()["title"] == "Not found"
    assert json.loads(answer.content)["status"] == 404
