import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from erp.core.attachments import clean_name
from erp.core.file_types import sniff
from erp.core.models import Attachment, LoggedEvent
from erp.identity.models import Team
from tests.clients import api_with, person

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n..."


def office(folder, extra=()):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}/document.xml", *extra):
            archive.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.exe", PDF, "application/pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0....", "image/jpeg"),
        ("a.gif", b"GIF89a...", "image/gif"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("a.csv", "编号,数量\r\n1,2".encode(), "text/csv"),
        ("a.csv", "编号,数量\r\n1,2".encode("gb18030"), "text/csv"),
        ("a.txt", b"hello", "text/plain"),
        ("a.xlsx", office("xl"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.docx", office("word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", office("xl", ["xl/vbaProject.bin"]), None),
        ("a.zip", office("other"), "application/zip"),
        ("a.zip", b"PK\x03\x04 broken", None),
        ("a.pdf", b"MZ\x90\x00", None),
        ("a.html", b"<script>", None),
        ("a.svg", b"<svg onload='x'/>", None),
        ("a.txt", b"bin\x00ary", None),
        ("a.pdf", b"", None),
    ],
)
def test_the_content_says_what_a_file_is(name, content, kind):
    assert sniff(io.BytesIO(content), name) == kind


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\order.pdf", "order.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("送货单.pdf", "送货单.pdf"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_file_name_is_made_harmless(sent, kept):
    assert clean_name(sent) == kept


def upload(api, content=PDF, name="drawing.pdf", **fields):
    fields = {"kind": "team", "document": "T1"} | fields
    return api.post(
        "/api/v1/attachments/", fields | {"file": SimpleUploadedFile(name, content)}, format="multipart"
    )


@pytest.fixture
def team():
    return Team.objects.create(code="T1", name="One")


def test_a_file_is_put_on_a_document_shown_and_downloaded(team):
    api = api_with("sales")
    made = upload(api)
    assert made.status_code == 201, made.content
    shown = made.json()
    assert (shown["name"], shown["content_type"], shown["size"]) == ("drawing.pdf", "application/pdf", 12)
    assert shown["document"] == f"tea_{team.pk}"
    listed = api.get(f"/api/v1/attachments/?document=tea_{team.pk}").json()["results"]
    assert [row["id"] for row in listed] == [shown["id"]]
    got: Any = api.get(f"/api/v1/attachments/{shown['id']}/download/")
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"] == 'attachment; filename="drawing.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    event = LoggedEvent.objects.get(name="attachment.added")
    assert (event.document_kind, event.document_number) == ("team", "T1")


def test_the_same_file_is_kept_once(team):
    api = api_with("sales")
    assert upload(api).json()["id"] == upload(api, name="other.pdf").json()["id"]
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"content": b"MZ\x90", "name": "a.pdf"}, 400, "file_type"),
        ({"content": b"", "name": "a.pdf"}, 400, "invalid"),
        ({"document": "T9"}, 404, "not_found"),
        ({"kind": "nothing"}, 400, "invalid"),
        ({"kind": "attachment"}, 404, "not_found"),
    ],
)
def test_what_can_not_be_taken_is_refused(team, fields, status, code):
    answer = upload(api_with("sales"), **fields)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Attachment.objects.count() == 0


def test_a_file_that_is_too_large_is_refused(team, settings):
    settings.ATTACHMENT_MAX_BYTES = 5
    answer = upload(api_with("sales"))
    assert (answer.status_code, answer.json()["code"]) == (400, "file_too_large")


def test_only_the_one_who_attached_or_an_administrator_removes(team):
    owner, other, admin = api_with("sales"), api_with("sales"), api_with("administrator")
    first, second = upload(owner).json()["id"], upload(owner, content=PDF + b"2").json()["id"]
    assert other.delete(f"/api/v1/attachments/{first}/").status_code == 403
    assert owner.delete(f"/api/v1/attachments/{first}/").status_code == 204
    assert admin.delete(f"/api/v1/attachments/{second}/").status_code == 204
    assert Attachment.objects.count() == 0


def test_without_the_right_nothing_is_attached(team):
    answer = upload(api_with("nobody_s_role"))
    assert answer.status_code == 403


def test_files_in_the_browser(client, team):
    user = person("sales")
    client.force_login(user)
    slot = f"/files/team/{team.pk}/"
    assert "No files" not in client.get(slot).content.decode()
    client.post(slot, {"file": [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.txt", b"hello")]})
    assert Attachment.objects.count() == 2
    page = client.get(slot).content.decode()
    assert "a.pdf" in page
    assert "/remove/" in page
    pk = Attachment.objects.get(name="b.txt").pk
    assert b"".join(client.get(f"/files/{pk}/").streaming_content) == b"hello"
    client.post(f"/files/{pk}/remove/")
    assert [row.name for row in Attachment.objects.all()] == ["a.pdf"]
    client.post(slot, {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert Attachment.objects.count() == 1
    assert client.get("/files/team/999999/").status_code == 404
