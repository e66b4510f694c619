"""`bin/messages`: merge the parts of the Chinese catalog, compile it, or list what has no translation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.trans_real import DjangoTranslation

from erp.core.management.catalog import CatalogProblem, Key, merge, mo_bytes, po_text, said


class Command(BaseCommand):
    """`manage.py messages [--check]`."""

    help = "Merge locale/parts/*.po into the Chinese catalog and compile it; --check changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="list what has no translation; exit code 1 if any"
        )
        parser.add_argument("--root", type=Path, default=settings.BASE_DIR, help="the project's folder")

    def handle(self, *args: Any, **options: Any) -> None:
        root: Path = options["root"]
        folder = root / "locale" / "zh_Hans" / "LC_MESSAGES"
        try:
            translations = merge((root / "locale" / "parts").glob("*.po"))
        except CatalogProblem as problem:
            raise CommandError(f"The parts of the catalog do not fit together:\n{problem}") from problem
        if options["check"]:
            self._check(root, folder, translations)
            return
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "django.po").write_text(po_text(translations), encoding="utf-8")
        (folder / "django.mo").write_bytes(mo_bytes(translations))
        self.stdout.write(f"{len(translations)} translations merged and compiled.")

    def _check(self, root: Path, folder: Path, translations: dict[Key, str]) -> None:
        texts = said(root)
        lent = _catalogs_of_packages()
        missing = {key: place for key, place in texts.items() if key not in translations and not lent(key)}
        for key, place in sorted(missing.items(), key=lambda item: item[1]):
            self.stdout.write(
                f"{place}: {key.text!r}" + (f" (context {key.context!r})" if key.context else "")
            )
        po, mo = folder / "django.po", folder / "django.mo"
        stale = not po.is_file() or not mo.is_file()
        stale = stale or po.read_text(encoding="utf-8") != po_text(translations)
        stale = stale or mo.read_bytes() != mo_bytes(translations)
        if missing or stale:
            reasons = [f"{len(missing)} of {len(texts)} texts have no Chinese translation"] if missing else []
            reasons += ["the merged catalog is not up to date: run bin/messages"] if stale else []
            raise CommandError("; ".join(reasons) + ".")
        self.stdout.write(f"All {len(texts)} texts have a Chinese translation.")


def _catalogs_of_packages() -> Any:
    """Whether one of the installed packages brings the translation of a text itself."""
    catalog = DjangoTranslation("zh-hans")._catalog  # type: ignore[attr-defined]  # Django's own, which the stubs leave out

    def brings(key: Key) -> bool:
        name = f"{key.context}\x04{key.text}" if key.context else key.text
        return catalog.get(name) is not None or catalog.get((name, 0)) is not None

    return brings
