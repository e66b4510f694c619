"""Stock counts in the browser: what is due, one count with its differences, approval."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.errors import Invalid, NotFound
from erp.core.formats import percent_text
from erp.core.states import state_choices
from erp.core.views import filters, typed
from erp.core.views.page import page
from erp.core.views.paging import ListPage
from erp.core.views.tables import export_links, table_answer, table_of
from erp.masterdata.selectors.company import base_currency
from inventory.models import Item, Location, StockCount
from inventory.selectors.counts import (
    APPROVE_COUNT,
    VIEW_COUNT,
    Accuracy,
    count_accuracy,
    count_lines,
    counts_in_list,
    entries_of,
    sees_expected,
    visible_counts,
)
from inventory.selectors.timeline import document_events
from inventory.selectors.warehouses import default_warehouse, warehouse_rows
from inventory.services.count_proposals import propose_counts
from inventory.services.counts import (
    CountScope,
    approve_count,
    cancel_count,
    create_count,
    finish_count,
    open_count,
    recount,
)
from inventory.views.words import told_events

COUNT = "inventory.count_stock"
CLASSES = [("A", "A"), ("B", "B"), ("C", "C")]
MOST_SHOWN = 500


def _wanted(request: Any) -> tuple[Any, list[filters.Chip]]:
    warehouses = [(row.pk, row.name) for row in warehouse_rows()]
    chips = [
        filters.many(request, "state", _("State"), state_choices("count")),
        filters.choice(request, "class", _("Class"), CLASSES, "abc_class"),
        filters.dates(request, "created", _("Created"), "created_at", is_moment=True),
    ]
    if len(warehouses) > 1:
        chips.append(filters.choice(request, "warehouse", _("Warehouse"), warehouses, "warehouse_id"))
    rows = filters.applied(visible_counts(request.actor), chips)
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(number=text.upper()) | rows.filter(lines__item__sku__iexact=text)
        rows = rows.distinct()
    return counts_in_list(rows), chips


@page(VIEW_COUNT)
def count_list(request: Any) -> HttpResponse:
    """One page of counts, newest first, and how exact the books have been."""
    rows, chips = _wanted(request)
    urls = [
        (name, reverse("count-export", args=[kind])) for name, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    now = timezone.now()
    accuracy = count_accuracy(request.actor, since=now - timedelta(days=90), until=now)
    classes = [
        f"{name} {percent_text(rate, 0)}"
        for name in "ABC"
        if name in accuracy and (rate := accuracy[name].rate) is not None
    ]
    found = ListPage(request, rows, {"number": "pk", "due": "due_on"})
    context = {
        "page": found,
        "filters": [chip.shown for chip in chips],
        "filters_active": any(chip.condition is not None for chip in chips) or request.GET.get("q"),
        "export_urls": export_links(request, urls),
        "accuracy": accuracy[""],
        "accuracy_text": " · ".join([_accuracy_text(accuracy[""]), *classes]),
        "waiting": visible_counts(request.actor).filter(state=StockCount.State.COUNTED).count(),
        "open_now": visible_counts(request.actor).filter(state__in=["open", "recount"]).count(),
        "may_count": request.actor.has(COUNT),
        "may_approve": request.actor.has(APPROVE_COUNT),
        "shows_cost": request.actor.has("inventory.view_cost"),
        "base_currency": base_currency(),
    }
    return render(request, "inventory/counts.html", context)


def _accuracy_text(found: Accuracy) -> str:
    if found.rate is None:
        return _("nothing posted in the last 90 days")
    facts = {"good": found.accurate, "all": found.places}
    return _("%(good)s of %(all)s places within tolerance, last 90 days") % facts


@page(VIEW_COUNT)
def count_export(request: Any, kind: str) -> Any:
    """The filtered counts as a file."""
    rows, _chips = _wanted(request)
    head = [
        _("Number"), _("State"), _("Warehouse"), _("Class"), _("Places"), _("Counted"), _("Differences"),
        _("Created"), _("Approved by"), _("Posted"),
    ]  # fmt: skip

    def cells(row: Any) -> list[Any]:
        shown = row.differing if sees_expected(request.actor, row) else None
        return [
            row.number, row.get_state_display(), row.warehouse.name, row.abc_class, row.places, row.done,
            shown, row.created_at, row.approved_by, row.posted_at,
        ]  # fmt: skip

    return table_answer("counts", kind, table_of(rows, head, cells))


def count_of(actor: Actor, number: str) -> StockCount:
    """One visible count by its number, with how far it is.

    Raises: NotFound.
    """
    row = counts_in_list(visible_counts(actor)).filter(number=number[:60]).first()
    if row is None:
        raise NotFound(kind="count", number=number[:60])
    return row


@page(VIEW_COUNT)
def count_detail(request: Any, number: str) -> HttpResponse:
    """One count: its places, and for those who approve what differs."""
    count = count_of(request.actor, number)
    shows = sees_expected(request.actor, count)
    lines = list(count_lines().filter(count=count)[:MOST_SHOWN])
    if shows:
        lines.sort(key=lambda line: not line.difference)
    state, actor = count.state, request.actor
    context = {
        "count": count,
        "lines": lines,
        "shows_expected": shows,
        "shows_cost": shows and actor.has("inventory.view_cost"),
        "entries": [row for row in entries_of(count.pk) if row.line.rounds > 1] if shows else [],
        "events": told_events(document_events("count", count.pk)),
        "may_open": state == "draft" and actor.has(COUNT),
        "may_count": state in {"open", "recount"} and actor.has(COUNT),
        "may_approve": state == "counted" and actor.has(APPROVE_COUNT),
        "may_cancel": state in {"draft", "open", "recount", "counted"} and actor.has(APPROVE_COUNT),
        "base_currency": base_currency(),
        "left": count.places - count.done,  # type: ignore[attr-defined]  # annotated by the list
    }
    return render(request, "inventory/count.html", context)


@page(COUNT, methods=("GET", "POST"))
def count_new(request: Any) -> HttpResponse:
    """Choose what to count."""
    if request.method == "POST":
        return _create(request)
    start = default_warehouse()
    values = {"warehouse": str(start.pk) if start else "", "item": request.GET.get("item", "")}
    return _form(request, values, {})


def _create(request: Any) -> HttpResponse:
    values = {name: value.replace("\x00", "") for name, value in request.POST.items()}
    warehouse = typed.chosen(warehouse_rows().filter(is_active=True), values.get("warehouse"))
    if warehouse is None:
        return _form(request, values, {"warehouse": _("Choose a warehouse.")}, status=422)
    try:
        due_on = typed.day(values["due_on"]) if values.get("due_on", "").strip() else None
    except ValueError as error:
        return _form(request, values, {"due_on": str(error)}, status=422)
    codes = [code.strip() for code in values.get("locations", "").replace(",", " ").split() if code.strip()]
    places = {
        row.code.upper(): row.pk for row in Location.objects.filter(warehouse=warehouse, is_active=True)
    }
    if unknown := [code for code in codes if code.upper() not in places]:
        text = _("This warehouse has no location %(code)s.") % {"code": unknown[0]}
        return _form(request, values, {"locations": text}, status=422)
    item = typed.chosen(Item.objects.all(), values.get("item"))
    scope = CountScope(
        warehouse=warehouse,
        abc_class=values.get("abc_class", ""),
        zone=values.get("zone", "").strip()[:40],
        location_ids=[places[code.upper()] for code in codes],
        item_ids=[item.pk] if item else [],
    )
    try:
        count = create_count(
            scope=scope, due_on=due_on, note=values.get("note", "")[:200], open_now=True, actor=request.actor
        )
    except Invalid as refusal:
        errors = {path: " ".join(map(str, texts)) for path, texts in refusal.errors.items()}
        return _form(request, values, errors, status=422)
    messages.success(request, _("%(number)s is handed out.") % {"number": count.number})
    return redirect(reverse("count-detail", args=[count.number]))


def _form(request: Any, values: dict[str, str], errors: dict[str, str], status: int = 200) -> HttpResponse:
    zones = Location.objects.exclude(zone="").order_by("zone").values_list("zone", flat=True).distinct()
    context = {
        "values": values,
        "errors": errors,
        "item": typed.chosen(Item.objects.all(), values.get("item")),
        "warehouses": list(warehouse_rows().filter(is_active=True)),
        "warehouse_key": typed.key(values.get("warehouse")),
        "zones": list(zones[:100]),
        "classes": [name for name, _label in CLASSES],
    }
    return render(request, "inventory/count_form.html", context, status=status)


@page(VIEW_COUNT, methods=("POST",))
def count_act(request: Any, number: str, verb: str) -> HttpResponse:
    """Hand out, finish, have counted again, approve or cancel a count."""
    count = count_of(request.actor, number)
    known: dict[str, tuple[Any, str]] = {
        "open": (open_count, _("%(number)s is handed out.")),
        "finish": (finish_count, ""),
        "recount": (recount, _("%(number)s is to be counted again.")),
        "approve": (approve_count, _("The differences of %(number)s are posted.")),
        "cancel": (cancel_count, _("%(number)s is cancelled; nothing was posted.")),
    }
    if verb not in known:
        raise Http404
    run, text = known[verb]
    more: dict[str, Any] = {"reason": request.POST.get("reason", "")} if verb == "cancel" else {}
    if verb == "recount":
        chosen = [typed.key(value) for value in request.POST.getlist("lines")]
        more["line_ids"] = [pk for pk in chosen if pk is not None]
    with outbox.watch() as streams:
        row = run(
            count_id=count.pk,
            actor=request.actor,
            expected_version=typed.key(request.POST.get("version")),
            **more,
        )
    outbox.drain(*streams)
    messages.success(request, (text or told_finish(row)) % {"number": count.number})
    return redirect(reverse("count-detail", args=[count.number]))


def told_finish(count: StockCount) -> str:
    """What finishing a count has led to."""
    return {
        "recount": _("Some places of %(number)s have to be counted again by somebody else."),
        "counted": _("%(number)s is counted and waits for approval."),
    }.get(count.state, _("%(number)s is counted and posted."))


@page(APPROVE_COUNT, methods=("POST",))
def count_propose(request: Any) -> HttpResponse:
    """Make drafts of what is due now."""
    made = propose_counts(actor=request.actor).counts
    if made:
        messages.success(request, _("Proposed: %(numbers)s") % {"numbers": ", ".join(made.values())})
    else:
        messages.info(request, _("Nothing new is due, or a proposal waits already."))
    return redirect(reverse("count-list"))
