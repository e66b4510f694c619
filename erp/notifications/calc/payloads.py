"""What each channel is sent: bodies and signatures as their makers publish them. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Whom a message is for, as channels name people."""

    name: str
    email: str = ""
    mobile: str = ""


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A message in words, ready to leave."""

    title: str
    text: str = ""
    link: str = ""
    people: Sequence[Addressee] = ()
    priority: str = "normal"


def plain_text(message: Outgoing, *, limit: int = 2000) -> str:
    """Title, text and link, line by line."""
    lines = [message.title, message.text, message.link]
    return "\n".join(line for line in lines if line)[:limit]


def sms_text(message: Outgoing) -> str:
    """One short line; the link is never cut."""
    room = max(0, 300 - len(message.link) - 1)
    return " ".join(part for part in (message.title[:room], message.link) if part)


def with_names(message: Outgoing) -> str:
    """The text for a room of many: whom it concerns comes first."""
    names = ", ".join(one.name for one in message.people[:10])
    return f"{names}: {plain_text(message)}" if names else plain_text(message)


def wecom_body(message: Outgoing) -> dict[str, Any]:
    """Source: WeCom group robot, message type text."""
    mobiles = [one.mobile for one in message.people if one.mobile][:20]
    return {"msgtype": "text", "text": {"content": with_names(message), "mentioned_mobile_list": mobiles}}


def dingtalk_body(message: Outgoing) -> dict[str, Any]:
    """Source: DingTalk custom robot, message type text."""
    mobiles = [one.mobile for one in message.people if one.mobile][:20]
    return {
        "msgtype": "text",
        "text": {"content": with_names(message)},
        "at": {"atMobiles": mobiles, "isAtAll": False},
    }


def dingtalk_signature(secret: str, milliseconds: int) -> str:
    """The query that signs a request. Source: DingTalk custom robot, security setting "sign"."""
    text = f"{milliseconds}\n{secret}".encode()
    digest = hmac.new(secret.encode(), text, hashlib.sha256).digest()
    return f"timestamp={milliseconds}&sign={quote_plus(base64.b64encode(digest))}"


def feishu_body(message: Outgoing) -> dict[str, Any]:
    """Source: Feishu custom bot, message type text; "<at …>" in it would call people, so no "<" stays."""
    return {"msg_type": "text", "content": {"text": with_names(message).replace("<", "‹").replace(">", "›")}}


def feishu_signature(secret: str, seconds: int) -> dict[str, str]:
    """The members that sign a body: time and secret are the key. Source: Feishu custom bot."""
    digest = hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": str(seconds), "sign": base64.b64encode(digest).decode()}


def slack_body(message: Outgoing) -> dict[str, Any]:
    """Source: Slack incoming webhooks; &, < and > are escaped as it asks, nothing is formatted or opened."""
    text = with_names(message).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": text, "mrkdwn": False, "link_names": False, "unfurl_links": False, "unfurl_media": False}


def taken(channel: str, text: str, success_text: str = "") -> str:
    """What is wrong with an answer of status 2xx; nothing when the message was taken."""
    if channel == "slack":
        return "" if text.strip() == "ok" else text[:200]
    if channel == "sms":
        return "" if not success_text or success_text in text else text[:200]
    try:
        said = json.loads(text)
    except ValueError:
        return text[:200] or "empty answer"
    if not isinstance(said, dict):
        return text[:200]
    code = said.get("errcode", said.get("code", said.get("StatusCode")))
    return "" if code == 0 else str(said.get("errmsg") or said.get("msg") or said)[:200]


def sms_request(
    *, body: Mapping[str, Any], headers: Mapping[str, str], encoding: str, places: Mapping[str, str]
) -> tuple[bytes, dict[str, str]]:
    """Body and headers for a gateway: {mobile}, {text} and {secret} are put into the texts of the template.

    The template is taken apart before anything is put in, so no text can change its shape.
    """
    filled = _put(body, places)
    sent = {str(name): _one_line(str(_put(value, places))) for name, value in headers.items()}
    if encoding == "form":
        sent["Content-Type"] = "application/x-www-form-urlencoded"
        return urlencode({name: str(value) for name, value in filled.items()}).encode(), sent
    sent["Content-Type"] = "application/json; charset=utf-8"
    return json.dumps(filled, ensure_ascii=False).encode(), sent


def _put(value: Any, places: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for name, text in places.items():
            if value == f"{{{name}}}":
                return text
        parts = [value]
        for name, text in places.items():
            mark = f"{{{name}}}"
            parts = [piece for part in parts for piece in _split(part, mark, text)]
        return "".join(parts)
    if isinstance(value, Mapping):
        return {str(key): _put(item, places) for key, item in value.items()}
    if isinstance(value, list):
        return [_put(item, places) for item in value]
    return value


class _Filled(str):
    """A text that was put in: no further place is looked for in it."""

    __slots__ = ()


def _split(part: str, mark: str, text: str) -> list[str]:
    if isinstance(part, _Filled) or mark not in part:
        return [part]
    found: list[str] = []
    for index, piece in enumerate(part.split(mark)):
        if index:
            found.append(_Filled(text))
        found.append(piece)
    return found


def _one_line(text: str) -> str:
    return "".join(sign for sign in text if ord(sign) >= 32).encode("latin-1", "ignore").decode("latin-1")
