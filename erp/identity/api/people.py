"""People, teams, regions and API keys over the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers

from erp.core.errors import NotPermitted
from erp.core.http.fields import DateField, KeyTextField, TextField
from erp.core.http.filters import Filters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Resource, changes, creates, verb
from erp.identity.models import ApiKey, User
from erp.identity.selectors.people import VIEW_USER
from erp.identity.services.api_keys import create_api_key, revoke_api_key
from erp.identity.services.organization import save_region, save_team
from erp.identity.services.users import create_user, update_user


class RegionOut(serializers.Serializer[Any]):
    """A region."""

    id = IdField("region")
    code = serializers.CharField()
    name = serializers.CharField()
    parent = RefField("region", allow_null=True)  # type: ignore[assignment]  # a field named as an attribute of its base class


class RegionIn(Body):
    """A new or changed region."""

    code = KeyTextField(max_length=40)
    name = TextField(max_length=120)
    parent = RefField("region", required=False, allow_null=True)  # type: ignore[assignment]  # a field named as an attribute of its base class


class Regions(Resource):
    """Sales regions; regions nest."""

    kind = "region"
    out = RegionOut
    orderings = {"code": "code", "name": "name"}
    search_fields = ["code", "name"]

    @creates(RegionIn)
    def create(self, call: Call) -> Any:
        """Make a region."""
        return save_region(values=_columns(call.body, "parent"), actor=call.actor)

    @changes(RegionIn)
    def partial_update(self, call: Call) -> Any:
        """Change a region."""
        return save_region(region_id=call.id, values=_columns(call.body, "parent"), actor=call.actor)


class TeamOut(serializers.Serializer[Any]):
    """A team."""

    id = IdField("team")
    code = serializers.CharField()
    name = serializers.CharField()
    region = RefField("region", allow_null=True)


class TeamIn(Body):
    """A new or changed team."""

    code = KeyTextField(max_length=40)
    name = TextField(max_length=120)
    region = RefField("region", required=False, allow_null=True)


class Teams(Resource):
    """People who work on the same customers or tasks."""

    kind = "team"
    out = TeamOut
    orderings = {"code": "code", "name": "name"}
    search_fields = ["code", "name"]

    @creates(TeamIn)
    def create(self, call: Call) -> Any:
        """Make a team."""
        return save_team(values=_columns(call.body, "region"), actor=call.actor)

    @changes(TeamIn)
    def partial_update(self, call: Call) -> Any:
        """Change a team."""
        return save_team(team_id=call.id, values=_columns(call.body, "region"), actor=call.actor)


class UserOut(serializers.Serializer[Any]):
    """A person."""

    id = IdField("user")
    username = serializers.CharField()
    email = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    row_scope = serializers.ChoiceField(choices=User.RowScope.choices)
    manager = RefField("user", allow_null=True)
    team = RefField("team", allow_null=True)
    stand_in = RefField("user", allow_null=True)
    absent_from = DateField(allow_null=True)
    absent_until = DateField(allow_null=True)
    language = serializers.CharField()
    time_zone = serializers.CharField()
    is_active = serializers.BooleanField()


class UserIn(Body):
    """A new or changed person."""

    username = KeyTextField(max_length=150)
    email = serializers.EmailField(required=False, allow_blank=True, max_length=254)
    first_name = TextField(required=False, allow_blank=True, max_length=150)
    last_name = TextField(required=False, allow_blank=True, max_length=150)
    password = serializers.CharField(
        required=False, allow_null=True, max_length=200, trim_whitespace=False, write_only=True
    )
    roles = serializers.ListField(child=TextField(max_length=40), required=False, max_length=20)
    row_scope = serializers.ChoiceField(choices=User.RowScope.choices, required=False)
    manager = RefField("user", required=False, allow_null=True)
    team = RefField("team", required=False, allow_null=True)
    stand_in = RefField("user", required=False, allow_null=True)
    absent_from = DateField(required=False, allow_null=True)
    absent_until = DateField(required=False, allow_null=True)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False, allow_blank=True)
    time_zone = TextField(required=False, allow_blank=True, max_length=60)
    is_active = serializers.BooleanField(required=False)


class UserFilters(Filters):
    """Filters of the list of people."""

    team = RefFilter("team", field_name="team")
    manager = RefFilter("user", field_name="manager")


class Users(Resource):
    """People who sign in, with posts and place in the reporting line."""

    kind = "user"
    out = UserOut
    filters = UserFilters
    orderings = {"username": "username", "last_name": "last_name"}
    search_fields = ["username", "first_name", "last_name", "email"]

    def rows(self) -> Any:
        """People, for those who may see people; everybody may see themselves."""
        rows = super().rows()
        if self.actor.has(VIEW_USER):
            return rows
        if self.actor.user_id is None:
            raise NotPermitted(permission=VIEW_USER)
        return rows.filter(pk=self.actor.user_id)

    @creates(UserIn)
    def create(self, call: Call) -> Any:
        """Let a person in."""
        body = dict(call.body)
        password = body.pop("password", None)
        return create_user(
            values=_columns(body, "manager", "team", "stand_in"), password=password, actor=call.actor
        )

    @changes(UserIn)
    def partial_update(self, call: Call) -> Any:
        """Change a person."""
        body = dict(call.body)
        password = body.pop("password", None)
        values = _columns(body, "manager", "team", "stand_in")
        return update_user(user_id=call.id, values=values, password=password, actor=call.actor)


class ApiKeyOut(serializers.Serializer[Any]):
    """An API key without its secret; `key` is only there in the answer that made it."""

    id = IdField("api_key")
    user = RefField("user")
    name = serializers.CharField()
    prefix = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    expires_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    requests_per_second = serializers.IntegerField()
    burst = serializers.IntegerField()
    key = serializers.SerializerMethodField()

    def get_key(self, row: ApiKey) -> str | None:
        """The secret, once."""
        return getattr(row, "secret", None)


class ApiKeyIn(Body):
    """A new API key."""

    user = RefField("user")
    name = TextField(max_length=120)
    scopes = serializers.ListField(child=TextField(max_length=80), min_length=1, max_length=100)
    expires_at = serializers.DateTimeField(required=False, allow_null=True)
    requests_per_second = serializers.IntegerField(required=False, min_value=1, max_value=10_000)
    burst = serializers.IntegerField(required=False, min_value=1, max_value=10_000)


class ApiKeys(Resource):
    """Ways in for programs. Nothing is ever changed about a key but that it is revoked."""

    kind = "api_key"
    out = ApiKeyOut
    orderings = {"created_at": "created_at", "name": "name"}
    search_fields = ["name", "prefix"]
    made: ApiKey | None = None

    @creates(ApiKeyIn)
    def create(self, call: Call) -> Any:
        """Make a key; its secret is shown in this answer and never again."""
        body = dict(call.body)
        user = body.pop("user")
        key, secret = create_api_key(user_id=user.pk, actor=call.actor, **body)
        key.secret = secret  # type: ignore[attr-defined]  # an attribute added to somebody else's object
        self.made = key
        return key

    def row(self, pk: int) -> Any:
        """The key; the one just made still knows its secret."""
        return self.made if self.made is not None and self.made.pk == pk else super().row(pk)

    @verb()
    def revoke(self, call: Call) -> Any:
        """Close this way in."""
        return revoke_api_key(api_key_id=call.id, actor=call.actor)


def _columns(body: dict[str, Any], *references: str) -> dict[str, Any]:
    """The body with references as columns: team → team_id."""
    values = dict(body)
    for name in references:
        if name in values:
            row = values.pop(name)
            values[f"{name}_id"] = None if row is None else row.pk
    return values
