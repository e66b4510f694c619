"""The company's own fields in the forms of the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from erp.core.custom_fields import custom_field_definitions
from erp.core.models import CustomFieldDefinition

PREFIX = "custom_"


def own_initial() -> Any:
    """What the section is called."""
    return _("Own fields")


def own_names(subject: str) -> list[str]:
    """The form fields of the company's own fields of a kind of record."""
    return [f"{PREFIX}{row.key}" for row in custom_field_definitions(subject)]


def own_form(base: Any, subject: str, row: Any) -> Any:
    """The form with one field for each of the company's own ones."""
    stored = getattr(row, "custom", None) or {}
    fields = {f"{PREFIX}{one.key}": _field(one, stored) for one in custom_field_definitions(subject)}
    return type(base)(base.__name__, (base,), fields) if fields else base


def own_values(form: Any) -> dict[str, Any]:
    """What the form says about the company's own fields, as commands take it."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in form.cleaned_data.items()
        if name.startswith(PREFIX)
    }


def _field(definition: CustomFieldDefinition, stored: Any) -> forms.Field:
    kind = CustomFieldDefinition.Kind
    is_chinese = (get_language() or "").startswith("zh")
    shared: dict[str, Any] = {
        "label": (is_chinese and definition.label_zh) or definition.label,
        "required": definition.is_required,
        "initial": stored.get(definition.key),
    }
    if definition.kind == kind.BOOLEAN:
        return forms.BooleanField(**{**shared, "required": False}, widget=UnfoldBooleanSwitchWidget)
    if definition.kind == kind.DATE:
        return forms.DateField(**shared, widget=UnfoldAdminDateWidget)
    if definition.kind == kind.CHOICE:
        choices = [("", "–"), *((choice, choice) for choice in definition.choices)]
        return forms.ChoiceField(**shared, choices=choices, widget=UnfoldAdminSelectWidget)
    if definition.kind == kind.NUMBER:
        return forms.DecimalField(**shared, widget=UnfoldAdminTextInputWidget)
    return forms.CharField(**shared, widget=UnfoldAdminTextInputWidget)
