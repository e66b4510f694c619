import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from erp.masterdata.models import Customer
from orders.models import IntakeError
from tests.clients import api_of, api_with, person

pytestmark = pytest.mark.django_db
URL = "/api/v1/imports/"
TEXT = "Code,Name,Credit limit\nA,Acme,100\nB,Bad,many\n"


def send(api, text=TEXT, **more):
    content = base64.b64encode(text.encode()).decode()
    return api.post(URL, {"subject": "customers", "file_name": "c.csv", "content": content} | more)


def test_a_file_is_looked_at_and_taken_over():
    api = api_with("administrator")
    made = send(api)
    assert made.status_code == 201, made.json()
    key = made.json()["id"]
    preview = api.get(f"{URL}{key}/preview/").json()
    assert (preview["rows"], preview["good_rows"], preview["error_count"]) == (2, 1, 1)
    assert preview["errors"][0] | {"message": ""} == {
        "row": 3,
        "column": "credit_limit",
        "rule": "number",
        "message": "",
        "value": "many",
    }
    assert preview["mapping"] == {"code": 0, "name": 1, "credit_limit": 2}
    assert not Customer.objects.exists()
    applied = api.post(f"{URL}{key}/apply/", headers={"Idempotency-Key": "k"})
    assert (applied.status_code, applied.json()["state"], applied.json()["created"]) == (200, "applied", 1)
    assert api.post(f"{URL}{key}/apply/", headers={"Idempotency-Key": "k"}).json() == applied.json()
    assert api.post(f"{URL}{key}/apply/").json()["code"] == "import_applied"
    errors = api.get(f"{URL}{key}/errors/")
    assert errors.headers["Content-Type"].startswith("text/csv")
    assert b"many" in errors.content
    assert IntakeError.objects.get().channel == "import:customers"
    assert [row["id"] for row in api.get(URL, {"state": "applied"}).json()["results"]] == [key]


def test_a_multipart_upload():
    api = api_with("administrator")
    upload = SimpleUploadedFile("c.csv", TEXT.encode(), content_type="text/csv")
    made = api.post(
        URL, {"subject": "customers", "file": upload, "mapping": '{"name": 0}'}, format="multipart"
    )
    assert made.status_code == 201, made.json()
    assert (made.json()["file_name"], made.json()["mapping"]) == ("c.csv", {"name": 0})
    mapped = api.post(f"{URL}{made.json()['id']}/map/", {"mapping": {"name": 1}})
    assert mapped.json()["mapping"] == {"name": 1}


@pytest.mark.parametrize(
    "body",
    [
        {"subject": "ghosts"},
        {"content": "%%%"},
        {"content": ""},
        {"content": base64.b64encode(b"\x00\x01").decode()},
        {"mapping": [1]},
        {"mapping": {"ghost": 1}},
        {"mapping": {"name": "1"}},
        {"mapping": {"name": 1e9}},
    ],
)
def test_bad_uploads_are_refused(body):
    answer = send(api_with("administrator"), **body)
    assert answer.status_code == 400, answer.json()
    assert answer.json()["errors"]


def test_imports_are_for_those_who_may_and_seen_by_who_made_them():
    assert send(api_with("sales")).status_code == 403
    mine = api_with("customer_service")
    key = send(mine, "Code,Name\nA,A\n").json()["id"]
    other = api_with("finance")
    assert other.get(f"{URL}{key}/").status_code == 404
    assert other.post(f"{URL}{key}/apply/").status_code == 404
    assert mine.post(f"{URL}{key}/apply/").json()["created"] == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_templates(kind):
    answer = api_with("administrator").get(f"{URL}templates/products.{kind}/")
    assert answer.status_code == 200
    assert api_with("administrator").get(f"{URL}templates/ghosts.{kind}/").status_code == 400
    assert api_with("administrator").get(f"{URL}templates/products.exe/").status_code == 404


def test_go_live_in_the_browser(client):
    client.force_login(person("administrator"))
    assert client.get("/imports/").status_code == 200
    upload = SimpleUploadedFile("go-live.csv", TEXT.encode())
    made = client.post("/imports/", {"subject": "customers", "file": upload})
    assert made.status_code == 302
    shown = client.get(made.headers["Location"])
    assert "many" in shown.content.decode()
    assert not Customer.objects.exists()
    mapped = client.post(
        f"{made.headers['Location']}columns/", {"map-name": "0", "map-code": "", "map-x": "y"}
    )
    assert mapped.status_code == 302
    client.post(f"{made.headers['Location']}columns/", {"map-name": "1", "map-code": "0"})
    taken = client.post(f"{made.headers['Location']}apply/")
    assert taken.status_code == 302
    assert Customer.objects.get().name == "Acme"
    assert client.get(made.headers["Location"]).status_code == 200
    assert b"many" in client.get(f"{made.headers['Location']}errors.csv").content
    assert client.get("/imports/templates/customers.xlsx").status_code == 200


def test_a_file_that_is_no_table_is_told_beside_the_form(client):
    client.force_login(person("administrator"))
    answer = client.post(
        "/imports/", {"subject": "customers", "file": SimpleUploadedFile("x.csv", b"\x00\x01")}
    )
    assert answer.status_code == 422
    assert "GBK" in answer.content.decode()
    assert client.post("/imports/", {"subject": "ghosts"}).status_code == 422


def test_pages_are_for_those_who_may(client):
    client.force_login(person("sales"))
    assert client.get("/imports/").status_code == 403
    service = person("customer_service")
    key = send(api_of(service), "Name\nA\n").json()["id"].removeprefix("imp_")
    assert client.get(f"/imports/{key}/").status_code == 404
    client.force_login(service)
    assert client.get(f"/imports/{key}/").status_code == 200
