"""Secrets that are kept in the database: written by people, read by the product alone.

They are encrypted with a key made from the installation's secret key, so that a copy of the database
gives nothing away. Nothing ever shows them again.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from erp.core.errors import Misconfigured

_PURPOSE = b"kept: secrets of channels and targets, 1"


def _box() -> Fernet:
    digest = hashlib.blake2b(_PURPOSE, key=hashlib.sha256(settings.SECRET_KEY.encode()).digest()).digest()
    return Fernet(base64.urlsafe_b64encode(digest[:32]))


def seal(text: str) -> str:
    """A secret as it may be stored; nothing for nothing."""
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(kept: str) -> str:
    """The secret behind a stored text.

    Raises: Misconfigured when it was sealed with another secret key.
    """
    if not kept:
        return ""
    try:
        return _box().decrypt(kept.encode()).decode()
    except InvalidToken:
        raise Misconfigured("secret_unreadable") from None
