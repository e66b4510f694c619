"""Rules in the browser: the list, the editor, what a draft would have done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import Invalid
from erp.core.event_words import event_word
from erp.core.views import typed
from erp.core.views.page import json_body, page
from erp.core.views.paging import ListPage
from erp.rules.models import RuleDefinition, RuleVersion, RuleWebhook
from erp.rules.selectors.rules import firings, visible_executions, visible_rules
from erp.rules.selectors.tables import VIEW
from erp.rules.selectors.versions import contents_in_force, found_version, with_versions
from erp.rules.selectors.words import (
    actions_text,
    conditions_text,
    shown_conditions,
    trigger_text,
)
from erp.rules.services.dry_run import dry_run
from erp.rules.services.rules import RULES, cleaned
from erp.rules.services.versions import EDIT, PUBLISH, create_definition, edit_definition, save_draft
from erp.rules.services.webhooks import signing_secret
from erp.rules.views.executions import shown_execution
from erp.rules.views.rule_editor import editor_state, editor_words, starting
from erp.rules.views.versions import found_row, head_of, searched

USUAL_DAYS = 30


def sentences(content: dict[str, Any]) -> dict[str, str]:
    """A rule in three sentences."""
    return {
        "when": trigger_text(content),
        "holds": conditions_text(content),
        "then": actions_text(content),
    }


@page(VIEW)
def rule_list(request: Any) -> HttpResponse:
    """Every rule in a sentence, whether it is on, and when it last fired."""
    rows = searched(request, with_versions(visible_rules(request.actor)))
    listed = ListPage(request, rows, {"code": "code"}, "code")
    counted = firings([row.pk for row in listed.rows])
    contents = contents_in_force(RuleVersion, [row.pk for row in listed.rows])
    rules = [
        {**head_of(row), **sentences(contents[row.pk]), "fired": counted.get(row.pk, {})}
        for row in listed.rows
    ]
    context = {
        "page": listed,
        "rules": rules,
        "may_edit": request.actor.has(EDIT[0]),
        "may_publish": request.actor.has(PUBLISH[0]),
        "tab": "rules",
    }
    return render(request, "rules/rules.html", context)


@page(VIEW)
def rule_detail(request: Any, code: str) -> HttpResponse:
    """One rule: editor, versions, what it did last."""
    row = found_row(request, "rule", code)
    number = typed.key(request.GET.get("version"))
    version = found_version(RuleVersion, row.pk, number)
    can_edit = request.actor.has(EDIT[0]) and number is None
    latest = visible_executions(request.actor).filter(definition=row).order_by("-id")[:10]
    context = {
        **head_of(row),
        **sentences(version.content),
        "rule": row,
        "version": version,
        "versions": list(row.versions.all())[:50],
        "can_edit": can_edit,
        "can_publish": request.actor.has(PUBLISH[0]),
        "latest": [shown_execution(one) for one in latest],
        "state": editor_state(row, version.content, can_edit=can_edit),
        "words": editor_words(),
        "webhooks": _webhooks(request, row, version.content),
        "days": USUAL_DAYS,
        "log_url": f"{reverse('rule_execution-list')}?rule={row.pk}",
        "tab": "rules",
    }
    return render(request, "rules/rule.html", context)


@page(EDIT[0])
def rule_new(request: Any) -> HttpResponse:
    """The editor with a rule to start from."""
    context = {
        "rule": None,
        "can_edit": True,
        **sentences(starting()),
        "state": editor_state(None, starting(), can_edit=True),
        "words": editor_words(),
        "tab": "rules",
    }
    return render(request, "rules/rule.html", context)


def _webhooks(request: Any, row: RuleDefinition, content: dict[str, Any]) -> dict[str, Any]:
    urls = [one["input"].get("url", "") for one in content["actions"] if one["key"] == "rules.call_webhook"]
    if not urls:
        return {}
    return {
        "rows": list(RuleWebhook.objects.filter(rule=row.code).order_by("-id")[:20]),
        "secrets": [(url, signing_secret(url)) for url in urls] if request.actor.has(EDIT[0]) else [],
    }


@page(VIEW, methods=("POST",))
def rule_check(request: Any) -> HttpResponse:
    """Whether a content is a rule, and how it reads."""
    content = cleaned(json_body(request).get("content"))
    return JsonResponse(sentences(content))


@page(EDIT[0], methods=("POST",))
def rule_dry_run(request: Any) -> HttpResponse:
    """What a content would have done in the last days; does nothing."""
    body = json_body(request)
    days = body.get("days")
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= 400:
        raise Invalid.field("days", _("Give a number of days from 1 to 400."))
    ran = dry_run(body.get("content"), since=timezone.now() - timedelta(days=days), actor=request.actor)
    kind = str((body.get("content") or {}).get("subject"))
    rows = [
        {
            "at": row["at"],
            "document": row["document"],
            "event": event_word(row["event"]) if row["event"] else "",
            "conditions": shown_conditions(kind, row["conditions"]),
            "actions": [
                {
                    "title": one["title"],
                    "text": str(one["input"].get("title") or one["input"].get("text") or ""),
                }
                for one in row["actions"]
            ],
            "error": row["error"],
        }
        for row in ran.rows
    ]
    return JsonResponse({**vars(ran), "rows": rows})


@page(EDIT[0], methods=("POST",))
def rule_create(request: Any) -> HttpResponse:
    """Make a rule from the editor."""
    body = json_body(request)
    values = {name: body.get(name) or "" for name in ("code", "name", "description")}
    row = create_definition(kind=RULES, values=values, content=body.get("content"), actor=request.actor)
    return JsonResponse({"url": reverse("rule-detail", args=[row.code]), "number": 1, "version": row.version})


@page(EDIT[0], methods=("POST",))
def rule_save(request: Any, code: str) -> HttpResponse:
    """Keep what the editor shows as the draft."""
    row, body = found_row(request, "rule", code), json_body(request)
    seen = body.get("version") if isinstance(body.get("version"), int) else None
    values = {name: body[name] for name in ("name", "description") if isinstance(body.get(name), str)}
    common = {"kind": RULES, "pk": row.pk, "actor": request.actor}
    if values:
        seen = edit_definition(values=values, expected_version=seen, **common).version
    draft = save_draft(content=body.get("content"), expected_version=seen, **common)
    fresh = RuleDefinition.objects.get(pk=row.pk)
    return JsonResponse({"number": draft.number, "version": fresh.version})
