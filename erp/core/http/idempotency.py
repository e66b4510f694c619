"""Idempotency keys: the same POST twice gives the first answer twice, and is done once.

The key's row is the first lock of the command's own transaction and gets the answer at its end:
a parallel duplicate waits for it, a crash leaves nothing behind. Only successes are kept. Forms of
pages have keys of their own: the second click of a button is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rest_framework.request import Request

from erp.core.commands import at_door
from erp.core.errors import Conflict, Invalid
from erp.core.statements import fetch, run

MAX_KEY = 200

_CLAIM = """
INSERT INTO core_idempotencykey (owner, key, fingerprint, status, headers, body, created_at)
VALUES (%s, %s, %s, 0, '{}', '', now()) ON CONFLICT (owner, key) DO NOTHING RETURNING id
"""
_READ = "SELECT fingerprint, status, headers, body FROM core_idempotencykey WHERE owner = %s AND key = %s"
_KEEP = """
UPDATE core_idempotencykey SET status = %s, headers = %s::jsonb, body = %s WHERE owner = %s AND key = %s
"""


@dataclass
class Answer:
    """What a POST answers: status, JSON-ready body, headers; `replayed` when it is an earlier one's."""

    status: int
    body: Any
    headers: dict[str, str]
    replayed: bool = False


@dataclass(frozen=True)
class Key:
    """One caller's key of one request."""

    owner: str
    value: str
    fingerprint: str


def key_of(request: Request) -> Key | None:
    """The request's idempotency key, if it sent one.

    Raises: Invalid when it is empty, too long or not printable.
    """
    value = request.headers.get("Idempotency-Key")
    if value is None:
        return None
    if not 0 < len(value) <= MAX_KEY or not value.isascii() or not value.isprintable():
        raise Invalid.field("Idempotency-Key", "1–200 printable ASCII characters.")
    owner = f"key:{request.auth.pk}" if hasattr(request.auth, "pk") else f"user:{request.user.pk}"
    return Key(owner, value, _fingerprint(request))


def once(key: Key | None, work: Callable[[], Answer]) -> Answer:
    """Run `work` as one transaction, or give the kept answer when the key was used for the same request.

    Raises: Conflict (`idempotency_conflict`) when the key was used for another request.
    """
    if key is None:
        return at_door(work)

    def claimed_work() -> Answer:
        kept = _claim(key)
        if kept is not None:
            return kept
        answer = work()
        keep(key, answer)
        return answer

    return at_door(claimed_work)


def claim_form(user_id: int, value: str) -> None:
    """Claim a form as a person sent it from one page, in the transaction of what it does.

    Raises: Conflict (`sent_before`) when it was sent and done before.
    """
    if not fetch(_CLAIM, [f"form:{user_id}", value[:MAX_KEY], "form"]):
        raise Conflict("sent_before")


def keep(key: Key, answer: Answer) -> None:
    """Store the answer with its key."""
    headers = json.dumps(answer.headers)
    body = json.dumps(answer.body, default=str, separators=(",", ":")).encode()
    run(_KEEP, [answer.status, headers, body, key.owner, key.value])


def _claim(key: Key) -> Answer | None:
    if fetch(_CLAIM, [key.owner, key.value, key.fingerprint]):
        return None
    [(fingerprint, status, headers, body)] = fetch(_READ, [key.owner, key.value])
    if fingerprint != key.fingerprint:
        raise Conflict("idempotency_conflict", key=key.value)
    headers = json.loads(headers) if isinstance(headers, str) else headers
    return Answer(status, json.loads(bytes(body)), headers, replayed=True)


def _fingerprint(request: Request) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    files = getattr(request, "FILES", None) or {}
    data: Any = request.data
    fields = {name: data[name] for name in data if name not in files} if files else data
    digest.update(json.dumps(fields, sort_keys=True, default=str).encode())
    for name in sorted(files):
        upload = files[name]
        digest.update(f"\n{name} {upload.name}\n".encode())
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
    return digest.hexdigest()
