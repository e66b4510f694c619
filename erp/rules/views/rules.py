"""Rules in the browser: the list, the editor, what a draft would have done, what rules did."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.errors import Invalid, NotFound
from erp.core.palette import actions_for, dwells, subject_kinds, subject_sets
from erp.core.views import filters, typed
from erp.core.views.page import json_body, page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.identity.selectors.roles import role_names
from erp.rules.models import RuleDefinition, RuleExecution, RuleVersion, RuleWebhook
from erp.rules.selectors.catalog import event_names
from erp.rules.selectors.rules import (
    firings,
    open_marks,
    rule_version,
    visible_executions,
    visible_rules,
    with_rule_versions,
)
from erp.rules.selectors.tables import VIEW
from erp.rules.selectors.words import (
    EVERY_WORDS,
    TRIGGER_WORDS,
    WEEKDAYS,
    action_text,
    actions_text,
    conditions_text,
    event_word,
    fact_rows,
    kind_word,
    name_of,
    operators,
    shown_conditions,
    trigger_text,
)
from erp.rules.services.dry_run import dry_run
from erp.rules.services.rules import (
    cleaned,
    create_rule,
    edit_rule,
    publish_rule,
    retire_rule,
    save_rule,
    switch_rule,
)
from erp.rules.services.tables import EDIT, PUBLISH
from erp.rules.services.webhooks import replay_webhook, signing_secret
from erp.rules.views.tables import head_of, scope_of, searched

OUTCOME_TONES = {"done": "good", "failed": "bad", "loop": "wait", "limited": "wait"}
USUAL_DAYS = 30


def starting() -> dict[str, Any]:
    """What the editor starts a new rule with."""
    return {
        "subject": "order",
        "trigger": {"type": "event", "events": ["order.submitted"]},
        "conditions": {"match": "all", "tests": [], "expression": ""},
        "actions": [
            {
                "key": "notifications.notify",
                "input": {"to": {"roles": ["sales_manager"]}, "title": "{{order.number}}", "text": ""},
            }
        ],
        "limits": {"per_hour": 500},
    }


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
    rows = searched(request, with_rule_versions(visible_rules(request.actor)))
    listed = ListPage(request, rows, {"code": "code"}, "code")
    counted = firings([row.pk for row in listed.rows])
    contents = {
        row.definition_id: row.content
        for row in RuleVersion.objects.filter(definition_id__in=[row.pk for row in listed.rows]).order_by(
            "state", "number"
        )
    }
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


def _row(request: Any, code: str) -> RuleDefinition:
    row = with_rule_versions(visible_rules(request.actor)).filter(code=code[:60]).first()
    if row is None:
        raise NotFound(kind="rule", code=code[:60])
    return row


@page(VIEW)
def rule_detail(request: Any, code: str) -> HttpResponse:
    """One rule: editor, versions, what it did last."""
    row = _row(request, code)
    number = typed.key(request.GET.get("version"))
    version = rule_version(row.pk, number)
    if version is None:
        raise NotFound(kind="version", number=number)
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
        "state": _state(row, version.content, can_edit=can_edit),
        "words": _words(),
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
        "state": _state(None, starting(), can_edit=True),
        "words": _words(),
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


def _state(row: RuleDefinition | None, content: dict[str, Any], *, can_edit: bool) -> dict[str, Any]:
    kinds = subject_kinds()
    return {
        "content": content,
        "code": row.code if row else "",
        "name": row.name if row else "",
        "description": row.description if row else "",
        "version": row.version if row else None,
        "can_edit": can_edit,
        "kinds": [[kind, kind_word(kind)] for kind in kinds],
        "facts": {kind: fact_rows(kind) for kind in kinds},
        "operators": operators(),
        "events": [[name, f"{event_word(name)} ({name})"] for name in event_names()],
        "sets": [{"key": one.key, "label": str(one.label), "kind": one.kind} for one in subject_sets()],
        "dwells": [
            {
                "key": one.key,
                "label": str(one.label),
                "kind": one.kind,
                "states": [[value, str(text)] for value, text in one.states],
            }
            for one in dwells()
        ],
        "actions": {kind: [_action(one) for one in actions_for(kind)] for kind in kinds},
        "trigger_words": {name: str(text) for name, text in TRIGGER_WORDS.items()},
        "every": [[name, str(text)] for name, text in EVERY_WORDS.items()],
        "weekdays": [[str(number), str(text)] for number, text in enumerate(WEEKDAYS, start=1)],
        "labels": _labels(),
        "roles": [[code, str(name)] for code, name in role_names().items()],
        "urls": {
            "check": reverse("rule-check"),
            "dry_run": reverse("rule-dry-run"),
            "save": reverse("rule-save", args=[row.code]) if row else reverse("rule-create"),
        },
    }


def _labels() -> dict[str, str]:
    return {
        "about": _("About"),
        "kind": _("It is asked"),
        "event": _("When this happens"),
        "event_too": _("And at once when this happens"),
        "set": _("For each of"),
        "every_minutes": _("Looked at every so many minutes"),
        "every": _("How often"),
        "weekday": _("On weekday"),
        "day": _("On day of the month"),
        "hour": _("At hour"),
        "way": _("What is watched"),
        "states": _("In one of these states"),
        "hours": _("For more than so many hours"),
        "comparison": _("Comparison"),
        "expression": _("And this expression holds (for experts)"),
        "places": _("{{order.number}} and other facts are filled in"),
        "not_understood": _("This can't be understood."),
    }


def _action(action: Any) -> dict[str, Any]:
    return {
        "key": action.key,
        "title": str(action.title),
        "inputs": [
            {
                "name": one.name,
                "label": str(one.label),
                "type": one.type,
                "required": one.required,
                "choices": [[value, str(text)] for value, text in one.choices],
            }
            for one in action.inputs
        ],
    }


def _words() -> dict[str, Any]:
    return {
        "any_of": _("any of these holds"),
        "all_of": _("all of these hold"),
        "other_fact": _("another fact"),
        "remove": _("Remove"),
        "yes": _("yes"),
        "no": _("no"),
        "from": _("from"),
        "to": _("to"),
        "values": _("Values, separated by commas"),
        "saved": _("Saved as draft %(number)s"),
        "looked_at": _("%(count)s looked at, %(fired)s would have fired"),
        "cut": _("Only the first are shown."),
        "nothing": _("Nothing would have happened."),
        "facts_today": _("Documents are judged by their facts of today, events by what they said."),
        "roles": _("Roles"),
        "users": _("User names, separated by commas"),
        "field": _("Or the person that a fact names"),
        "condition": _("Condition"),
        "action": _("Action"),
        "choose": _("Choose…"),
        "running": _("Looking…"),
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
    ran = dry_run(body.get("content"), since=timezone.now() - timedelta(days=days))
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
    row = create_rule(values=values, content=body.get("content"), actor=request.actor)
    return JsonResponse({"url": reverse("rule-detail", args=[row.code]), "number": 1, "version": row.version})


@page(EDIT[0], methods=("POST",))
def rule_save(request: Any, code: str) -> HttpResponse:
    """Keep what the editor shows as the draft."""
    row, body = _row(request, code), json_body(request)
    seen = body.get("version") if isinstance(body.get("version"), int) else None
    values = {name: body[name] for name in ("name", "description") if isinstance(body.get(name), str)}
    if values:
        seen = edit_rule(rule_id=row.pk, values=values, actor=request.actor, expected_version=seen).version
    draft = save_rule(rule_id=row.pk, content=body.get("content"), actor=request.actor, expected_version=seen)
    fresh = RuleDefinition.objects.get(pk=row.pk)
    return JsonResponse({"number": draft.number, "version": fresh.version})


@page(PUBLISH[0], methods=("POST",))
def rule_publish(request: Any, code: str) -> HttpResponse:
    """Put the draft, or the version named, in force."""
    row = _row(request, code)
    version = publish_rule(
        rule_id=row.pk,
        number=typed.key(request.POST.get("number")),
        scope=scope_of(request),
        note=request.POST.get("note", "")[:500].replace("\x00", ""),
        actor=request.actor,
    )
    messages.success(request, _("Version %(number)s is in force.") % {"number": version.number})
    return redirect("rule-detail", row.code)


@page(PUBLISH[0], methods=("POST",))
def rule_retire(request: Any, code: str) -> HttpResponse:
    """End a pilot."""
    row = _row(request, code)
    number = typed.key(request.POST.get("number")) or 0
    retire_rule(rule_id=row.pk, number=number, actor=request.actor)
    messages.success(request, _("Version %(number)s is out of force.") % {"number": number})
    return redirect("rule-detail", row.code)


@page(PUBLISH[0], methods=("POST",))
def rule_switch(request: Any, code: str) -> HttpResponse:
    """Pause a rule or set it going again."""
    row = _row(request, code)
    is_active = request.POST.get("on") == "1"
    switch_rule(rule_id=row.pk, is_active=is_active, actor=request.actor)
    text = _("“%(name)s” is on.") if is_active else _("“%(name)s” is paused.")
    messages.success(request, text % {"name": name_of(row)})
    return redirect("rule-detail", row.code)


# --- what rules did -------------------------------------------------------------------------------------
def shown_execution(row: RuleExecution) -> dict[str, Any]:
    """One firing with its trace in words."""
    actions = [
        {"text": action_text(one), "refused": one.get("refused", "")} for one in row.trace.get("actions", [])
    ]
    return {
        "row": row,
        "tone": OUTCOME_TONES.get(row.outcome, "neutral"),
        "rule": name_of(row.definition),
        "kind": kind_word(row.subject_kind),
        "event": event_word(row.event_name) if row.event_name else "",
        "conditions": shown_conditions(row.subject_kind, row.trace.get("conditions", [])),
        "actions": actions,
    }


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    rules = [(row.pk, name_of(row)) for row in visible_rules(request.actor).order_by("code")[:500]]
    chips = [
        filters.many(request, "outcome", _("Outcome"), RuleExecution.Outcome.choices),
        filters.choice(request, "rule", _("Rule"), rules, "definition_id"),
        filters.dates(request, "at", _("At"), "at", is_moment=True),
    ]
    rows = filters.applied(visible_executions(request.actor).select_related("definition"), chips)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    return (rows.filter(Q(subject_number__icontains=text)) if text else rows), chips


@page(VIEW)
def execution_list(request: Any) -> HttpResponse:
    """What rules did and were kept from, the latest first."""
    rows, chips = _wanted(request)
    listed = ListPage(request, rows, {"at": "at"})
    urls = [(kind.upper(), reverse("rule_execution-export", args=[kind])) for kind in ("csv", "xlsx")]
    context = {
        "page": listed,
        "executions": [shown_execution(row) for row in listed.rows],
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "tab": "log",
    }
    return render(request, "rules/executions.html", context)


@page(VIEW)
def execution_export(request: Any, kind: str) -> Any:
    """The filtered log as a file."""
    rows, _chips = _wanted(request)
    head = [_("At"), _("Rule"), _("Version"), _("Document"), _("Event"), _("Outcome"), _("Error")]
    return table_answer("rule-log", kind, table_of(rows, head, _cells))


def _cells(row: RuleExecution) -> list[Any]:
    return [
        row.at, row.definition.code, row.number, row.subject_number, row.event_name,
        row.get_outcome_display(), row.error,
    ]  # fmt: skip


@page(PUBLISH[0], methods=("POST",))
def webhook_replay(request: Any, code: str) -> HttpResponse:
    """Send a delivery that was given up once more."""
    row = _row(request, code)
    pk = typed.key(request.POST.get("webhook")) or 0
    if not RuleWebhook.objects.filter(pk=pk, rule=row.code).exists():
        raise NotFound(kind="webhook")
    replay_webhook(webhook_id=pk, actor=request.actor)
    messages.success(request, _("It is sent again."))
    return redirect("rule-detail", row.code)


@page()
def marks_of(request: Any, kind: str, pk: int) -> HttpResponse:
    """The exception marks of a document, as a part of its page."""
    from erp.core.documents import document_kind

    known = document_kind(kind)
    if known is None or not known.rows(request.actor).filter(pk=pk).exists():
        raise NotFound(kind=kind)
    return render(request, "rules/_marks.html", {"marks": open_marks(kind, pk)})
