"""Documents as PDF: a template of ours, data as JSON, so that nobody's text is ever taken for markup.

Templates lie in `templates/pdf/`. Fonts come with the product: Noto Sans CJK SC, cut down to the
characters of GB 2312 and Big5 and the simplified forms beside them.
"""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import segno
import typst
from barcode import Code128, Gs1_128
from django.conf import settings

from erp.core.errors import Misconfigured

FONTS = Path(__file__).parent / "fonts"
_TYPES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp"}


def render_pdf(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A finished document, from a template's name, its data and the pictures printed on it.

    Shape:  `data` is anything JSON can say (decimals and dates as text, already worded for the
            reader); the template sees it as `data`, the names of usable pictures as `pictures`.
    Raises: Misconfigured when the template can't be set.
    """
    source = _source("common") + _source(template)
    with tempfile.TemporaryDirectory(prefix="kept-pdf-") as folder:
        kept = _lay_out(Path(folder), pictures or {})
        try:
            return _compile(source, Path(folder), data, kept)
        except typst.TypstError as error:
            if not kept:
                raise Misconfigured("document_template", template=template, reason=error.message) from error
        return _compile(source, Path(folder), data, {})  # a picture that nobody can read is left out


def picture_of(file: Any) -> bytes | None:
    """The content of an uploaded picture; None when there is none or its file is gone."""
    if not file:
        return None
    try:
        with file.open("rb") as opened:
            content: bytes = opened.read()
    except OSError:
        return None
    return content


def code128_svg(text: str) -> str:
    """A Code 128 bar code of a document's number as SVG, to be stretched; empty when it can't be coded."""
    if not text or not text.isascii() or not text.isprintable():
        return ""
    modules = Code128(text).build()[0]
    quiet = 10
    return _svg([modules], quiet, len(modules) + 2 * quiet, 1)


def gs1_128_svg(element: str) -> str:
    """A GS1-128 bar code of one element string such as an SSCC (`00` and 18 digits) as SVG.

    The same bars as Code 128, with FNC1 after the start character (GS1 General Specifications, 5.4).
    """
    modules = Gs1_128(element).build()[0]
    quiet = 10
    return _svg([modules], quiet, len(modules) + 2 * quiet, 1)


def qr_svg(text: str) -> str:
    """A QR code of a text as SVG."""
    if not text:
        return ""
    rows = ["".join("1" if dark else "0" for dark in row) for row in segno.make(text, error="m").matrix]
    return _svg(rows, 0, len(rows), len(rows))


def _svg(rows: list[str], left: int, width: int, height: int) -> str:
    """Dark modules as rectangles, one per run."""
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = len(row[x:]) - len(row[x:].lstrip(row[x]))
            if row[x] == "1":
                parts.append(f"M{left + x} {y}h{run}v1h-{run}z")
            x += run
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" preserveAspectRatio="none" shape-rendering="crispEdges">'
        f'<path d="{"".join(parts)}"/></svg>'
    )


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _source(name: str) -> bytes:
    return (Path(settings.BASE_DIR) / "templates" / "pdf" / f"{name}.typ").read_bytes()


def _lay_out(folder: Path, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Put the pictures where the template finds them; gives their names there."""
    kept = {}
    for name, content in pictures.items():
        kind = next((kind for start, kind in _TYPES.items() if content.startswith(start)), "")
        if not kind and b"<svg" in content[:1000]:
            kind = "svg"
        if kind:
            kept[name] = f"{name}.{kind}"
            (folder / kept[name]).write_bytes(content)
    return kept


def _compile(source: bytes, folder: Path, data: Mapping[str, Any], pictures: dict[str, str]) -> bytes:
    told = {"data": json.dumps(data, ensure_ascii=False), "pictures": json.dumps(pictures)}
    compiler = typst.Compiler(source, root=str(folder), font_paths=_fonts(), sys_inputs=told)
    made = compiler.compile(format="pdf")
    if not isinstance(made, bytes):
        raise Misconfigured("document_template", template="")
    return made
