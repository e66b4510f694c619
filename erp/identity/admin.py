"""People and rights in the admin; every change goes through the same commands as elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminPasswordWidget

from erp.core.admin import ServiceAdmin
from erp.core.administration.rights import actor_of
from erp.identity.models import ApiKey, Region, Role, SavedView, Team, User
from erp.identity.selectors.roles import role_names
from erp.identity.services.api_keys import create_api_key, revoke_api_key
from erp.identity.services.organization import save_region, save_team
from erp.identity.services.roles import known_rights, save_role
from erp.identity.services.users import EDITABLE, create_user, update_user

admin.site.unregister(Group)


class UserForm(forms.ModelForm):
    """A person, with posts as check boxes and a password that is only ever set."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("roles"), required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    new_password = forms.CharField(
        label=gettext_lazy("new password"),
        required=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Leave empty to keep the password as it is."),
    )

    class Meta:
        model = User
        fields = [
            "username", "first_name", "last_name", "email", "roles", "row_scope", "team", "manager",
            "stand_in", "absent_from", "absent_until", "language", "time_zone", "is_active",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The roles of this company."""
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = list(role_names().items())  # type: ignore[attr-defined]  # a choice field by the form's definition


@admin.register(User)
class UserAdmin(ServiceAdmin):
    """People who sign in."""

    form = UserForm
    list_display = [
        "username",
        "first_name",
        "last_name",
        "posts",
        "team",
        "manager",
        "row_scope",
        "is_active",
    ]
    list_filter = ["is_active", "row_scope", "team"]
    list_select_related = ["team", "manager"]
    search_fields = ["username", "first_name", "last_name", "email"]
    autocomplete_fields = ["manager", "stand_in", "team"]
    ordering = ["username"]

    @admin.display(description=gettext_lazy("roles"))
    def posts(self, row: User) -> str:
        """The names of the roles."""
        names = role_names()
        return ", ".join(names.get(code, code) for code in row.roles)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        values = {_column(name): form.cleaned_data[name] for name in form.Meta.fields}
        values = {name: getattr(value, "pk", value) for name, value in values.items() if name in EDITABLE}
        password = form.cleaned_data["new_password"] or None
        actor = actor_of(request)
        if change:
            update_user(user_id=obj.pk, values=values, password=password, actor=actor)
        else:
            obj.pk = create_user(values=values, password=password, actor=actor).pk


def _column(name: str) -> str:
    return f"{name}_id" if name in {"manager", "team", "stand_in"} else name


class RoleForm(forms.ModelForm):
    """A role with its rights as check boxes."""

    permissions = forms.MultipleChoiceField(
        label=gettext_lazy("rights"), required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    class Meta:
        model = Role
        fields = ["code", "name", "permissions"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Every right that some command asks for, and those that the role holds already."""
        super().__init__(*args, **kwargs)
        known = known_rights()
        held = [(code, code) for code in self.instance.permissions if code not in dict(known)]
        self.fields["permissions"].choices = known + held  # type: ignore[attr-defined]  # a choice field by the form's definition


@admin.register(Role)
class RoleAdmin(ServiceAdmin):
    """Posts and the rights that come with them."""

    form = RoleForm
    list_display = ["code", "__str__", "is_shipped", "rights"]

    @admin.display(description=gettext_lazy("rights"))
    def rights(self, row: Role) -> int | str:
        """How many."""
        return "*" if "*" in row.permissions else len(row.permissions)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:
        saved = save_role(
            role_id=obj.pk if change else None,
            code=obj.code,
            name=form.cleaned_data["name"],
            permissions=form.cleaned_data["permissions"],
            actor=actor_of(request),
        )
        obj.pk = saved.pk


@admin.register(Team)
class TeamAdmin(ServiceAdmin):
    """People who work on the same customers or tasks."""

    list_display = ["code", "name", "region"]
    list_select_related = ["region"]
    search_fields = ["code", "name"]

    def save_model(self, request: HttpRequest, obj: Team, form: Any, change: bool) -> None:
        values = {"code": obj.code, "name": obj.name, "region_id": obj.region_id}
        pk = obj.pk if change else None
        obj.pk = save_team(team_id=pk, values=values, actor=actor_of(request)).pk


@admin.register(Region)
class RegionAdmin(ServiceAdmin):
    """Sales regions."""

    list_display = ["code", "name", "parent"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]

    def save_model(self, request: HttpRequest, obj: Region, form: Any, change: bool) -> None:
        values = {"code": obj.code, "name": obj.name, "parent_id": obj.parent_id}
        pk = obj.pk if change else None
        obj.pk = save_region(region_id=pk, values=values, actor=actor_of(request)).pk


@admin.register(ApiKey)
class ApiKeyAdmin(ServiceAdmin):
    """Ways in for programs: made, watched and revoked, never changed."""

    list_display = ["name", "prefix", "user", "scopes", "expires_at", "revoked_at", "last_used_at"]
    list_filter = ["user"]
    list_select_related = ["user"]
    search_fields = ["name", "prefix", "user__username"]
    fields = ["user", "name", "scopes", "expires_at", "requests_per_second", "burst"]
    autocomplete_fields = ["user"]
    actions = ["revoke"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        key, secret = create_api_key(
            user_id=obj.user_id,
            name=obj.name,
            scopes=obj.scopes,
            expires_at=obj.expires_at,
            requests_per_second=obj.requests_per_second,
            burst=obj.burst,
            actor=actor_of(request),
        )
        obj.pk = key.pk
        text = _("Copy the key now, it is never shown again: %(key)s")
        messages.warning(request, text % {"key": secret})

    @admin.action(description=gettext_lazy("Revoke"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for pk in queryset.values_list("pk", flat=True):
            revoke_api_key(api_key_id=pk, actor=actor_of(request))
        messages.success(request, _("Revoked."))

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return actor_of(request).has("identity.revoke_api_key")


@admin.register(SavedView)
class SavedViewAdmin(ModelAdmin):
    """Named filters of lists."""

    list_display = ["name", "page", "owner", "is_shared"]
    list_filter = ["page", "is_shared"]
    list_select_related = ["owner"]
