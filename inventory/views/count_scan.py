"""Counting on the phone, bin after bin, blind; answers wait on the device while there is no connection."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import DomainError, Invalid
from erp.core.http.idempotency import Answer, Key, once
from erp.core.quantity import plain
from erp.core.states import state_label
from erp.core.views import typed
from erp.core.views.page import json_body, json_problem, page
from inventory.models import ItemUnit, Location, StockCount
from inventory.selectors.counts import count_lines
from inventory.selectors.items import item_by_barcode
from inventory.services.counting import CountAnswer, record_counts
from inventory.services.counts import finish_count
from inventory.views.counts import COUNT, count_of

MOST_ANSWERS = 500
MOST_KEY = 80


@page(COUNT)
def count_scan(request: Any, number: str) -> HttpResponse:
    """The phone page of one count."""
    count = count_of(request.actor, number)
    context = {
        "count": count,
        "job": _job(request, count),
        "texts": _texts(),
        "back_url": reverse("count-detail", args=[count.number]),
    }
    return render(request, "inventory/count_scan.html", context)


def _job(request: Any, count: StockCount) -> dict[str, Any]:
    """All that the device needs to work alone; never what the books say."""
    is_again = count.state == StockCount.State.RECOUNT
    lines = list(count_lines().filter(count=count))
    if is_again:
        lines = [line for line in lines if line.needs_recount]
    units: dict[int, list[str]] = {}
    for unit in ItemUnit.objects.filter(item_id__in={line.item_id for line in lines}).exclude(barcode=""):
        units.setdefault(unit.item_id, []).append(unit.barcode)
    return {
        "number": count.number,
        "state": count.state,
        "stateText": str(state_label("count", count.state)),
        "isOpen": count.state in {"open", "recount"},
        "isRecount": is_again,
        "sendUrl": reverse("count-send", args=[count.number]),
        "url": reverse("count-detail", args=[count.number]),
        "steps": [
            {
                "id": line.pk,
                "bin": line.location.code,
                "binCodes": [code for code in (line.location.code, line.location.barcode) if code],
                "sku": line.item.sku,
                "name": line.item.name,
                "unit": line.item.unit.code,
                "lot": line.lot.code if line.lot else "",
                "codes": [
                    code
                    for code in (line.item.sku, line.item.barcode, line.lot.code if line.lot else "")
                    if code
                ]
                + units.get(line.item_id, []),
                "counted": None if line.counted is None or line.needs_recount else plain(line.counted),
                "mine": line.counted_by_id is not None and line.counted_by_id == request.actor.user_id,
            }
            for line in lines
        ],
    }


@page(methods=("POST",))
def count_send(request: Any, number: str) -> HttpResponse:
    """Take answers of a device, once whatever the network does.

    Shape: `{key, answers: [{line | code, bin, lot, quantity, at}], finish}`.
    """
    request.actor.require(COUNT)
    count = count_of(request.actor, number)
    body = json_body(request)
    key = str(body.get("key") or "")
    if not 0 < len(key) <= MOST_KEY or not key.isascii() or not key.isprintable():
        raise Invalid.field("key", _("This batch has no key."))
    told = json.dumps([number, body], sort_keys=True, ensure_ascii=False)
    answers = _answers(count, body)

    def work() -> Answer:
        if answers:
            record_counts(count_id=count.pk, answers=answers, actor=request.actor)
        if body.get("finish") is True:
            finish_count(count_id=count.pk, actor=request.actor)
        return Answer(200, _job(request, count_of(request.actor, number)), {})

    try:
        with outbox.watch() as streams:
            name = Key(
                f"user:{request.actor.user_id}", f"count-{key}", hashlib.sha256(told.encode()).hexdigest()
            )
            answer = once(name, work)
        outbox.drain(*streams)
    except DomainError as refusal:
        return json_problem(refusal)
    return JsonResponse(answer.body)


def _answers(count: StockCount, body: dict[str, Any]) -> list[CountAnswer]:
    """The answers of a batch.

    Raises: Invalid.
    """
    rows = body.get("answers", [])
    if (
        not isinstance(rows, list)
        or len(rows) > MOST_ANSWERS
        or not all(isinstance(row, dict) for row in rows)
    ):
        raise Invalid.field("answers", _("The counts could not be read."))
    return [_answer(count, row, f"lines[{place}]") for place, row in enumerate(rows)]


def _answer(count: StockCount, row: dict[str, Any], path: str) -> CountAnswer:
    try:
        quantity: Decimal = typed.amount(row.get("quantity", ""))
    except ValueError as error:
        raise Invalid.field(f"{path}.quantity", str(error)) from None
    at = _moment(row.get("at"), path)
    if row.get("line") is not None:
        return CountAnswer(quantity=quantity, line_id=typed.key(row["line"]) or 0, at=at)
    code, bin_code = str(row.get("code") or "").strip()[:120], str(row.get("bin") or "").strip()[:60]
    found = item_by_barcode(code)
    if found is None:
        raise Invalid.field(f"{path}.product", _("Unknown code: %(code)s") % {"code": code})
    places = Location.objects.filter(warehouse_id=count.warehouse_id, is_active=True)
    place = places.filter(code__iexact=bin_code).first() or places.filter(barcode=bin_code or "-").first()
    if place is None:
        raise Invalid.field(f"{path}.location", _("This warehouse has no such location."))
    lot = str(row.get("lot") or "").strip()[:60]
    return CountAnswer(quantity=quantity, item=found[0], location=place, lot=lot, at=at)


def _moment(value: Any, path: str) -> datetime | None:
    if value in {None, ""}:
        return None
    try:
        found = parse_datetime(str(value))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid.field(f"{path}.at", _("The moment could not be read."))
    return found


def _texts() -> dict[str, str]:
    """What the script says, in the reader's language."""
    return {
        "place": _("%(done)s of %(count)s places"),
        "right_bin": _("Right bin. Now scan the item."),
        "wrong_code": _("That is on no list here: %(code)s"),
        "how_many": _("How many lie there?"),
        "taken": _("Noted: %(quantity)s %(unit)s"),
        "offline": _("No connection: %(count)s counts wait on this phone."),
        "saved": _("All saved"),
        "waiting": _("Sending…"),
        "again": _("You have counted this place before; somebody else has to count it again."),
        "give_quantity": _("Give a quantity, 0 if nothing is there."),
        "lot": _("Lot %(lot)s"),
        "done": _("Everything is counted"),
        "done_elsewhere": _("This count is: %(state)s."),
        "no_camera": _("The camera can't be used here. Type the code or use a scanner."),
        "finish_first": _("%(count)s places are not counted yet."),
    }
