"""Imports: upload, look at, take over. Looking writes nothing; taking over writes the good rows once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import attempt, command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.refs import DocumentRef
from orders import locks
from orders.calc.cells import header_of, text_of
from orders.events import ImportApplied
from orders.models import ImportJob, IntakeError
from orders.services.imports.customers import CUSTOMERS
from orders.services.imports.fields import Column, Row, read_row, require
from orders.services.imports.item_units import ITEM_UNITS
from orders.services.imports.locations import LOCATIONS
from orders.services.imports.opening_stock import OPENING_STOCK
from orders.services.imports.products import PRODUCTS
from orders.services.imports.putaway_rules import PUTAWAY_RULES
from orders.services.imports.reading import MAX_ROWS, Formula, Line, read_lines
from orders.services.imports.structure import BOMS, ROUTINGS
from orders.services.imports.subject import Subject, Written
from orders.services.imports.supplier_prices import SUPPLIER_PRICES
from orders.services.imports.transfers import TRANSFERS
from orders.services.imports.work_centers import WORK_CENTERS

SUBJECTS: dict[str, Subject] = {
    one.code: one
    for one in (
        CUSTOMERS,
        PRODUCTS,
        ITEM_UNITS,
        LOCATIONS,
        PUTAWAY_RULES,
        OPENING_STOCK,
        SUPPLIER_PRICES,
        TRANSFERS,
        WORK_CENTERS,
        BOMS,
        ROUTINGS,
    )  # fmt: skip
}
INTAKE_PREFIX = "import:"
MAX_ERRORS = 20_000
_HEAD_WITHIN = 20


@dataclass(frozen=True)
class Sheet:
    """A file's head and rows, and which column means what."""

    heads: list[str]
    lines: list[Line]
    mapping: dict[str, int]
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """What an import would do: every row checked, nothing written."""

    job: ImportJob
    sheet: Sheet
    columns: list[Column]
    rows: list[Row]

    @property
    def good(self) -> list[Row]:
        """Rows that can be taken."""
        return [row for row in self.rows if not row.errors]

    @property
    def errors(self) -> list[dict[str, Any]]:
        """Everything that is wrong, row by row: row number, column, rule, message, what the cell said."""
        order = {column.name: at for at, column in enumerate(self.columns)}
        labels = {column.name: column.shown for column in self.columns}
        return [
            {
                "row": row.number,
                "column": name,
                "label": labels.get(name, name),
                "rule": rule,
                "message": message,
                "value": row.said.get(name, "")[:200],
            }
            for row in self.rows
            for name, rule, message in sorted(row.errors, key=lambda one: order.get(one[0], -1))
        ]

    @property
    def unknown_heads(self) -> list[str]:
        """Columns of the file that mean nothing here."""
        used = set(self.sheet.mapping.values())
        return [head for index, head in enumerate(self.sheet.heads) if head and index not in used]


def subject_of(code: str) -> Subject:
    """A kind of import by its code.

    Raises: Invalid.
    """
    found = SUBJECTS.get(code)
    if found is None:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(SUBJECTS)}
        raise Invalid.field("subject", message)
    return found


def _heads_in(line: Line, columns: Sequence[Column]) -> list[tuple[str, int]]:
    found = []
    for index, cell in enumerate(line.cells):
        head = "" if isinstance(cell, Formula) else header_of(cell)
        found += [(column.name, index) for column in columns if head and head in column.heads()]
    return found


