from datetime import date

import pytest

from tests.clients import person

pytestmark = pytest.mark.django_db


def test_signing_in_and_out(client):
    user = person("sales", username="ann")
    user.set_password("open sesame 1")
    user.save()
    page = client.get("/login/?next=/alerts/")
    assert page.status_code == 200
    wrong = client.post("/login/", {"username": "ann", "password": "no"})
    assert wrong.status_code == 200
    assert wrong.context["form"].non_field_errors()
    right = client.post("/login/", {"username": "ann", "password": "open sesame 1", "next": "/alerts/"})
    assert (right.status_code, right["Location"]) == (302, "/alerts/")
    assert client.get("/alerts/").status_code == 200
    assert client.post("/logout/").status_code == 302
    assert client.get("/alerts/").status_code == 302


def test_people_change_their_own_language_zone_and_absence(client):
    user, other = person("sales", username="ann"), person("sales", username="bob")
    client.force_login(user)
    assert client.get("/profile/").status_code == 200
    client.post("/profile/", {"form": "preferences", "language": "zh-hans", "time_zone": "Asia/Shanghai"})
    client.post(
        "/profile/",
        {"form": "absence", "absent_from": "2026-12-01", "absent_until": "2026-12-03", "stand_in": other.pk},
    )
    user.refresh_from_db()
    assert (user.language, user.time_zone) == ("zh-hans", "Asia/Shanghai")
    assert (user.absent_from, user.stand_in_id) == (date(2026, 12, 1), other.pk)
    wrong = client.post(
        "/profile/",
        {"form": "absence", "absent_from": "2026-12-05", "absent_until": "2026-12-03", "stand_in": ""},
    )
    assert "absent_until" in wrong.context["absence"].errors


def test_the_language_switch_is_remembered(client):
    answer = client.post("/language/", {"language": "zh-hans", "next": "https://evil.example/"})
    assert (answer["Location"], answer.cookies["django_language"].value) == ("/", "zh-hans")
    assert client.get("/login/")["Content-Language"] == "zh-hans"
    assert client.post("/language/", {"language": "xx"}).cookies.get("django_language") is None
    user = person("sales", username="ann")
    client.force_login(user)
    client.post("/language/", {"language": "en", "next": "/profile/"})
    user.refresh_from_db()
    assert user.language == "en"
