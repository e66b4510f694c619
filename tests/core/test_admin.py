"""The admin's pages of the platform open, and its changes go through commands."""

import pytest
from django.urls import reverse

from erp.core.models import CustomFieldDefinition, LoggedEvent, NumberSeries, OutboxMessage
from erp.identity.models import ApiKey, Role, Team, User
from erp.identity.selectors.roles import forget_roles
from tests.clients import person

pytestmark = pytest.mark.django_db

PAGES = [
    "core_loggedevent", "core_auditseal", "core_outboxmessage", "core_numberseries",
    "core_customfielddefinition", "core_attachment", "identity_user", "identity_role", "identity_team",
    "identity_region", "identity_apikey", "identity_savedview", "notifications_alert",
]  # fmt: skip


@pytest.fixture
def admin(client):
    boss = person("administrator", username="boss", is_staff=True)
    client.force_login(boss)
    return client


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens(admin, name):
    Team.objects.create(code="T", name="T")
    assert admin.get(reverse(f"admin:{name}_changelist")).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "core_customfielddefinition",
        "identity_user",
        "identity_role",
        "identity_team",
        "identity_region",
        "identity_apikey",
    ],
)
def test_every_form_opens(admin, name):
    assert admin.get(reverse(f"admin:{name}_add")).status_code == 200


def test_a_user_is_made_and_changed_by_commands(admin):
    form = {
        "username": "ann", "first_name": "Ann", "last_name": "", "email": "", "roles": ["sales"],
        "row_scope": "own", "team": "", "manager": "", "stand_in": "", "absent_from": "", "absent_until": "",
        "language": "", "time_zone": "", "is_active": "on", "new_password": "open sesame 1",
    }  # fmt: skip
    answer = admin.post(reverse("admin:identity_user_add"), form)
    assert answer.status_code == 302
    ann = User.objects.get(username="ann")
    assert (ann.roles, ann.check_password("open sesame 1")) == (["sales"], True)
    assert LoggedEvent.objects.filter(name="user.created", actor_label="boss").count() == 1
    page = reverse("admin:identity_user_change", args=[ann.pk])
    admin.post(page, form | {"roles": ["buyer"], "new_password": ""})
    ann.refresh_from_db()
    assert (ann.roles, ann.check_password("open sesame 1")) == (["buyer"], True)
    boss = User.objects.get(username="boss")
    refused = admin.post(
        reverse("admin:identity_user_change", args=[boss.pk]),
        form | {"username": "boss", "roles": ["sales"]},
        follow=True,
    )
    assert "Somebody must stay administrator" in refused.content.decode()
    boss.refresh_from_db()
    assert boss.roles == ["administrator"]


def test_a_role_is_changed_by_a_command(admin):
    role = Role.objects.get(code="shop_floor")
    page = reverse("admin:identity_role_change", args=[role.pk])
    assert admin.get(page).status_code == 200
    admin.post(page, {"name": "Shop floor", "permissions": ["identity.view_user"]})
    role.refresh_from_db()
    assert role.permissions == ["identity.view_user"]
    event = LoggedEvent.objects.get(name="role.changed")
    assert event.changes["permissions"][1] == ["identity.view_user"]
    forget_roles()


def test_the_administrator_keeps_all_rights(admin):
    role = Role.objects.get(code="administrator")
    admin.post(
        reverse("admin:identity_role_change", args=[role.pk]),
        {"name": "x", "permissions": ["identity.view_user"]},
    )
    role.refresh_from_db()
    assert (role.permissions, role.name) == (["*"], "Administrator")


def test_a_key_is_shown_once(admin):
    boss = User.objects.get()
    form = {
        "user": boss.pk,
        "name": "shop",
        "scopes": "*",
        "expires_at_0": "",
        "expires_at_1": "",
        "requests_per_second": 50,
        "burst": 600,
    }
    page = admin.post(reverse("admin:identity_apikey_add"), form, follow=True).content.decode()
    assert "kept_" in page
    key = ApiKey.objects.get()
    assert page.count(key.prefix) >= 1
    admin.post(
        reverse("admin:identity_apikey_changelist"), {"action": "revoke", "_selected_action": [key.pk]}
    )
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_settings_leave_a_trace(admin):
    series = NumberSeries.objects.get(code="order")
    admin.post(reverse("admin:core_numberseries_change", args=[series.pk]), {"prefix": "AB-", "padding": 6})
    series.refresh_from_db()
    assert series.prefix == "AB-"
    assert LoggedEvent.objects.get(name="setting.saved").changes == {"prefix": ["SO-", "AB-"]}
    admin.post(
        reverse("admin:core_customfielddefinition_add"),
        {
            "subject": "order",
            "key": "dock",
            "label": "Dock",
            "label_zh": "",
            "kind": "text",
            "choices": "",
            "position": 0,
            "is_active": "on",
        },
    )
    assert CustomFieldDefinition.objects.get().key == "dock"


def test_a_dead_message_is_tried_again(admin):
    series = NumberSeries.objects.get(code="order")
    admin.post(reverse("admin:core_numberseries_change", args=[series.pk]), {"prefix": "AB-", "padding": 6})
    event = LoggedEvent.objects.get()
    message = OutboxMessage.objects.create(
        event=event, subscriber="gone", stream_kind="x", stream_id=1, attempts=10, is_dead=True,
        next_attempt_at=event.at, last_error="LookupError",
    )  # fmt: skip
    page = reverse("admin:core_outboxmessage_changelist")
    assert "Given up" in admin.get(f"{page}?state=dead").content.decode()
    admin.post(page, {"action": "replay", "_selected_action": [message.pk]})
    message.refresh_from_db()
    assert (message.is_dead, message.attempts) == (False, 0)


def test_those_who_only_look_can_not_open_it(client):
    client.force_login(person("sales", is_staff=False))
    assert client.get(reverse("admin:core_loggedevent_changelist")).status_code == 302


def test_the_audit_trail_is_read_back(admin):
    page = admin.get("/admin/core/auditseal/verify", follow=True)
    assert "The audit trail is whole" in page.content.decode()
