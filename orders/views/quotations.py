"""Quotations in the browser: list, one offer with its next step, its paper and the customer's link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import Invalid, NotFound
from erp.core.event_words import event_word
from erp.core.money import round_money
from erp.core.states import state_choices
from erp.core.stored_words import actor_text
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.papers import language_of, pdf_answer
from erp.core.views.tables import export_links, table_answer, table_of
from erp.identity.selectors.saved_views import saved_views
from erp.identity.services.saved_views import save_view
from erp.masterdata.selectors.company import base_currency, business_day
from erp.processes.models import Task
from erp.processes.selectors.tasks import OPEN as OPEN_TASKS
from erp.processes.selectors.tasks import may_decide
from inventory.selectors.timeline import document_events
from orders.models import Quotation, QuotationAnswer
from orders.selectors.quotations import (
    OPEN,
    SOON,
    VIEW_QUOTATION,
    kept_back,
    margin_of,
    quotations_in_full,
    quotations_in_list,
    searched_quotations,
    visible_quotations,
)
from orders.selectors.quotes import credit_left
from orders.services.quotation_approvals import (
    revise_quotation,
    send_back_quotation,
    sign_quotation,
    submit_quotation,
)
from orders.services.quotation_documents import quotation_pdf
from orders.services.quotation_ends import convert_quotation, expire_quotation, lose_quotation
from orders.services.quotation_links import make_quotation_link
from orders.services.quotation_mails import mail_quotation, send_quotation
from orders.services.quotation_promises import asks_of
from orders.services.quotations import copy_quotation
from orders.views.detail import role_name, task_title
from orders.views.quotation_actions import next_actions
from orders.views.story import LOOKS, page_of
from production.selectors.kit_promise import quote_lines
from production.selectors.why import promise_sentence, sources_facts

ORDERINGS = {"number": "pk", "valid": "valid_until", "total": "total", "created": "created_at"}
State = Quotation.State


def _chips(request: Any) -> list[filters.Chip]:
    today = business_day(timezone.now())
    return [
        filters.many(request, "state", _("State"), state_choices("quotation")),
        filters.flag(
            request,
            "soon",
            _("Ends soon"),
            Q(state__in=OPEN, valid_until__gte=today, valid_until__lte=today + SOON),
        ),
        filters.flag(request, "price", _("Price to be approved"), Q(price_exception="open")),
        filters.flag(request, "mine", _("Mine"), Q(salesperson_id=request.actor.user_id)),
        filters.lookup(request, "customer", _("Customer"), reverse("lookup-customers"), "customer"),
        filters.dates(request, "valid", _("Valid until"), "valid_until"),
        filters.dates(request, "created", _("Created"), "created_at", is_moment=True),
    ]


def _wanted(request: Any, chips: list[filters.Chip]) -> QuerySet[Quotation]:
    rows = filters.applied(visible_quotations(request.actor), chips)
    return searched_quotations(quotations_in_list(rows), request.GET.get("q", ""))


@page(VIEW_QUOTATION)
def quotation_list(request: Any) -> HttpResponse:
    """One page of quotations, newest first."""
    chips = _chips(request)
    found = ListPage(request, _wanted(request, chips), ORDERINGS)
    soon = business_day(timezone.now()) + SOON
    for row in found.rows:
        row.ends_soon = row.state in OPEN and row.valid_until <= soon
        row.margin_rate = margin_of(row) / row.subtotal if row.subtotal else None
    urls = [
        (name, reverse("quotation-export", args=[kind])) for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "views": _views(request),
        "export_urls": export_links(request, urls),
        "may_create": request.actor.has("orders.create_quotation"),
        "shows_margin": request.actor.has("inventory.view_cost"),
    }
    return render(request, "orders/quotations.html", context)


def _views(request: Any) -> list[dict[str, Any]]:
    """The shipped views, then the reader's own and the shared ones."""
    here = request.GET.copy()
    for name in ("cursor", "ordering"):
        here.pop(name, None)
    now = here.urlencode()
    shipped: list[tuple[str, dict[str, Any]]] = [
        (_("All"), {}),
        (_("To follow"), {"state": "approved"}),
        (_("Ends soon"), {"soon": 1}),
        (_("Waiting for approval"), {"state": "submitted"}),
        (_("Drafts"), {"state": "draft"}),
        (_("Won"), {"state": "won"}),
        (_("Mine"), {"mine": 1}),
    ]
    pairs = [(label, urlencode(facts, doseq=True), False, "") for label, facts in shipped]
    for row in saved_views(request.actor, "quotations"):
        is_own = row.owner_id == request.actor.user_id
        drop = reverse("view-delete", args=[row.pk]) if is_own else ""
        pairs.append((row.name, row.query, row.is_shared, drop))
    return [
        {
            "label": label,
            "url": f"?{query}" if query else reverse("quotation-list"),
            "active": query == now,
            "shared": shared,
            "delete_url": drop,
        }
        for label, query, shared, drop in pairs
    ]


