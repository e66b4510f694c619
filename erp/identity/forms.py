"""Forms of a person's own page."""

from __future__ import annotations

import zoneinfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from erp.identity.models import User


class PreferencesForm(forms.Form):
    """Language and time zone."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("As the browser")), *settings.LANGUAGES], required=False
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """The zones that this system knows."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # stands in for the class it takes
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC")
        self.fields["time_zone"].choices = [("", _("As the company")), *((zone, zone) for zone in zones)]  # type: ignore[attr-defined]  # a choice field by the form's definition


class AbsenceForm(forms.Form):
    """When one is away, and who stands in."""

    absent_from = forms.DateField(
        label=_("Absent from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    absent_until = forms.DateField(
        label=_("Absent until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    stand_in = forms.ModelChoiceField(label=_("Stand-in"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        """`user` can't stand in for themselves."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # stands in for the class it takes
        others = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("first_name", "username")
        self.fields["stand_in"].queryset = others  # type: ignore[attr-defined]  # a choice field by the form's definition
