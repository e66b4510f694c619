"""What people type into the forms of bills and routings, row by row, as the services take it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.records import Problems
from erp.core.views import typed
from inventory.models import Item
from production.models import WorkCenter

EMPTY_ROWS = 4
MOST_ROWS = 400
_TIMES = re.compile(r"\s*[*×xX]\s*(?=[0-9.,]+\s*$)")


def rows_sent(request: Any, names: tuple[str, ...], key: str) -> list[dict[str, Any]]:
    """The rows as typed; those whose `key` field is empty are left out."""
    rows = []
    numbers = {
        int(tail) for name in request.POST if (tail := name.rpartition("-")[2]).isdigit() and len(tail) < 5
    }
    for n in sorted(numbers)[:MOST_ROWS]:
        if request.POST.get(f"{key}-{n}", "").strip():
            rows.append({name: request.POST.get(f"{name}-{n}", "").strip()[:400] for name in names})
    return rows


def number(row: Mapping[str, Any], name: str, problems: Problems, path: str = "") -> Decimal | None:
    """A typed number, None when empty."""
    found: Decimal | None = typed.taken(row, name, typed.number, problems, path)
    return found


def whole(row: Mapping[str, Any], name: str, problems: Problems, path: str = "") -> int | None:
    """A typed whole number, None when empty."""
    text = str(row.get(name, "")).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        problems.add(path or name, _("This must be a whole number above zero."))
        return None
    return int(text)


def factors(
    text: str, find: Callable[[str], Any], name: str, problems: Problems, *, path: str, key: str
) -> list[Any]:
    """“A; B × 1.5” as [{key: A, name: 1}, …]; what nothing is called so is noted on `path`."""
    found = []
    for place, part in enumerate(filter(None, (one.strip() for one in re.split("[;；\n]", text))), start=1):
        code, *rest = _TIMES.split(part, maxsplit=1)
        pk = find(code.strip())
        if pk is None:
            problems.add(path, _("There is no “%(code)s”.") % {"code": code[:60]})
            continue
        try:
            times = typed.number(rest[0]) if rest else Decimal(1)
        except ValueError as error:
            problems.add(path, error)
            continue
        found.append({key: pk, name: times, "preference": place})
    return found


def item_called(text: str) -> int | None:
    """The item with a SKU."""
    return Item.objects.filter(sku=text).values_list("pk", flat=True).first()


def center_called(text: str) -> int | None:
    """The work center with a code."""
    return WorkCenter.objects.filter(code=text).values_list("pk", flat=True).first()


def placed(errors: Mapping[str, list[Any]], lists: Mapping[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Put what was refused beside its row (`row["errors"]`); gives what belongs to the head of the form.

    Shape: `lists` are the rows by the name that leads their paths: {"components": rows}.
    """
    rest: dict[str, str] = {}
    for path, texts in errors.items():
        text = " ".join(map(str, texts))
        head, _dot, tail = path.partition("].")
        name, _bracket, index = head.partition("[")
        if tail and name in lists and index.isdigit() and int(index) < len(lists[name]):
            row = lists[name][int(index)]
            row.setdefault("errors", {})[re.split(r"[\[.]", tail)[0]] = text
        else:
            rest[path] = text
    return rest