@page(VIEW_QUOTATION, methods=("POST",))
def keep_view(request: Any) -> HttpResponse:
    """Keep the filters that are set under a name."""
    row = save_view(
        page="quotations",
        name=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
        is_shared=request.POST.get("shared") == "1",
        actor=request.actor,
    )
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": row.name})
    return redirect(f"{reverse('quotation-list')}?{row.query}")


@page(VIEW_QUOTATION)
def quotation_export(request: Any, kind: str) -> Any:
    """The filtered quotations as a file."""
    sees_cost = request.actor.has("inventory.view_cost")
    head = [
        _("Number"), _("Revision"), _("State"), _("Customer code"), _("Customer"), _("Customer's inquiry"),
        _("Created"), _("Valid until"), _("Currency"), _("Subtotal"), _("Tax"), _("Total"), _("Salesperson"),
        _("Order"), _("Why lost"), *([_("Margin")] if sees_cost else []),
    ]  # fmt: skip

    def cells(row: Quotation) -> list[Any]:
        margin = [round_money(margin_of(row), row.currency_id)] if sees_cost else []
        return [
            row.number, row.revision, row.get_state_display(), row.customer.code, row.customer.name,
            row.customer_reference, row.created_at, row.valid_until, row.currency_id, row.subtotal, row.tax,
            row.total, str(row.salesperson or ""), row.order.number if row.order else "", row.lost_reason,
            *margin,
        ]  # fmt: skip

    return table_answer("quotations", kind, table_of(_wanted(request, _chips(request)), head, cells))


def _full(request: Any, number: str) -> Quotation:
    row = quotations_in_full(visible_quotations(request.actor)).filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="quotation", number=number[:60])
    return row


@page(VIEW_QUOTATION)
def quotation_detail(request: Any, number: str) -> HttpResponse:
    """One offer with the steps that come next for the reader."""
    return _detail(request, _full(request, number))


def _detail(
    request: Any, row: Quotation, *, problem: str = "", link: str = "", status: int = 200
) -> HttpResponse:
    actor, today = request.actor, business_day(timezone.now())
    tasks = _tasks(request, row)
    is_over = row.state in OPEN and row.valid_until < today
    buttons, menu = next_actions(row, actor, any(one["may_decide"] for one in tasks), is_over=is_over)
    margin = margin_of(row)
    context = {
        "row": row,
        "lines": _lines(row, today),
        "span": 6 if row.holds_stock else 5,
        "flagged": any(line.price_flag for line in row.lines.all()),
        "tasks": tasks,
        "buttons": buttons,
        "menu": menu,
        "times": _times(row),
        "is_over": is_over,
        "events": _events(row),
        "problem": problem,
        "link": link,
        "may_send": row.state == State.APPROVED and not is_over and actor.has("orders.send_quotation"),
        "mail_to": request.POST.get("to") or row.customer.email,
        "languages": settings.LANGUAGES,
        "language": request.POST.get("language") or get_language(),
        "answer": QuotationAnswer.objects.select_related("terms").filter(quotation=row).first(),
        "mails": list(row.mails.all()[:10]),
        "approved_by": actor_text(row.approved_by),
        "shows_margin": actor.has("inventory.view_cost"),
        "margin": margin,
        "margin_rate": margin / row.subtotal if row.subtotal else None,
        "credit": credit_left(actor, row.customer, round_money(row.total * row.rate))
        if row.state not in {State.WON, State.LOST, State.EXPIRED}
        else None,
        "base_currency": base_currency(),
        "sees_order": actor.has("orders.view_order"),
    }
    return render(request, "orders/quotation.html", context, status=status)


def _lines(row: Quotation, today: Any) -> list[dict[str, Any]]:
    """Lines with their dates: a draft's are what could be promised now."""
    lines = list(row.lines.all())
    expected = quote_lines(asks_of(row, lines), today=today) if row.state == State.DRAFT else None
    found = []
    for position, line in enumerate(lines):
        quote = expected[position] if expected else None
        sources = sources_facts(quote.sources) if quote else line.promise_reason
        kept = kept_back(line, {"open", "converted"})
        found.append(
            {
                "line": line,
                "promised_on": quote.promised_on if quote else line.promised_on,
                "is_expected": quote is not None,
                "reason": promise_sentence(sources, line.item.unit.code, {}) if sources else "",
                "kept": kept,
                "holds": [{"row": hold, "url": page_of("hold-detail", hold.number)} for hold in kept.holds],
            }
        )
    return found


