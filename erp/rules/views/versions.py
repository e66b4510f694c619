"""What the pages of decision tables and rules share: their heads, publishing, rolling back, pilots."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from erp.core.documents import known_document
from erp.core.errors import Invalid, NotFound
from erp.core.views import typed
from erp.core.views.page import page
from erp.rules.selectors.versions import with_versions
from erp.rules.selectors.words import description_of, kind_word, name_of
from erp.rules.services.rules import RULES
from erp.rules.services.tables import TABLES
from erp.rules.services.versions import PUBLISH, Kind, publish_version, retire_version, switch_definition

KINDS: dict[str, Kind[Any, Any]] = {"rule": RULES, "decision_table": TABLES}


def head_of(row: Any) -> dict[str, Any]:
    """What a list shows of a definition: its name, the current version, pilots, the draft."""
    versions = list(row.versions.all())
    current = next((v for v in versions if v.state == "published" and not v.scope), None)
    return {
        "row": row,
        "name": name_of(row),
        "description": description_of(row),
        "kind": kind_word(row.subject) if row.subject else "",
        "current": current,
        "pilots": [v for v in versions if v.is_pilot],
        "draft": next((v for v in versions if v.state == "draft"), None),
    }


def searched(request: Any, rows: Any) -> Any:
    """The rows whose code or name has the text asked for."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    return rows.filter(Q(code__icontains=text) | Q(name__icontains=text)) if text else rows


def found_row(request: Any, of: str, code: str) -> Any:
    """The rule or decision table (`of`) with this code, with its versions.

    Raises: NotFound.
    """
    row = with_versions(known_document(of).rows(request.actor)).filter(code=code[:60]).first()
    if row is None:
        raise NotFound(kind=of, code=code[:60])
    return row


def scope_of(request: Any) -> dict[str, Any]:
    """A pilot's scope from a form: codes separated by commas, and a share."""
    scope: dict[str, Any] = {}
    for name in ("customers", "categories", "regions", "tags"):
        listed = [
            one.strip() for one in request.POST.get(name, "").replace("，", ",").split(",") if one.strip()
        ]
        if listed:
            scope[name] = listed
    share = request.POST.get("percent", "").strip()
    if share:
        try:
            scope["percent"] = float(typed.number(share))
        except ValueError as error:
            raise Invalid.field("scope.percent", error) from error
    return scope


@page(PUBLISH[0], methods=("POST",))
def version_publish(request: Any, code: str, of: str) -> HttpResponse:
    """Put the draft, or the version named, in force."""
    row = found_row(request, of, code)
    version = publish_version(
        kind=KINDS[of],
        pk=row.pk,
        number=typed.key(request.POST.get("number")),
        scope=scope_of(request),
        note=request.POST.get("note", "")[:500].replace("\x00", ""),
        actor=request.actor,
    )
    messages.success(request, _("Version %(number)s is in force.") % {"number": version.number})
    return redirect(f"{of}-detail", row.code)


@page(PUBLISH[0], methods=("POST",))
def version_retire(request: Any, code: str, of: str) -> HttpResponse:
    """End a pilot."""
    row = found_row(request, of, code)
    number = typed.key(request.POST.get("number")) or 0
    retire_version(kind=KINDS[of], pk=row.pk, number=number, actor=request.actor)
    messages.success(request, _("Version %(number)s is out of force.") % {"number": number})
    return redirect(f"{of}-detail", row.code)


@page(PUBLISH[0], methods=("POST",))
def rule_switch(request: Any, code: str) -> HttpResponse:
    """Pause a rule or set it going again."""
    row = found_row(request, "rule", code)
    is_active = request.POST.get("on") == "1"
    switch_definition(kind=RULES, pk=row.pk, is_active=is_active, actor=request.actor)
    text = _("“%(name)s” is on.") if is_active else _("“%(name)s” is paused.")
    messages.success(request, text % {"name": name_of(row)})
    return redirect("rule-detail", row.code)