def sheet_of(lines: Sequence[Line], columns: Sequence[Column], chosen: Mapping[str, int]) -> Sheet:
    """Find the head among the first rows, and which column means what; `chosen` wins over the heads' names.

    A head that stands twice, and a required column that is missing, are problems of the file.
    """
    best = max(range(min(len(lines), _HEAD_WITHIN)), key=lambda at: (len(_heads_in(lines[at], columns)), -at))
    heads = [_shown(cell) for cell in lines[best].cells]
    mapping: dict[str, int] = {}
    problems = []
    for name, index in _heads_in(lines[best], columns):
        if name in chosen or index in chosen.values():
            continue
        if name in mapping:
            problems.append(_("The column “%(head)s” stands twice.") % {"head": heads[index]})
        mapping.setdefault(name, index)
    mapping |= {name: index for name, index in chosen.items() if 0 <= index < len(heads)}
    for column in columns:
        if column.is_required and column.name not in mapping:
            problems.append(_("There is no column “%(head)s”.") % {"head": column.shown})
    rows = list(lines[best + 1 :])
    if len(rows) > MAX_ROWS:
        problems.append(_("There are more than %(count)s rows; split the file.") % {"count": MAX_ROWS})
        rows = rows[:MAX_ROWS]
    return Sheet(heads, rows, mapping, problems)


def _shown(cell: Any) -> str:
    if isinstance(cell, Formula):
        return ""
    try:
        return text_of(cell)[:120]
    except ValueError:
        return ""


def checked_rows(
    subject: Subject, sheet: Sheet, columns: Sequence[Column], actor: Actor, update: bool
) -> list[Row]:
    """Every row read and checked, alone, among the others and against what is stored."""
    rows = []
    for line in sheet.lines:
        cells = {name: line.cells[index] for name, index in sheet.mapping.items() if index < len(line.cells)}
        row = read_row(line.number, cells, columns)
        if line.is_merged:
            row.refuse("", "merged")
        rows.append(row)
    for row in rows:
        require(row, columns)
    subject.check(rows, actor, update)
    return rows


@command()
def create_import(
    *,
    subject: str,
    file_name: str,
    content: bytes,
    is_update: bool = False,
    mapping: Mapping[str, int] | None = None,
    actor: Actor,
) -> ImportJob:
    """Take a file up, to be looked at; nothing of it is taken over yet.

    Raises: NotPermitted; Invalid when the file is no table.
    """
    kind = subject_of(subject)
    actor.require(kind.right)
    read_lines(content)
    return ImportJob.objects.create(
        subject=subject,
        file_name=(file_name or "file")[-200:],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        mapping=_checked_mapping(kind, mapping or {}),
        is_update=is_update and kind.can_update,
        owner_id=actor.user_id,
        owner_label=actor.label[:150],
    )


def _checked_mapping(kind: Subject, mapping: Mapping[str, int]) -> dict[str, int]:
    known = {column.name for column in kind.columns()}
    for name, index in mapping.items():
        if name not in known or not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < 200:
            raise Invalid.field("mapping", _("There is no such column: %(name)s.") % {"name": str(name)[:60]})
    if len(set(mapping.values())) != len(mapping):
        raise Invalid.field("mapping", _("One column of the file can't mean two things."))
    return dict(mapping)


@command()
def map_import(
    *, import_id: int, mapping: Mapping[str, int], is_update: bool | None = None, actor: Actor
) -> ImportJob:
    """Say which column of the file means what, where its heads do not say it.

    Locks:  the import.
    Raises: NotFound; NotPermitted; Invalid; Conflict when it was applied.
    """
    job = _open(import_id, actor)
    kind = SUBJECTS[job.subject]
    job.mapping = _checked_mapping(kind, mapping)
    if is_update is not None:
        job.is_update = is_update and kind.can_update
    job.save(update_fields=["mapping", "is_update"])
    return job


def _open(import_id: int, actor: Actor) -> ImportJob:
    job = locks.import_for_update(import_id)
    actor.require(SUBJECTS[job.subject].right)
    if job.status != ImportJob.Status.UPLOADED:
        raise Conflict("import_applied", file=job.file_name)
    return job


def preview_import(*, job: ImportJob, actor: Actor) -> Preview:
    """Check every row of a file and write nothing.

    Raises: NotPermitted; Invalid when the file is no table.
    """
    kind = SUBJECTS[job.subject]
    actor.require(kind.right)
    columns = kind.columns()
    sheet = sheet_of(read_lines(bytes(job.content)), columns, job.mapping)
    rows = [] if sheet.problems else checked_rows(kind, sheet, columns, actor, job.is_update)
    return Preview(job, sheet, columns, rows)