def _tasks(request: Any, row: Quotation) -> list[dict[str, Any]]:
    rows = Task.objects.filter(subject_kind="quotation", subject_id=row.pk, state__in=OPEN_TASKS)
    whys = {"price": _("A price lies below its floor."), "margin": _("It is offered below cost.")}
    whys["amount"] = _("It is larger than what approves itself.")
    why = "price" if row.price_exception == "open" else "margin" if margin_of(row) < 0 else "amount"
    return [
        {
            "title": task_title(task),
            "why": whys[why],
            "role": task.assignee or role_name(task.role),
            "due_at": task.due_at,
            "may_decide": may_decide(request.actor, task),
        }
        for task in rows.select_related("assignee").order_by("pk")[:5]
    ]


def _times(row: Quotation) -> dict[str, Any]:
    found = {
        "draft": row.created_at,
        "submitted": row.submitted_at,
        "approved": row.approved_at,
        row.state: row.ended_at or None,
    }
    return {name: at for name, at in found.items() if at}


def _events(row: Quotation) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for event in document_events("quotation", row.pk):
        if told and event.name == "quotation.amended" == told[-1]["name"]:
            told.pop()
        tone, icon = LOOKS.get(event.name, ("neutral", "circle-dot"))
        facts = event.facts
        parts = [
            str(facts.get(name) or "") for name in ("who", "reason", "address", "order", "product", "hold")
        ]
        told.append(
            {
                "name": event.name,
                "at": event.at,
                "label": event_word(event.name),
                "actor": actor_text(event.actor_label) or _("System"),
                "detail": " · ".join(part for part in parts if part),
                "tone": tone,
                "icon": icon,
            }
        )
    told.reverse()
    return told


@page(VIEW_QUOTATION)
def quotation_paper(request: Any, number: str) -> HttpResponse:
    """The offer as PDF."""
    row = _full(request, number)
    return pdf_answer(quotation_pdf(quotation_id=row.pk, language=language_of(request)), row.number)


@page("orders.send_quotation", methods=("POST",))
def quotation_link(request: Any, number: str) -> HttpResponse:
    """Show the link that the customer may open."""
    row = _full(request, number)
    path = make_quotation_link(quotation_id=row.pk, actor=request.actor)
    return _detail(request, _full(request, number), link=request.build_absolute_uri(path))


@page(VIEW_QUOTATION, methods=("POST",))
def quotation_act(request: Any, number: str, verb: str) -> HttpResponse:
    """Do one of the steps of an offer."""
    row = _full(request, number)
    reason = request.POST.get("reason", "").replace("\x00", "")
    seen = {
        "quotation_id": row.pk,
        "actor": request.actor,
        "expected_version": typed.key(request.POST.get("version")),
    }
    known: dict[str, tuple[Any, str]] = {
        "submit": (lambda: submit_quotation(**seen), _("%(number)s is submitted.")),
        "approve": (lambda: sign_quotation(**seen), _("%(number)s is approved.")),
        "reject": (
            lambda: send_back_quotation(**seen, reason=reason),
            _("%(number)s is sent back to sales."),
        ),
        "revise": (lambda: revise_quotation(**seen), _("A new revision of %(number)s is begun.")),
        "mail": (lambda: _mail(request, seen), _("%(number)s is on its way to the customer.")),
        "send": (lambda: send_quotation(**seen), _("%(number)s is with the customer.")),
        "convert": (lambda: convert_quotation(**seen), _("%(number)s is won: the order is entered.")),
        "lose": (lambda: lose_quotation(**seen, reason=reason), _("%(number)s is closed as lost.")),
        "expire": (lambda: expire_quotation(**seen), _("%(number)s is taken back.")),
        "copy": (
            lambda: copy_quotation(quotation_id=row.pk, actor=request.actor),
            _("%(number)s is a copy; change what differs."),
        ),
    }
    if verb not in known:
        raise Http404
    run, text = known[verb]
    try:
        with outbox.watch() as streams:
            done = run()
        outbox.drain(*streams)
    except Invalid as refusal:
        told = " ".join(str(part) for texts in refusal.errors.values() for part in texts)
        return _detail(request, _full(request, number), problem=told, status=422)
    target = done if isinstance(done, Quotation) else row
    messages.success(request, text % {"number": target.number})
    if verb in {"copy", "revise"}:
        return redirect(reverse("quotation-edit", args=[target.number]))
    if verb == "convert" and target.order is not None and request.actor.has("orders.view_order"):
        return redirect(reverse("order-detail", args=[target.order.number]))
    return redirect(reverse("quotation-detail", args=[row.number]))


def _mail(request: Any, seen: dict[str, Any]) -> Quotation:
    mail = mail_quotation(
        **seen,
        site=request.build_absolute_uri("/").rstrip("/"),
        to=request.POST.get("to", "").replace("\x00", ""),
        language=request.POST.get("language", ""),
    )
    return mail.quotation
