"""Where phones bring what they did: scans, undone scans, short lines and finished jobs, in their order.

Every action has an id of its own. Sent again, after a lost answer or a lost connection, it answers as before
and changes nothing.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import DomainError, Invalid, NotFound
from erp.core.http.idempotency import Answer, Key, once
from erp.core.http.messages import refusal_text
from erp.core.views import typed
from erp.core.views.page import json_body, page
from inventory.models import Shipment
from inventory.selectors.shipments import visible_shipments
from inventory.services.packing import PackageInput, pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.scanning import TAKE, ScanAction, ScanOutcome
from inventory.services.scans import ScanInput
from inventory.services.shorts import short_line
from inventory.views.scan_jobs import job_of

PICK, PACK = "inventory.pick_shipment", "inventory.pack_shipment"
RIGHTS = {"pick": PICK, "pack": PACK}
KINDS = ("scan", "undo", "short", "finish")
MOST_ACTIONS = 200
MOST_PACKAGES = 200


@dataclass(frozen=True)
class Sent:
    """One action as a phone sent it, checked as far as that is possible without the database."""

    uid: UUID
    kind: str
    stage: str
    shipment: str
    body: dict[str, Any]


@page(methods=("POST",))
def send(request: Any) -> HttpResponse:
    """Take a phone's actions in their order, each once whatever the network does.

    Shape: `{job: "pick:SH-1", actions: [{id, kind, stage, shipment, …}]}`, answered with
    `{results: [{id, result, code, detail, replayed}], job}`. Where all was as the phone counted it, it goes
    on with its own count and the job is null: a scan is acknowledged sooner.
    Raises: Invalid when the body can't be read; what is wrong with one action is its result.
    """
    body = json_body(request)
    actions = _actions(body)
    numbers = {action.shipment for action in actions}
    rows = visible_shipments(request.actor).filter(number__in=numbers)
    shipments = {row.number: row for row in rows}
    results: list[dict[str, Any]] = []
    with outbox.watch() as streams:
        for (number, stage, is_scan), group in itertools.groupby(
            actions, lambda one: (one.shipment, one.stage, one.kind in {"scan", "undo"})
        ):
            shipment = shipments.get(number)
            taken = list(group)
            request.actor.require(RIGHTS[stage])
            if shipment is None:
                results += [_refused(one, NotFound(kind="shipment", number=number)) for one in taken]
            elif is_scan:
                results += _take_scans(request, shipment, stage, taken)
            else:
                results += [_take_step(request, shipment, one) for one in taken]
    outbox.drain(*streams)
    is_plain = all(one.kind in {"scan", "undo"} for one in actions) and not any(
        row["result"] == "refused" or row["replayed"] for row in results
    )
    return JsonResponse({"results": results, "job": None if is_plain else _fresh_job(request, body)})


def _fresh_job(request: Any, body: dict[str, Any]) -> dict[str, Any] | None:
    stage, _colon, number = str(body.get("job") or "").partition(":")
    if not number:
        return None
    try:
        return job_of(request.actor, stage, number)
    except DomainError:
        return None


def _take_scans(request: Any, shipment: Shipment, stage: str, sent: Sequence[Sent]) -> list[dict[str, Any]]:
    """Count scans in one transaction; should the shipment refuse all of them, each is told why."""
    try:
        outcomes = TAKE[stage](
            shipment_id=shipment.pk, actions=[_scan_action(one) for one in sent], actor=request.actor
        )
    except DomainError as refusal:
        return [_refused(one, refusal) for one in sent]
    return [_told(outcome) for outcome in outcomes]


def _take_step(request: Any, shipment: Shipment, sent: Sent) -> dict[str, Any]:
    """Close a line, or finish the shipment, once."""
    work: Callable[[], Any] = {
        ("short", "pick"): lambda: _short(request, shipment, sent.body),
        ("finish", "pick"): lambda: _finish_pick(request, shipment, sent.body),
        ("finish", "pack"): lambda: _finish_pack(request, shipment, sent.body),
    }.get((sent.kind, sent.stage), _unknown)
    told = json.dumps([sent.kind, sent.stage, sent.shipment, sent.body], sort_keys=True)
    fingerprint = hashlib.sha256(told.encode()).hexdigest()
    key = Key(f"user:{request.actor.user_id}", f"scan-{sent.uid}", fingerprint)

    def answered() -> Answer:
        work()
        return Answer(200, {"result": "counted"}, {})

    try:
        answer = once(key, answered)
    except DomainError as refusal:
        return _refused(sent, refusal)
    return {"id": str(sent.uid), "result": "counted", "code": "", "detail": "", "replayed": answer.replayed}


def _unknown() -> None:
    raise Invalid.field("kind", _("There is no such step."))


def _short(request: Any, shipment: Shipment, body: dict[str, Any]) -> None:
    reason = str(body.get("reason") or "")[:200]
    line = typed.key(body.get("line")) or 0
    short_line(shipment_id=shipment.pk, line_id=line, reason=reason, actor=request.actor)


def _finish_pick(request: Any, shipment: Shipment, body: dict[str, Any]) -> None:
    reason = str(body.get("reason") or "")[:200]
    pick_shipment(shipment_id=shipment.pk, actor=request.actor, scans=[], short_reason=reason)


def _finish_pack(request: Any, shipment: Shipment, body: dict[str, Any]) -> None:
    rows = body.get("packages")
    packages = rows[:MOST_PACKAGES] if isinstance(rows, list) else []
    boxes = [package_input(row, f"packages[{place}]") for place, row in enumerate(packages)]
    pack_shipment(shipment_id=shipment.pk, actor=request.actor, is_scanned=True, packages=boxes)


def package_input(row: Any, path: str) -> PackageInput:
    """A package's weight and sides as typed; empty ones stay unknown.

    Raises: Invalid.
    """
    values: dict[str, Decimal | None] = {}
    for name, places in {"weight": 3, "length": 1, "width": 1, "height": 1}.items():
        text = str((row.get(name) if isinstance(row, dict) else "") or "").strip()
        try:
            values[name] = round(typed.amount(text), places) if text else None
        except ValueError as error:
            raise Invalid.field(f"{path}.{name}", str(error)) from None
        if (values[name] or 0) < 0 or (values[name] or 0) >= 10**6:
            raise Invalid.field(f"{path}.{name}", _("This number is too large."))
    return PackageInput(
        weight_kg=values["weight"] or None,
        length_cm=values["length"] or None,
        width_cm=values["width"] or None,
        height_cm=values["height"] or None,
    )


def _refused(sent: Sent, refusal: DomainError) -> dict[str, Any]:
    detail = refusal_text(refusal)
    return {
        "id": str(sent.uid),
        "result": "refused",
        "code": refusal.code,
        "detail": detail,
        "replayed": False,
    }


def _told(outcome: ScanOutcome) -> dict[str, Any]:
    return {
        "id": str(outcome.uid),
        "result": outcome.result,
        "code": outcome.code,
        "detail": str(outcome.detail),
        "replayed": outcome.is_replay,
    }


def _scan_action(sent: Sent) -> ScanAction:
    body = sent.body
    if sent.kind == "undo":
        return ScanAction(uid=sent.uid, undo=_uuid(body.get("target"), "target"))
    try:
        quantity = typed.quantity(body.get("quantity", 1))
    except ValueError as error:
        raise Invalid.field("quantity", str(error)) from None
    package = typed.key(body.get("package"))
    scan = ScanInput(
        uid=sent.uid,
        quantity=quantity,
        barcode=str(body.get("code") or "").replace("\x00", "")[:120],
        location=str(body.get("location") or "")[:60],
        lot=str(body.get("lot") or "")[:60],
        line_id=typed.key(body.get("line")),
        package=package if package and package <= MOST_PACKAGES else None,
        scanned_at=_moment(body.get("at")),
    )
    return ScanAction(uid=sent.uid, scan=scan, seen=str(body.get("seen") or "")[:40])


def _moment(value: Any) -> datetime | None:
    """When the device says that it scanned; nothing when that can't be read."""
    try:
        found = parse_datetime(str(value)[:40]) if value else None
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)) if found else None


def _uuid(value: Any, path: str) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise Invalid.field(path, _("This is no id."), "not_an_id") from None


def _actions(body: dict[str, Any]) -> list[Sent]:
    """The actions of a request.

    Raises: Invalid.
    """
    rows = body.get("actions")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ACTIONS:
        raise Invalid.field("actions", _("Send 1 to %(most)s actions.") % {"most": MOST_ACTIONS})
    found = []
    for place, row in enumerate(rows):
        path = f"actions[{place}]"
        if not isinstance(row, dict):
            raise Invalid.field(path, _("The scans could not be read."))
        kind, stage = str(row.get("kind") or "scan"), str(row.get("stage") or "")
        if kind not in KINDS or stage not in RIGHTS:
            raise Invalid.field(path, _("There is no such step."))
        number = str(row.get("shipment") or "").replace("\x00", "")[:60]
        sent = Sent(_uuid(row.get("id"), f"{path}.id"), kind, stage, number, row)
        if kind in {"scan", "undo"}:
            _scan_action(sent)
        found.append(sent)
    return found
