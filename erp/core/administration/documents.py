"""Documents in the admin: looked at there, and moved on by the same commands as everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline
from unfold.enums import ActionVariant

from erp.core.administration.refusals import refusal_text
from erp.core.administration.rights import RightsAdmin, actor_of
from erp.core.errors import DomainError

MOST_AT_ONCE = 200
MOST_TOLD = 20


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One command that the admin offers on a document: `command(<row_id>=…, actor=…[, reason=…])`."""

    name: str
    title: Any
    command: Callable[..., Any]
    row_id: str
    states: tuple[str, ...] = ()
    icon: str = ""
    needs_reason: bool = False
    is_danger: bool = False

    @property
    def right(self) -> str:
        """The right that the command asks for."""
        return getattr(self.command, "permission", "") or "*"

    def run(self, pk: int, request: HttpRequest, reason: str) -> None:
        """Do it to one document.

        Raises: what the command refuses with.
        """
        more = {"reason": reason} if self.needs_reason else {}
        self.command(**{self.row_id: pk}, actor=actor_of(request), **more)


class DocumentAdmin(RightsAdmin):
    """Documents are never edited in the admin; their verbs call commands and tell each row's result."""

    verbs: tuple[Verb, ...] = ()
    page_name = ""  # the product's page of one document, by its number
    page_key = "number"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The verbs that the reader may use on many rows."""
        held = actor_of(request)
        return {
            verb.name: (_for_many(verb), verb.name, verb.title)
            for verb in self.verbs
            if held.has(verb.right) and not self._is_popup(request)
        }

    @staticmethod
    def _is_popup(request: HttpRequest) -> bool:
        return "_popup" in request.GET

    def get_urls(self) -> list[URLPattern]:
        """Django's addresses, and one for the verbs on a single document."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        act = self.admin_site.admin_view(self.act_view)
        return [path("<int:object_id>/do/<slug:verb>/", act, name=name), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> Any:
        """The document with the verbs that its state allows, and the way to the product's page."""
        row = kwargs.get("obj")
        if row is not None:
            context["actions_detail"] = [*self._page_link(row), *self._verb_links(request, row)]
        return super().render_change_form(request, context, **kwargs)

    def _page_link(self, row: Model) -> Iterable[dict[str, Any]]:
        key = getattr(row, self.page_key, "") if self.page_name else ""
        if key:
            address = reverse(self.page_name, args=[key])
            yield _button(_("Open in Kept"), address, "open_in_new", ActionVariant.DEFAULT)

    def _verb_links(self, request: HttpRequest, row: Model) -> Iterable[dict[str, Any]]:
        base = f"admin:{self.opts.app_label}_{self.opts.model_name}_act"
        for verb in self.verbs:
            if actor_of(request).has(verb.right) and (
                not verb.states or getattr(row, "state", "") in verb.states
            ):
                variant = ActionVariant.DANGER if verb.is_danger else ActionVariant.PRIMARY
                yield _button(verb.title, reverse(base, args=[row.pk, verb.name]), verb.icon, variant)

    def act_view(self, request: HttpRequest, object_id: int, verb: str) -> HttpResponse:
        """Ask once, then do one verb to one document."""
        wanted = next((one for one in self.verbs if one.name == verb), None)
        row = self.get_queryset(request).filter(pk=object_id).first() if wanted else None
        if wanted is None or row is None:
            raise Http404
        if not (self.has_view_permission(request) and actor_of(request).has(wanted.right)):
            raise PermissionDenied
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
        reason = request.POST.get("reason", "").strip()
        if request.method != "POST" or (wanted.needs_reason and not reason):
            return self._asked(request, wanted, [row], back=back)
        tell(request, wanted, *run_on([row], wanted, request, reason))
        return redirect(back)

    def _asked(
        self, request: HttpRequest, verb: Verb, rows: list[Any], *, back: str, is_many: bool = False
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": verb.title,
            "verb": verb,
            "rows": rows[:MOST_TOLD],
            "more": max(0, len(rows) - MOST_TOLD),
            "ids": [row.pk for row in rows],
            "count": len(rows),
            "is_many": is_many,
            "back": back,
            "reason_missing": "reason" in request.POST,
        }
        return TemplateResponse(request, "admin/ask.html", context)


def _button(title: Any, address: str, icon: str, variant: ActionVariant) -> dict[str, Any]:
    return {
        "title": title,
        "icon": icon,
        "variant": variant,
        "attrs": {},
        "dialog": None,
        "path": address,
        "items": [],
    }


def _for_many(verb: Verb) -> Callable[..., HttpResponse | None]:
    def act(model_admin: DocumentAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        rows = list(queryset[: MOST_AT_ONCE + 1])
        if len(rows) > MOST_AT_ONCE:
            text = _("At most %(count)s at once; choose fewer.")
            messages.error(request, text % {"count": MOST_AT_ONCE})
            return None
        reason = request.POST.get("reason", "").strip()
        if verb.needs_reason and not reason:
            return model_admin._asked(request, verb, rows, back=request.get_full_path(), is_many=True)
        tell(request, verb, *run_on(rows, verb, request, reason))
        return None

    return act


def run_on(
    rows: Iterable[Any], verb: Verb, request: HttpRequest, reason: str
) -> tuple[int, list[tuple[str, str]]]:
    """Do a verb to each row in a transaction of its own: how many went well, and why the others did not."""
    done, refused = 0, []
    for row in rows:
        try:
            verb.run(row.pk, request, reason)
            done += 1
        except DomainError as error:
            why = refusal_text(error)
            refused.append(("" if str(row) in why else str(row), why))
    return done, refused


def tell(request: HttpRequest, verb: Verb, done: int, refused: list[tuple[str, str]]) -> None:
    """Say what became of each row."""
    if done:
        text = ngettext("%(verb)s: %(count)s done.", "%(verb)s: %(count)s done.", done)
        messages.success(request, text % {"verb": verb.title, "count": done})
    if refused:
        lines = format_html_join("", "<div><strong>{}</strong> {}</div>", refused[:MOST_TOLD])
        messages.error(request, lines)
        if len(refused) > MOST_TOLD:
            more = _("And %(count)s more were refused.") % {"count": len(refused) - MOST_TOLD}
            messages.error(request, more)


class LinesInline(TabularInline):
    """The lines of a document, to be looked at."""

    extra = 0
    max_num = 0
    can_delete = False
    per_page = 50
    show_change_link = False
    hide_title = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """In an order of their own, so that pages of lines are stable."""
        rows = super().get_queryset(request)
        return rows if rows.ordered else rows.order_by("pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All of them."""
        return self.fields or ()
