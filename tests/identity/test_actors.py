from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import timezone, translation
from rest_framework.test import APIClient

from erp.core.actor import RowScope, system_actor
from erp.identity.models import ApiKey, Region, Role, Team, User
from erp.identity.selectors.actors import actor_for
from erp.identity.selectors.roles import forget_roles
from erp.identity.selectors.scopes import customer_scope_q, sees_customer
from erp.identity.services.api_keys import create_api_key, revoke_api_key
from erp.masterdata.models import Currency, Customer
from tests.clients import actor_with, api_of, api_with, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_roles():
    forget_roles()
    yield
    forget_roles()


def test_rights_come_from_all_roles_together():
    actor = actor_for(person("buyer", "shop_floor"))
    assert actor.has("inventory.create_purchase_order")
    assert actor.has("production.view_bom")
    assert not actor.has("orders.create_order")


def test_nobody_has_no_rights():
    for user in (AnonymousUser(), person("administrator", is_active=False)):
        actor = actor_for(user)
        assert actor.permissions == frozenset()
        assert actor.user_id is None


def test_an_unknown_role_gives_nothing():
    assert actor_for(person("emperor")).permissions == frozenset()


def test_a_changed_role_counts_after_forgetting():
    user = person("shop_floor")
    assert not actor_for(user).has("orders.view_order")
    Role.objects.filter(code="shop_floor").update(permissions=["orders.view_order"])
    forget_roles()
    assert actor_for(user).permissions == frozenset({"orders.view_order"})


def test_a_region_scope_takes_in_the_regions_below():
    north = Region.objects.create(code="N", name="North")
    inner = Region.objects.create(code="N1", name="Inner", parent=north)
    inmost = Region.objects.create(code="N11", name="Inmost", parent=inner)
    Region.objects.create(code="S", name="South")
    user = person("sales", row_scope="region", team=Team.objects.create(code="T", name="T", region=north))
    assert actor_for(user).scope == RowScope(
        kind="region", user_id=user.pk, team_id=user.team_id, region_ids=(north.pk, inner.pk, inmost.pk)
    )


def test_own_team_region_and_all_see_their_customers():
    north, south = (Region.objects.create(code=code, name=code) for code in "NS")
    mine, theirs = (Team.objects.create(code=code, name=code, region=north) for code in ("M", "T"))
    me = person("sales", row_scope="own", team=mine)
    currency = Currency.objects.get(code="USD")
    for code, salesperson, team, region in [
        ("own", me, theirs, south),
        ("team", None, mine, south),
        ("region", None, theirs, north),
        ("far", None, theirs, south),
        ("none", None, None, None),
    ]:
        Customer.objects.create(
            code=code, name=code, currency=currency, salesperson=salesperson, team=team, region=region
        )
    expected = {
        "own": {"own"},
        "team": {"team"},
        "region": {"region"},
        "all": {"own", "team", "region", "far", "none"},
    }
    for scope, codes in expected.items():
        me.row_scope = scope
        actor = actor_for(me)
        rows = Customer.objects.filter(customer_scope_q(actor, prefix=""))
        assert {row.code for row in rows} == codes
        for row in Customer.objects.all():
            seen = sees_customer(
                actor, salesperson_id=row.salesperson_id, team_id=row.team_id, region_id=row.region_id
            )
            assert seen == (row.code in codes)


def test_a_scope_without_team_or_region_sees_nothing():
    for scope in ("team", "region"):
        actor = actor_for(person("sales", row_scope=scope))
        assert not Customer.objects.filter(customer_scope_q(actor, prefix="")).exists()
    assert not Customer.objects.filter(customer_scope_q(actor_for(AnonymousUser()), prefix="")).exists()


def test_a_key_is_found_in_one_query_and_noted_once_a_minute(django_assert_num_queries):
    api = api_of(person("administrator"))
    assert api.get("/api/v1/regions/").status_code == 200
    used = ApiKey.objects.get().last_used_at
    assert used is not None
    with django_assert_num_queries(2):  # the key with its user, the regions
        api.get("/api/v1/regions/")
    assert ApiKey.objects.get().last_used_at == used


