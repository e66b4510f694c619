from typing import Any

import pytest

from erp.core.actor import system_actor
from erp.core.errors import Conflict, Invalid, NotPermitted
from erp.core.models import LoggedEvent
from erp.identity.models import Role, Team, User
from erp.identity.selectors.roles import forget_roles
from erp.identity.services.users import create_user, set_absence, set_preferences, update_user
from tests.clients import actor_with, api_of, api_with, person

pytestmark = pytest.mark.django_db


def test_a_person_is_made_over_the_api_and_signs_in(client):
    api = api_with("administrator", username="boss")
    Team.objects.create(code="T1", name="One")
    made = api.post(
        "/api/v1/users/",
        {
            "username": "li.wei",
            "email": "li.wei@example.com",
            "first_name": "Wei",
            "last_name": "Li",
            "password": "correct horse 9",
            "roles": ["sales"],
            "row_scope": "team",
            "manager": "boss",
            "team": "T1",
        },
        format="json",
    )
    assert made.status_code == 201, made.content
    shown = made.json()
    assert "password" not in shown
    assert (shown["manager"], shown["team"], shown["roles"], shown["row_scope"]) == (
        "boss",
        "T1",
        ["sales"],
        "team",
    )
    assert client.login(username="li.wei", password="correct horse 9")
    event = LoggedEvent.objects.get(name="user.created")
    assert (event.document_number, event.actor_label) == ("li.wei", "boss")
    assert "correct horse" not in str(event.changes)


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"username": ""}, "username"),
        ({"username": "taken"}, "username"),
        ({"username": "x", "roles": ["emperor"]}, "roles"),
        ({"username": "x", "row_scope": "world"}, "row_scope"),
        ({"username": "x", "time_zone": "Mars/Base"}, "time_zone"),
        ({"username": "x", "language": "tlh"}, "language"),
        ({"username": "x", "email": "nothing"}, "email"),
        ({"username": "usr_1"}, "username"),
    ],
)
def test_a_person_that_makes_no_sense_is_refused(values, path):
    person(username="taken")
    with pytest.raises(Invalid) as refused:
        create_user(values=values, actor=system_actor())
    assert list(refused.value.errors) == [path]
    assert User.objects.count() == 1


def test_a_weak_password_is_refused():
    with pytest.raises(Invalid) as refused:
        create_user(values={"username": "x"}, password="12345", actor=system_actor())
    assert "password" in refused.value.errors


def test_the_reporting_line_has_no_circle():
    first = person(username="first")
    second = person(username="second", manager=first)
    third = person(username="third", manager=second)
    with pytest.raises(Invalid) as refused:
        update_user(user_id=first.pk, values={"manager_id": third.pk}, actor=system_actor())
    assert list(refused.value.errors) == ["manager"]
    with pytest.raises(Invalid):
        update_user(user_id=first.pk, values={"manager_id": first.pk}, actor=system_actor())


def test_the_last_administrator_stays():
    only = person("administrator", username="only")
    for values in ({"roles": ["sales"]}, {"is_active": False}):
        with pytest.raises(Conflict) as refused:
            update_user(user_id=only.pk, values=values, actor=system_actor())
        assert refused.value.code == "last_administrator"
    person("administrator", username="second")
    update_user(user_id=only.pk, values={"roles": ["sales"]}, actor=system_actor())
    only.refresh_from_db()
    assert (only.roles, only.is_staff) == (["sales"], False)


def test_nobody_hands_out_rights_that_they_lack():
    Role.objects.create(code="clerk", name="Clerk", permissions=["identity.edit_user", "identity.view_user"])
    forget_roles()
    clerk, victim = actor_with("clerk"), person("sales")
    for roles in (["administrator"], ["finance"]):
        with pytest.raises(NotPermitted):
            update_user(user_id=victim.pk, values={"roles": roles}, actor=clerk)
        with pytest.raises(NotPermitted):
            create_user(values={"username": "new", "roles": roles}, actor=clerk)
    victim.refresh_from_db()
    assert victim.roles == ["sales"]
    forget_roles()


def test_people_set_their_own_absence_but_not_that_of_others():
    from datetime import date

    from erp.identity.selectors.actors import actor_for

    me, other = person("sales"), person("sales")
    days: dict[str, Any] = {
        "absent_from": date(2026, 12, 1),
        "absent_until": date(2026, 12, 5),
        "stand_in_id": other.pk,
    }
    set_absence(user_id=me.pk, actor=actor_for(me), **days)
    me.refresh_from_db()
    assert (me.absent_until, me.stand_in) == (date(2026, 12, 5), other)
    with pytest.raises(NotPermitted):
        set_absence(
            user_id=other.pk, actor=actor_for(me), absent_from=None, absent_until=None, stand_in_id=None
        )
    with pytest.raises(Invalid):
        set_absence(user_id=me.pk, actor=actor_for(me), **(days | {"absent_until": date(2026, 11, 1)}))


def test_people_choose_their_own_language():
    from erp.identity.selectors.actors import actor_for

    me = person("sales")
    set_preferences(language="zh-hans", time_zone="Asia/Shanghai", actor=actor_for(me))
    me.refresh_from_db()
    assert (me.language, me.time_zone) == ("zh-hans", "Asia/Shanghai")


def test_without_the_right_people_see_only_themselves():
    me = person("sales", username="me")
    person("sales", username="other")
    api = api_of(me)
    assert [row["username"] for row in api.get("/api/v1/users/").json()["results"]] == ["me"]
    assert api.get("/api/v1/users/other/").status_code == 404
    assert api.patch("/api/v1/users/me/", {"roles": ["administrator"]}, format="json").status_code == 403