@command()
def apply_import(*, import_id: int, actor: Actor) -> ImportJob:
    """Take the good rows over, in sets and all in one transaction; the others wait as intake errors.

    Locks:  the import; what the rows change.
    Emits:  ImportApplied; one event per record.
    Raises: NotFound; NotPermitted; Invalid when a column is missing; Conflict when it was applied, or
            when this opening stock was.
    """
    job = _open(import_id, actor)
    _refuse_second_opening(job)
    preview = preview_import(job=job, actor=actor)
    if preview.sheet.problems:
        raise Invalid(errors={"file": preview.sheet.problems})
    good = preview.good
    written = _write(SUBJECTS[job.subject], good, actor)
    if SUBJECTS[job.subject].keeps_rows:
        _keep_bad(job, preview)
    job.status = ImportJob.Status.APPLIED
    job.applied_at = timezone.now()
    job.rows, job.good_rows = len(preview.rows), len(good)
    job.created_count, job.updated_count = written.created, written.updated
    job.errors = preview.errors[:MAX_ERRORS]
    job.save()
    emit(
        ImportApplied(
            document=DocumentRef("import", job.pk, job.file_name[:60]),
            subject=job.subject,
            created=written.created,
            updated=written.updated,
            refused=len(preview.rows) - len(good),
        ),
        actor=actor,
    )
    return job


def _write(kind: Subject, rows: Sequence[Row], actor: Actor) -> Written:
    try:
        with attempt():
            return kind.write(rows, actor)
    except IntegrityError as error:
        raise Conflict("conflict") from error


def _refuse_second_opening(job: ImportJob) -> None:
    twin = ImportJob.objects.filter(
        subject=OPENING_STOCK.code, digest=job.digest, status=ImportJob.Status.APPLIED
    )
    if job.subject == OPENING_STOCK.code and twin.exists():
        raise Conflict("import_applied", file=job.file_name)


def _keep_bad(job: ImportJob, preview: Preview) -> None:
    """Keep rows that can't be taken, so that they can be corrected and replayed."""
    bad = [row for row in preview.rows if row.errors]
    IntakeError.objects.bulk_create(
        [
            IntakeError(
                channel=f"{INTAKE_PREFIX}{job.subject}",
                external_id=f"{job.pk}:{row.number}",
                payload={
                    "import": job.pk,
                    "row": row.number,
                    "is_update": job.is_update,
                    "values": {name: said for name, said in row.said.items() if said},
                },
                code="import_row",
                reason={"errors": _by_column(row)},
                owner_id=job.owner_id,
            )
            for row in bad
        ],
        batch_size=1000,
    )


def _by_column(row: Row) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for name, _rule, message in row.errors:
        errors.setdefault(name or "row", []).append(message)
    return errors


def take_kept_row(*, channel: str, payload: Mapping[str, Any], actor: Actor) -> None:
    """Take one row that an import has left behind, corrected in its payload.

    Runs inside the replaying command.
    Raises: NotPermitted; Invalid with what is still wrong.
    """
    kind = subject_of(channel.removeprefix(INTAKE_PREFIX))
    actor.require(kind.right)
    said = payload.get("values")
    if not isinstance(said, Mapping):
        raise Invalid.field("values", _("This must be an object of keys and values."))
    columns = kind.columns()
    known = {column.name for column in columns}
    strange = [str(name)[:60] for name in said if name not in known]
    if strange:
        raise Invalid.field(f"values.{strange[0]}", _("There is no such field."))
    cells = {
        name: value if isinstance(value, str | int | bool) else str(value) for name, value in said.items()
    }
    row = read_row(1, cells, columns)
    require(row, columns)
    kind.check([row], actor, bool(payload.get("is_update")) and kind.can_update)
    if row.errors:
        raise Invalid(errors={f"values.{name}": texts for name, texts in _by_column(row).items()})
    kind.write([row], actor)