def test_a_revoked_expired_or_orphaned_key_opens_nothing():
    user = person("administrator")
    api = api_of(user)
    revoke_api_key(api_key_id=ApiKey.objects.get().pk, actor=system_actor())
    assert api.get("/api/v1/regions/").status_code == 401
    late = api_of(user)
    ApiKey.objects.filter(revoked_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert late.get("/api/v1/regions/").status_code == 401
    gone = api_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert gone.get("/api/v1/regions/").status_code == 401


def test_only_a_digest_of_the_key_is_kept():
    key, secret = create_api_key(user_id=person("sales").pk, name="shop", scopes=["*"], actor=system_actor())
    assert secret.startswith("kept_")
    assert len(secret) == 48
    assert secret not in str(ApiKey.objects.filter(pk=key.pk).values().get())


def test_nobody_makes_a_key_with_more_rights_than_their_own():
    manager = api_with("administrator")
    boss = person("administrator")
    made = manager.post(
        "/api/v1/api-keys/", {"user": boss.username, "name": "a", "scopes": ["*"]}, format="json"
    )
    assert made.status_code == 201
    assert made.json()["key"].startswith(made.json()["prefix"])
    shown = manager.get(f"/api/v1/api-keys/{made.json()['id']}/").json()
    assert shown["key"] is None
    Role.objects.create(code="keeper", name="Keeper", permissions=["identity.create_api_key"])
    forget_roles()
    refused = api_with("keeper").post(
        "/api/v1/api-keys/", {"user": boss.username, "name": "b", "scopes": ["*"]}, format="json"
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")


def test_a_key_has_its_own_pace():
    user = person("administrator")
    _key, secret = create_api_key(
        user_id=user.pk, name="slow", scopes=["*"], actor=system_actor(), requests_per_second=1, burst=3
    )
    api = APIClient(HTTP_AUTHORIZATION=f"Bearer {secret}")
    answers = [api.get("/api/v1/regions/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3]["Retry-After"] == "1"
    assert answers[3].json()["code"] == "rate_limited"


def test_the_key_command_makes_the_administrator_and_prints_the_key_alone(capsys):
    call_command("create_api_key", user="admin", name="script", scopes="*")
    secret = capsys.readouterr().out
    assert secret.startswith("kept_")
    assert secret.count("\n") == 1
    admin = User.objects.get()
    assert (admin.roles, admin.row_scope, admin.is_superuser) == (["administrator"], "all", True)
    assert not admin.has_usable_password()
    assert APIClient(HTTP_AUTHORIZATION=f"Bearer {secret.strip()}").get("/api/v1/users/").status_code == 200


def test_createsuperuser_makes_an_administrator(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "long-enough-1")
    call_command("createsuperuser", interactive=False, username="root", email="", verbosity=0)
    user = User.objects.get()
    assert (user.roles, user.row_scope) == (["administrator"], "all")


def test_a_page_is_in_the_language_of_its_reader(client):
    user = person("administrator", language="zh-hans")
    client.force_login(user)
    assert client.get("/health/live/")["Content-Language"] == "zh-hans"
    client.logout()
    assert client.get("/health/live/", headers={"Accept-Language": "zh-CN"})["Content-Language"] == "zh-hans"
    client.cookies["django_language"] = "en"
    assert client.get("/health/live/", headers={"Accept-Language": "zh-CN"})["Content-Language"] == "en"
    translation.activate("en")


def test_django_rights_are_answered_from_roles():
    admin, manager, seller = person("administrator"), person("sales_manager"), person("sales")
    assert admin.has_perm("core.change_numberseries")
    assert manager.has_perm("orders.view_order")
    assert not manager.has_perm("orders.change_order")
    assert manager.has_module_perms("orders")
    assert not seller.has_perm("orders.view_order")
    assert not seller.has_module_perms("orders")


def test_actor_with_is_scoped_to_all_by_default():
    assert actor_with("sales").scope.kind == "all"
