"""ETags are versions: `"7"`. If-Match is honored by the service, under the document's lock."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

NO_VERSION = -1


def etag_of(version: Any) -> str:
    """The ETag of a document's version."""
    return f'"{version}"'


def expected_version(request: Request) -> int | None:
    """The version that the caller has seen, from If-Match; None when it did not say or said any.

    A tag that is no version gives one that no document has, so that the service refuses it as stale.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        return None
    tag = header.removeprefix("W/").strip('"')
    return int(tag) if tag.isascii() and tag.isdigit() and len(tag) < 10 else NO_VERSION
