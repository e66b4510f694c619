"""What kind of file an upload really is, told from its content and not from what the sender says."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import IO

_SAMPLE = 64 * 1024
_MAX_ENTRIES = 10_000
_IMAGES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF87a": "image/gif"}
_OFFICE = {
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_TEXTS = {".csv": "text/csv", ".txt": "text/plain"}


def sniff(file: IO[bytes], name: str) -> str | None:
    """The content type of a file that is taken, or None for any other.

    PDF, PNG, JPEG, GIF, WebP, ZIP, XLSX and DOCX by their content; CSV and plain text by their ending,
    if the content is text.
    """
    file.seek(0)
    head = file.read(_SAMPLE)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"GIF89a"):
        return "image/gif"
    for magic, kind in _IMAGES.items():
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(file)
    text_kind = _TEXTS.get(PurePath(name.lower()).suffix)
    return text_kind if text_kind and _is_text(head) else None


def _zip_kind(file: IO[bytes]) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    finally:
        file.seek(0)
    if len(names) > _MAX_ENTRIES:
        return None
    if "[Content_Types].xml" in names:
        for folder, kind in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return None if any(name.endswith("vbaProject.bin") for name in names) else kind
    return "application/zip"


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return head.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                if len(head) < _SAMPLE:
                    break
            else:
                return True
    return False
