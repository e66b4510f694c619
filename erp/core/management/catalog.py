"""The catalog of translations: merged from parts, compiled, and compared with what code and templates say."""

import ast
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from django.utils.translation.template import templatize

CODE_FOLDERS = ("erp", "inventory", "production", "finance", "orders", "sla")
NOT_SHOWN = ("migrations", "tests", "embedded", "management/catalog.py")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: kept\\n"
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
_CALL = re.compile(r"\b(npgettext|pgettext|ngettext|gettext|_)\(")
_LITERAL = re.compile(r"""\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*(,?)""")
_NAMED = re.compile(r"%\((\w+)\)[sdf]|(?<!\{)\{(\w*)\}(?!\})")


@dataclass(frozen=True, order=True)
class Key:
    """What identifies a text: the English words, their context, and the plural."""

    text: str
    context: str = ""
    plural: str = ""


@dataclass(frozen=True, order=True)
class Entry:
    """One translation and where it was written."""

    key: Key
    translation: str
    place: str


class CatalogProblem(Exception):
    """What has to be corrected in the parts, a line each."""


# --- reading parts --------------------------------------------------------------------------
def read_part(path: Path) -> Iterator[Entry]:
    """The pairs of one part file: msgctxt, msgid, msgid_plural, msgstr or msgstr[0], strings continued."""
    fields: dict[str, str] = {}
    current, began = "", 1
    for number, raw in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], start=1):
        line = raw.strip()
        if line.startswith("#"):
            continue
        keyword, _, rest = line.partition(" ")
        starts_entry = keyword in ("msgid", "msgctxt") and any(name.startswith("msgstr") for name in fields)
        if (not line or starts_entry) and fields:
            yield from _entry(fields, f"{path.name}:{began}")
            fields = {}
        if not line:
            continue
        if line.startswith('"'):
            if not current:
                raise CatalogProblem(f"{path.name}:{number}: a string without msgid or msgstr")
            fields[current] += _unquote(line, path, number)
            continue
        if not re.fullmatch(r"msgctxt|msgid|msgid_plural|msgstr(\[\d\])?", keyword):
            raise CatalogProblem(f"{path.name}:{number}: neither msgid nor msgstr: {line[:60]}")
        began = number if not fields else began
        current = keyword
        fields[current] = _unquote(rest.strip(), path, number)


def _unquote(text: str, path: Path, number: int) -> str:
    try:
        value = ast.literal_eval(text)
    except (SyntaxError, ValueError):
        value = None
    if not isinstance(value, str) or not text.startswith('"'):
        raise CatalogProblem(f"{path.name}:{number}: not a quoted string: {text[:60]}")
    return value


def _entry(fields: dict[str, str], place: str) -> Iterator[Entry]:
    if "msgid" not in fields:
        raise CatalogProblem(f"{place}: a translation without msgid")
    translation = fields.get("msgstr", fields.get("msgstr[0]", ""))
    if fields["msgid"] and translation:
        key = Key(fields["msgid"], fields.get("msgctxt", ""), fields.get("msgid_plural", ""))
        yield Entry(key, translation, place)


# --- merging and writing -----------------------------------------------------------------------
def merge(parts: Iterable[Path]) -> dict[Key, str]:
    """All translations of the parts; two translations of one text, or a lost placeholder, are a problem."""
    chosen: dict[Key, Entry] = {}
    problems: list[str] = []
    for path in sorted(parts):
        try:
            for entry in read_part(path):
                problems += _lost_placeholders(entry)
                first = chosen.setdefault(entry.key, entry)
                if first.translation != entry.translation:
                    problems.append(
                        f"“{entry.key.text}” is “{first.translation}” in {first.place} "
                        f"and “{entry.translation}” in {entry.place}"
                    )
        except CatalogProblem as problem:
            problems.append(str(problem))
    if problems:
        raise CatalogProblem("\n".join(problems))
    return {key: entry.translation for key, entry in sorted(chosen.items())}


def _lost_placeholders(entry: Entry) -> list[str]:
    wanted = _placeholders(entry.key.plural or entry.key.text)
    found = _placeholders(entry.translation)
    if found <= (wanted | _placeholders(entry.key.text)) and wanted <= found:
        return []
    return [f"{entry.place}: “{entry.key.text}” has {sorted(wanted)}, its translation {sorted(found)}"]


def _placeholders(text: str) -> set[str]:
    return {match.group(1) or match.group(2) or "" for match in _NAMED.finditer(text)}


def po_text(translations: dict[Key, str]) -> str:
    """The merged catalog as a PO file, the same bytes for the same translations."""
    blocks = [HEADER]
    for key, translation in translations.items():
        lines = [f"msgctxt {_quote(key.context)}"] if key.context else []
        lines.append(f"msgid {_quote(key.text)}")
        if key.plural:
            lines += [f"msgid_plural {_quote(key.plural)}", f"msgstr[0] {_quote(translation)}"]
        else:
            lines.append(f"msgstr {_quote(translation)}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


_MADE_ON = datetime(2026, 1, 1, tzinfo=UTC)


def mo_bytes(translations: dict[Key, str]) -> bytes:
    """The compiled catalog."""
    # A fixed day: the same texts make the same file, whenever they are compiled.
    catalog = Catalog(locale="zh_Hans", charset="utf-8", header_comment="", creation_date=_MADE_ON)
    catalog.mime_headers = [
        ("Project-Id-Version", "kept"),
        ("Language", "zh_Hans"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Plural-Forms", "nplurals=1; plural=0;"),
    ]
    for key, translation in translations.items():
        if key.plural:
            catalog.add((key.text, key.plural), (translation,), context=key.context or None)
        else:
            catalog.add(key.text, translation, context=key.context or None)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


# --- what the product says ------------------------------------------------------------------------
def said(root: Path) -> dict[Key, str]:
    """Every text that code and templates mark for translation, with the first place where it stands."""
    found: dict[Key, str] = {}
    for folder in CODE_FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if not any(part in name for part in NOT_SHOWN):
                for number, key in _in_code(path):
                    found.setdefault(key, f"{name}:{number}")
    for path in sorted((root / "templates").rglob("*.*")):
        if path.is_file() and path.suffix in (".html", ".txt", ".svg", ".xml"):
            for number, key in _in_template(path):
                found.setdefault(key, f"{path.relative_to(root).as_posix()}:{number}")
    return found


def _in_code(path: Path) -> Iterator[tuple[int, Key]]:
    with path.open("rb") as handle:
        for number, messages, _comments, context in extract("python", handle, keywords=KEYWORDS):
            texts = [messages] if isinstance(messages, str) else list(messages)
            plural = texts[1] if len(texts) > 1 else ""
            if texts[0]:
                yield number, Key(texts[0], context or "", plural or "")


def _in_template(path: Path) -> Iterator[tuple[int, Key]]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in _CALL.finditer(source):
        texts, position = [], call.end()
        while literal := _LITERAL.match(source, position):
            texts.append(ast.literal_eval(literal.group(1)))
            position = literal.end()
            if not literal.group(2):
                break
        if not texts:
            continue
        if call.group(1) == "_":  # the template engine looks these up with doubled percent signs
            texts = [text.replace("%", "%%") for text in texts]
        context = texts.pop(0) if call.group(1) in ("pgettext", "npgettext") and len(texts) > 1 else ""
        number = source.count("\n", 0, call.start()) + 1
        yield number, Key(texts[0], context, texts[1] if len(texts) > 1 else "")
