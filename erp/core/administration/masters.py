"""Master records in the admin: a form in front of the commands that create, change and delete them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import redirect
from unfold.admin import TabularInline

from erp.core.administration.own_fields import own_form, own_initial, own_names, own_values
from erp.core.administration.refusals import CommandForm, RefusedForm, RefusedFormSet, refusal_text, rows_of
from erp.core.administration.rights import EVERYTHING, RightsAdmin, actor_of
from erp.core.errors import DomainError


def attribute_values(form: Any, names: Any = None) -> dict[str, Any]:
    """What a form says about its row, by attribute names (`category_id`), as commands take it."""
    columns = {field.name: field for field in form._meta.model._meta.concrete_fields}
    found = {}
    for name, value in form.cleaned_data.items():
        field = columns.get(name)
        if field is None or field.primary_key and name == "id" or (names is not None and name not in names):
            continue
        found[field.attname] = getattr(value, "pk", value) if field.remote_field else value
    return found


class RefusingAdmin(RightsAdmin):
    """Rows whose changes go through commands; what a command refuses is shown beside the fields."""

    form_bases: tuple[type, ...] = (RefusedForm,)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, which knows a refusal of the command behind it."""
        base = super().get_form(request, obj, change=change, **kwargs)
        named = tuple(getattr(inline, "argument", "") for inline in self.inlines)
        refused = getattr(request, "refusal", None)
        return type(base)(base.__name__, (*self.form_bases, base), {"refusal": refused, "inlines_of": named})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The form; when the command refuses, the same form with what was typed and what is wrong."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DomainError as error:
            if request.method != "POST":
                messages.error(request, refusal_text(error))
                return redirect("admin:index")
            request.refusal = error  # type: ignore[attr-defined]  # put on the request by the middleware
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing is deleted in bulk."""
        return {
            name: found for name, found in super().get_actions(request).items() if name != "delete_selected"
        }


class MasterAdmin(RefusingAdmin):
    """A form in front of `create(values=…)`, `edit(<row_id>=…, values=…)` and `delete(<row_id>=…)`."""

    create: Callable[..., Any] | None = None
    edit: Callable[..., Any] | None = None
    delete: Callable[..., Any] | None = None
    row_id = ""
    custom_subject = ""
    form_bases = (RefusedForm, CommandForm)

    @property
    def edit_right(self) -> str:
        """The right that changing a row asks for."""
        return getattr(self.edit or self.create, "permission", "") or EVERYTHING

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or actor_of(request).has(self.edit_right)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.create is not None and actor_of(request).has(self.edit_right)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.edit is not None and actor_of(request).has(self.edit_right)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.delete is not None and actor_of(request).has(self.edit_right)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form with the company's own fields, where this kind of record has some."""
        if self.custom_subject:
            kwargs["form"] = own_form(self.form, self.custom_subject, obj)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The form's sections, the company's own fields last."""
        found = list(super().get_fieldsets(request, obj))
        names = own_names(self.custom_subject) if self.custom_subject else []
        return [*found, (own_initial(), {"fields": names})] if names else found

    def write(self, request: HttpRequest, form: Any, rows: dict[str, Any], pk: Any) -> Model:
        """Hand the form to the command; `rows` are the inlines by argument, `pk` is None for a new record.

        Raises: what the command refuses with.
        """
        values, actor = self.values_of(form), actor_of(request)
        if pk is None:
            return self.create(values=values, **rows, actor=actor)  # type: ignore[misc]  # the names are known where it is called
        return self.edit(**{self.row_id: pk}, values=values, **rows, actor=actor)  # type: ignore[misc]  # the names are known where it is called

    def values_of(self, form: Any) -> dict[str, Any]:
        """What the form says, as the command takes it."""
        values = attribute_values(form)
        if self.custom_subject:
            values["custom"] = own_values(form)
        return values

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Nothing is saved here: the command needs the rows below the form, too."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Everything of the form, in one command."""
        rows = {
            formset.argument: formset.all_values() for formset in formsets if getattr(formset, "argument", "")
        }
        saved = self.write(request, form, rows, form.instance.pk if change else None)
        form.instance.pk = saved.pk
        transaction.on_commit(self.forget)

    def forget(self) -> None:
        """What is remembered about these rows elsewhere is read anew."""

    def construct_change_message(self, request: Any, form: Any, formsets: Any, add: bool = False) -> Any:
        """The audit trail tells what changed."""
        return []

    def log_addition(self, request: Any, obj: Any, message: Any) -> None:
        """The audit trail tells it."""

    def log_change(self, request: Any, obj: Any, message: Any) -> None:
        """The audit trail tells it."""

    def log_deletions(self, request: Any, queryset: Any) -> None:
        """The audit trail tells it."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete by the command, which refuses for rows in use."""
        self.delete(**{self.row_id: obj.pk}, actor=actor_of(request))  # type: ignore[misc]  # the names are known where it is called

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Ask, then delete; a refusal is told on the record's page."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except DomainError as error:
            messages.error(request, refusal_text(error))
            address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return redirect(address, object_id)


class RowsFormSet(RefusedFormSet):
    """Rows that are handed to the command of the record above them."""

    def values_of(self, form: Any) -> dict[str, Any]:
        """What one row says, as the command takes it."""
        return attribute_values(form, names={name for name in form.fields if name != self.fk.name})

    def all_values(self) -> list[dict[str, Any]]:
        """Every row to keep: those of the form first, then those on other pages of a long list."""
        told = [self.values_of(form) for form in rows_of(self)]
        if not self.per_page or self.instance.pk is None:
            return told
        shown = [form.instance.pk for form in self.forms if form.instance.pk]
        columns = [
            self.model._meta.get_field(name).attname for name in self.form.base_fields if name in _own(self)
        ]
        others = self.model._default_manager.filter(**{self.fk.name: self.instance.pk}).exclude(pk__in=shown)
        return [*told, *others.values(*columns)]


def _own(formset: Any) -> set[str]:
    columns = {field.name for field in formset.model._meta.concrete_fields}
    return columns - {formset.fk.name, "id"}


class KeptRowsFormSet(RowsFormSet):
    """Rows that keep their identity: the command is told the id of those that exist."""

    def values_of(self, form: Any) -> dict[str, Any]:
        """What one row says, with its id."""
        found = super().values_of(form)
        return {**found, "id": form.instance.pk} if form.instance.pk else found


class RowsInline(TabularInline):
    """Rows below a record, saved with it by one command under `argument`."""

    argument = ""
    form = CommandForm
    formset = RowsFormSet
    extra = 0
    hide_title = True

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The rows' forms, which know a refusal of the command behind them."""
        base = super().get_formset(request, obj, **kwargs)
        refused = getattr(request, "refusal", None)
        return type(base.__name__, (base,), {"refusal": refused, "argument": self.argument})

    def _may(self, request: HttpRequest) -> bool:
        return self.admin_site._registry[self.parent_model].has_change_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)


__all__ = [
    "KeptRowsFormSet",
    "MasterAdmin",
    "RefusingAdmin",
    "RowsFormSet",
    "RowsInline",
    "attribute_values",
]
