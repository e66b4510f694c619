"""The secrets of API keys."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "kept_"
SHOWN = 12


def new_secret() -> str:
    """A fresh key: 256 random bits, so that a plain digest of it needs no salt."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is stored instead of the key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def shown_prefix(secret: str) -> str:
    """The beginning that lists show, to tell keys apart."""
    return secret[:SHOWN]
