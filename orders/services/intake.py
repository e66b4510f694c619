"""Orders from channels: taken once, and never lost when they can't be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError

from erp.core.actor import Actor
from erp.core.commands import attempt, command
from erp.core.errors import Conflict, DomainError, Invalid
from erp.core.events import to_json
from erp.core.http.problems import flat_errors
from orders import locks
from orders.models import IntakeError, Order
from orders.services.entry import create_order
from orders.services.imports.jobs import INTAKE_PREFIX, take_kept_row
from orders.services.incoming import OrderBody, order_input
from orders.services.orders import submit_order

MAX_CHANNEL = 40
MAX_EXTERNAL_ID = 120


@dataclass(frozen=True)
class Taken:
    """What became of a payload: an order, new or known before, or an intake error that keeps it."""

    order: Order | None = None
    is_new: bool = False
    error: IntakeError | None = None


@command("orders.take_intake")
def take_intake(*, channel: str, payload: dict[str, Any], actor: Actor, at: datetime | None = None) -> Taken:
    """Take a channel's order, submitted where it says so; what can't be taken is kept with its reason.

    An external id that the channel has sent before gives the order it became, and makes nothing.

    Emits:  OrderCreated, OrderSubmitted.
    Raises: Invalid when the channel's name is none.
    """
    at = at or timezone.now()
    if not 0 < len(channel) <= MAX_CHANNEL or channel.startswith(INTAKE_PREFIX):
        raise Invalid.field("channel", _("Must have 1 to 40 characters."), "out_of_range")
    if channel.startswith(INTAKE_PREFIX):
        raise Invalid.field("channel", _("This name is kept for imports."), "reserved")
    outcome = _try(channel, payload, actor=actor, at=at)
    if isinstance(outcome, Taken):
        return outcome
    code, reason = outcome
    kept = IntakeError.objects.create(
        channel=channel,
        external_id=_external_id(payload),
        payload=to_json(payload),
        code=code[:60],
        reason=reason,
        owner_id=actor.user_id,
    )
    return Taken(error=kept)


def _external_id(payload: dict[str, Any]) -> str:
    value = payload.get("external_id")
    return value[:MAX_EXTERNAL_ID] if isinstance(value, str) else ""


def _try(
    channel: str, payload: dict[str, Any], *, actor: Actor, at: datetime
) -> Taken | tuple[str, dict[str, Any]]:
    """Take the payload, or tell code and reason why it can't be taken."""
    external_id = _external_id(payload).strip()
    known = _known(channel, external_id)
    if known is not None:
        return Taken(order=known)
    try:
        with attempt():
            if channel.startswith(INTAKE_PREFIX):
                take_kept_row(channel=channel, payload=payload, actor=actor)
                return Taken()
            return Taken(order=_take(channel, payload, actor=actor, at=at), is_new=True)
    except (DomainError, IntegrityError) as refusal:
        known = _known(channel, external_id)  # another request has taken it meanwhile
        if known is None and not isinstance(refusal, DomainError):
            raise
        told = (refusal.code, _reason(refusal)) if isinstance(refusal, DomainError) else ("", {})
        return told if known is None else Taken(order=known)
    except ValidationError as error:
        return "invalid", {"errors": dict(flat_errors(error.detail))}


def _reason(refusal: DomainError) -> dict[str, Any]:
    reason: dict[str, Any] = {}
    if refusal.errors:
        reason["errors"] = {path: [str(text) for text in texts] for path, texts in refusal.errors.items()}
    if refusal.facts:
        reason["facts"] = to_json(refusal.facts)
    return reason


def _known(channel: str, external_id: str) -> Order | None:
    if not external_id:
        return None
    return Order.objects.filter(channel=channel, external_id=external_id).first()


def _take(channel: str, payload: dict[str, Any], *, actor: Actor, at: datetime) -> Order:
    body = OrderBody(data={**payload, "channel": channel}, context={"actor": actor})
    body.is_valid(raise_exception=True)
    order = create_order(order=order_input(dict(body.validated_data)), actor=actor, at=at)
    if body.validated_data["submit"]:
        submit_order(order_id=order.pk, actor=actor, at=at)
    return order


def _open(intake_error_id: int) -> IntakeError:
    row = locks.intake_error_for_update(intake_error_id)
    if row.state != IntakeError.State.OPEN:
        raise Conflict("intake_not_open", state=row.state, id=row.pk)
    return row


@command("orders.replay_intake")
def replay_intake(*, intake_error_id: int, actor: Actor, at: datetime | None = None) -> IntakeError:
    """Try a kept payload again; it stays open with its new reason when it still can't be taken.

    Locks:  the kept intake.
    Emits:  OrderCreated, OrderSubmitted.
    Raises: NotFound; Conflict when it was replayed or discarded before.
    """
    at = at or timezone.now()
    row = _open(intake_error_id)
    row.attempts += 1
    outcome = _try(row.channel, row.payload, actor=actor, at=at)
    if isinstance(outcome, Taken):
        row.state = IntakeError.State.REPLAYED
        row.order_number = outcome.order.number if outcome.order else ""
    else:
        code, row.reason = outcome
        row.code = code[:60]
    row.save(update_fields=["attempts", "state", "order_number", "code", "reason", "updated_at"])
    return row


@command("orders.replay_intake")
def mend_intake(*, intake_error_id: int, payload: dict[str, Any], actor: Actor) -> IntakeError:
    """Correct a kept payload, to be replayed.

    Locks:  the kept intake.
    Raises: NotFound; Conflict when it is not open.
    """
    row = _open(intake_error_id)
    row.payload = to_json(payload)
    row.external_id = _external_id(payload)
    row.save(update_fields=["payload", "external_id", "updated_at"])
    return row


@command("orders.replay_intake")
def discard_intake(*, intake_error_id: int, actor: Actor) -> IntakeError:
    """Give a kept payload up; it stays to be read.

    Locks:  the kept intake.
    Raises: NotFound; Conflict when it is not open.
    """
    row = _open(intake_error_id)
    row.state = IntakeError.State.DISCARDED
    row.save(update_fields=["state", "updated_at"])
    return row
