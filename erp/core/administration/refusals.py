"""Refusals of commands in the admin's words: beside the field to blame where there is one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from unfold.forms import PaginationInlineFormSet

from erp.core.errors import DomainError
from erp.core.http.messages import refusal_text

_ROW = re.compile(r"(\w+)\[(\d+)\]\.?(.*)")
_FIELD_OF_PATH = {"product": "item", "default": "is_default"}


def field_of(path: str, fields: Mapping[str, Any]) -> str | None:
    """The form field that a path of a refusal means, or None for the form as a whole."""
    last = path.rpartition(".")[2]
    tries = (path, path.replace(".", "_"), last, _FIELD_OF_PATH.get(last, ""), path.removesuffix("_id"))
    return next((name for name in tries if name in fields), None)


class CommandForm(forms.ModelForm):
    """A form in front of a command, which says what is wrong in better words than a constraint's name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Its row leaves constraints to the command; numbers stand without empty decimals."""
        super().__init__(*args, **kwargs)
        for name, value in self.initial.items():
            if isinstance(value, Decimal):
                self.initial[name] = Decimal(f"{value.normalize():f}")
        self.instance.get_constraints = list  # type: ignore[method-assign]  # only this instance is changed


class RefusedForm(forms.ModelForm):
    """A form that shows what the command behind it has refused."""

    refusal: DomainError | None = None
    inlines_of: tuple[str, ...] = ()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own, which the stubs leave out
        error = self.refusal
        if error is None:
            return
        if not error.errors:
            self.add_error(None, refusal_text(error))
        for path, texts in error.errors.items():
            row = _ROW.fullmatch(path)
            if row and row[1] in self.inlines_of:
                continue
            for text in texts:
                self.add_error(field_of(path, self.fields), str(text))


def rows_of(formset: Any) -> list[Any]:
    """The forms of a formset that stand for rows to keep, in the order the command gets them."""
    return [
        form
        for form in formset.forms
        if not (formset.can_delete and formset._should_delete_form(form))
        and (form.has_changed() or form.instance.pk is not None)
    ]


class RefusedFormSet(PaginationInlineFormSet):
    """Rows of a form that show what the command behind it has refused."""

    refusal: DomainError | None = None
    argument = ""

    def full_clean(self) -> None:
        """Django's own checks, then the refusal beside the rows it means."""
        super().full_clean()
        if self.refusal is None or not self.is_bound:
            return
        forms_kept = rows_of(self)
        for path, texts in self.refusal.errors.items():
            row = _ROW.fullmatch(path)
            if row is None or row[1] != self.argument or int(row[2]) >= len(forms_kept):
                continue
            form = forms_kept[int(row[2])]
            for text in texts:
                form.add_error(field_of(row[3], form.fields), str(text))
            self._errors[self.forms.index(form)] = form.errors


__all__ = ["CommandForm", "RefusedForm", "RefusedFormSet", "field_of", "refusal_text", "rows_of"]
