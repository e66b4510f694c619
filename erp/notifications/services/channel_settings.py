"""Setting up the channels: addresses and secrets are written here and never shown again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import DomainError, Invalid
from erp.core.events import emit
from erp.core.outbound import OutboundFault, checked_address
from erp.core.refs import DocumentRef
from erp.core.sealed import seal
from erp.core.settings_records import SettingSaved
from erp.identity.models import User
from erp.notifications import locks
from erp.notifications.calc.payloads import Addressee, Outgoing
from erp.notifications.models import ChannelSetting, Notification
from erp.notifications.selectors.channels import forget_ways, preference_of
from erp.notifications.services.channels import fault_text, new_channels, target_of

EDIT = "core.edit_setting"
_MOST_TEMPLATE = 50


@command(EDIT)
def save_channel(
    *, code: str, values: dict[str, Any], actor: Actor, expected_version: int | None = None
) -> ChannelSetting:
    """Set up a channel; an address or secret that is left empty stays as it was.

    Locks:  the channel.
    Emits:  SettingSaved, never with an address or a secret.
    Raises: Invalid by field; StaleVersion.
    """
    if code not in ChannelSetting.Code.values:
        raise Invalid.field("code", _("There is no such channel: %(channel)s.") % {"channel": code[:40]})
    ChannelSetting.objects.get_or_create(code=code)
    row = locks.channel_for_update(code, expected_version)
    before = row.is_enabled
    row.is_enabled = bool(values.get("is_enabled"))
    row.from_priority = str(values.get("from_priority") or row.from_priority)
    if row.from_priority not in Notification.Priority.values:
        raise Invalid.field(
            "from_priority", _("This must be one of: %(choices)s.") % {"choices": "normal, high, critical"}
        )
    row.allows_private = bool(values.get("allows_private"))
    row.timeout_seconds = _seconds(values.get("timeout_seconds"))
    row.success_text = str(values.get("success_text") or "")[:100]
    row.encoding = "form" if values.get("encoding") == "form" else "json"
    row.body, row.headers = _template(values, "body"), _template(values, "headers")
    _secrets(row, values)
    row.version += 1
    row.save()
    event = SettingSaved(document=DocumentRef("channel", row.pk, code), setting="notifications.channel")
    emit(event, actor=actor, changes={"is_enabled": [before, row.is_enabled]})
    forget_ways()
    return row


def _secrets(row: ChannelSetting, values: dict[str, Any]) -> None:
    address = str(values.get("address") or "").strip()
    if address:
        try:
            checked_address(address)
        except OutboundFault:
            raise Invalid.field(
                "address", _("This must be an address such as https://example.com/hook.")
            ) from None
        row.address_kept = seal(address[:1000])
    secret = str(values.get("secret") or "").strip()
    if secret:
        row.secret_kept = seal(secret[:500])


def _seconds(given: Any) -> int:
    text = str(given or 8)
    if not text.isdigit() or not 1 <= int(text[:6]) <= 20:
        raise Invalid.field("timeout_seconds", _("From 1 to 20 seconds."))
    return int(text)


def _template(values: dict[str, Any], name: str) -> dict[str, Any]:
    given = values.get(name) or {}
    if not isinstance(given, dict) or len(given) > _MOST_TEMPLATE:
        raise Invalid.field(name, _("This must be a JSON object."))
    return given


def test_channel(*, code: str, actor: Actor, at: datetime | None = None) -> str:
    """Send the actor a test message through a channel now; gives what went wrong, or nothing.

    Runs outside of every transaction, for it waits for another server.

    Raises: NotPermitted; Invalid when there is no such channel or the actor has no address there.
    """
    actor.require(EDIT)
    row = ChannelSetting.objects.filter(code=code).first()
    user = User.objects.filter(pk=actor.user_id or 0).first()
    if row is None or user is None:
        raise Invalid.field("code", _("Set the channel up first."))
    one = Addressee(name=str(user), email=user.email, mobile=preference_of(user.pk).mobile)
    if (code == "email" and not one.email) or (code == "sms" and not one.mobile):
        raise Invalid.field("code", _("You have no address for this channel; give one on your own page."))
    problem = ""
    try:
        message = Outgoing(title=_("Test message from Kept"), text=_("This channel works."), people=[one])
        new_channels()[code].send(message, target_of(row))
    except DomainError as refusal:
        problem = fault_text(refusal)
    note_test(code=code, problem=problem, actor=actor, at=at or timezone.now())
    return problem


@command(EDIT)
def note_test(*, code: str, problem: str, actor: Actor, at: datetime) -> None:
    """Keep what a test message came to.

    Locks: the channel.
    """
    row = locks.channel_for_update(code)
    row.tested_at, row.test_error = at, problem[:300]
    row.save(update_fields=["tested_at", "test_error"])
