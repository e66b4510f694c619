"""Channels: one interface for mail, text messages and the robots of chats."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from erp.core.errors import DomainError, Misconfigured
from erp.core.outbound import OutboundFault, post
from erp.core.sealed import unseal
from erp.masterdata.selectors.company import company
from erp.notifications.calc import payloads
from erp.notifications.calc.payloads import Outgoing
from erp.notifications.models import ChannelSetting

_AGAIN = {408, 409, 425, 429}


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a channel leads and how, with its secrets in the clear; kept in memory only."""

    code: str
    address: str = ""
    secret: str = ""
    allows_private: bool = False
    timeout: float = 8.0
    encoding: str = "json"
    body: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    success_text: str = ""


class Channel(Protocol):
    """One way out of the product."""

    def send(self, message: Outgoing, target: Target) -> None:
        """Hand a message over, or raise a DomainError; `OutboundFault.is_final` says that it is of no use."""


def target_of(setting: ChannelSetting) -> Target:
    """A channel's target: what the environment says stands before what is kept.

    Raises: Misconfigured when there is no address, or its secret can't be read.
    """
    address, secret = settings.CHANNEL_SECRETS.get(setting.code, ("", ""))
    address = address or unseal(setting.address_kept)
    if not address and setting.code != ChannelSetting.Code.EMAIL:
        raise Misconfigured("channel_without_address", channel=setting.code)
    return Target(
        code=setting.code,
        address=address,
        secret=secret or unseal(setting.secret_kept),
        allows_private=setting.allows_private,
        timeout=float(setting.timeout_seconds),
        encoding=setting.encoding,
        body=setting.body,
        headers=setting.headers,
        success_text=setting.success_text,
    )


class EmailChannel:
    """Mail through the installation's mail server; the connection is kept for one run."""

    def __init__(self) -> None:
        """Connect when the first mail leaves."""
        self._connection: Any = None

    def send(self, message: Outgoing, target: Target) -> None:
        """One mail to each person.

        Raises: OutboundFault.
        """
        own = company()
        sender = own.email or settings.DEFAULT_FROM_EMAIL
        subject = " ".join(f"{message.title}".split())[:200]
        lines = [message.text or message.title, message.link, own.name]
        body = "\n\n".join(line for line in lines if line)
        try:
            if self._connection is None:
                self._connection = get_connection(timeout=target.timeout)
                self._connection.open()
            for one in message.people:
                EmailMessage(subject, body, sender, [one.email], connection=self._connection).send()
        except Exception as error:  # what a mail server or its library says
            self.close()
            raise OutboundFault("mail_failed", why=f"{type(error).__name__}: {error}"[:200]) from error

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
            self._connection = None


class SmsChannel:
    """A gateway for text messages: any that takes a POST made from a template."""

    def send(self, message: Outgoing, target: Target) -> None:
        """One request for each person.

        Raises: OutboundFault.
        """
        for one in message.people:
            places = {"mobile": one.mobile, "text": payloads.sms_text(message), "secret": target.secret}
            template = target.body or {"mobile": "{mobile}", "text": "{text}"}
            body, headers = payloads.sms_request(
                body=template, headers=target.headers, encoding=target.encoding, places=places
            )
            _deliver(target, target.address, body, headers)


@dataclass(frozen=True)
class BotChannel:
    """The robot of a chat room: one message for all it concerns, signed where the maker asks for it."""

    body_of: Callable[[Outgoing], dict[str, Any]]
    sign: str = ""

    def send(self, message: Outgoing, target: Target) -> None:
        """One request for the room.

        Raises: OutboundFault.
        """
        body, address = self.body_of(message), target.address
        if target.secret and self.sign == "query":
            signature = payloads.dingtalk_signature(target.secret, int(time.time() * 1000))
            address = f"{address}{'&' if '?' in address else '?'}{signature}"
        elif target.secret and self.sign == "body":
            body = {**payloads.feishu_signature(target.secret, int(time.time())), **body}
        _deliver(target, address, json.dumps(body, ensure_ascii=False).encode(), _JSON)


_JSON = {"Content-Type": "application/json; charset=utf-8"}


def _deliver(target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> None:
    answer = post(address, body, headers, timeout=target.timeout, allows_private=target.allows_private)
    if not 200 <= answer.status < 300:
        is_final = 300 <= answer.status < 500 and answer.status not in _AGAIN
        raise OutboundFault("target_status", is_final=is_final, status=answer.status)
    wrong = payloads.taken(target.code, answer.text, target.success_text)
    if wrong:
        raise OutboundFault("target_refused", why=wrong)


def new_channels() -> dict[str, Channel]:
    """A fresh set of channels for one run of the worker or one test message."""
    return {
        "email": EmailChannel(),
        "sms": SmsChannel(),
        "wecom": BotChannel(payloads.wecom_body),
        "dingtalk": BotChannel(payloads.dingtalk_body, "query"),
        "feishu": BotChannel(payloads.feishu_body, "body"),
        "slack": BotChannel(payloads.slack_body),
    }


def fault_text(error: Exception) -> str:
    """Why a delivery failed, for the administrator: code and facts, never an address or a secret."""
    if isinstance(error, DomainError):
        facts = ", ".join(f"{value}" for value in error.facts.values())
        return f"{error.code}: {facts}"[:300] if facts else error.code
    return type(error).__name__
