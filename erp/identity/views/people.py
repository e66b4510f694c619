"""Signing in and out, and a person's own page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.module_loading import import_string
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from erp.core.errors import Invalid
from erp.core.views.page import back_to, page
from erp.identity.forms import AbsenceForm, PreferencesForm
from erp.identity.models import User
from erp.identity.selectors.roles import role_names
from erp.identity.services.users import set_absence, set_preferences


class SignIn(auth.LoginView):
    """Sign in by name and password; the demo shows its sign-ins."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the demo's sign-ins when the demo is on."""
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context["demo_signins"] = import_string(settings.DEMO_SIGN_INS)()
        return context


@method_decorator(never_cache, name="dispatch")
class SignOut(auth.LogoutView):
    """Sign out."""


class ChangePassword(auth.PasswordChangeView):
    """Choose another password."""


class PasswordChanged(auth.PasswordChangeDoneView):
    """It is changed."""


@page(methods=("GET", "POST"))
def profile(request: Any) -> HttpResponse:
    """A person's own page: posts, language, time zone, absence."""
    user: User = request.user
    preferences = PreferencesForm(_posted(request, "preferences"), initial=_values(user))
    absence = AbsenceForm(_posted(request, "absence"), initial=_values(user), user=user)
    if request.method == "POST":
        done = _store(request, preferences, absence)
        if done is not None:
            return done
    names = role_names()
    context = {
        "person": user,
        "roles": [names.get(code, code) for code in user.roles],
        "preferences": preferences,
        "absence": absence,
    }
    return render(request, "identity/profile.html", context)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language: kept with the person, or in a cookie for those who are not signed in."""
    answer = HttpResponseRedirect(back_to(request, "/"))
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES) or not check_for_language(chosen):
        return answer
    if isinstance(request.user, User):
        actor = request.actor  # type: ignore[attr-defined]  # put on the request by the middleware
        set_preferences(language=chosen, time_zone=request.user.time_zone, actor=actor)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 86400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def _posted(request: HttpRequest, form: str) -> Any:
    return request.POST if request.method == "POST" and request.POST.get("form") == form else None


def _values(user: User) -> dict[str, Any]:
    return {
        "language": user.language,
        "time_zone": user.time_zone,
        "absent_from": user.absent_from,
        "absent_until": user.absent_until,
        "stand_in": user.stand_in_id,
    }


def _store(request: Any, preferences: PreferencesForm, absence: AbsenceForm) -> HttpResponse | None:
    try:
        if preferences.is_bound and preferences.is_valid():
            set_preferences(actor=request.actor, **preferences.cleaned_data)
        elif absence.is_bound and absence.is_valid():
            values = dict(absence.cleaned_data)
            stand_in = values.pop("stand_in")
            set_absence(
                user_id=request.user.pk,
                actor=request.actor,
                stand_in_id=None if stand_in is None else stand_in.pk,
                **values,
            )
        else:
            return None
    except Invalid as error:
        form = preferences if preferences.is_bound else absence
        for path, texts in error.errors.items():
            form.add_error(path if path in form.fields else None, [str(text) for text in texts])
        return None
    messages.success(request, _("Saved."))
    return redirect("profile")
