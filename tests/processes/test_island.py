"""The designer's built files belong to its sources; what it says is translated. No node is needed to know."""

import hashlib
import re
from pathlib import Path

from django.conf import settings

from erp.processes.views.designer_words import WORDS

FRONTEND = Path(settings.BASE_DIR, "frontend")
BUILT = Path(settings.BASE_DIR, "static", "islands")


def test_the_committed_files_were_built_from_these_sources():
    """Else: `npm ci && npm run build` in frontend/ and commit what changes in static/islands/."""
    files = sorted(
        [path.relative_to(FRONTEND).as_posix() for path in (FRONTEND / "src").rglob("*") if path.is_file()]
        + ["package-lock.json", "vite.config.ts"]
    )
    found = hashlib.sha256()
    for name in files:
        found.update(name.encode() + b"\0" + (FRONTEND / name).read_bytes() + b"\0")
    assert found.hexdigest() == (BUILT / "sources.sha256").read_text().strip()


def test_everything_that_the_island_says_is_known_to_the_translators():
    said = set()
    for path in (FRONTEND / "src").rglob("*.ts*"):
        said |= set(re.findall(r'\bt\(\s*"((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8")))
    assert len(said) > 100
    assert said == set(WORDS)


def test_the_built_files_keep_to_the_content_security_policy():
    text = (BUILT / "processes.js").read_text(encoding="utf-8")
    assert "eval(" not in text and "new Function" not in text
    assert not re.search(r'import\s*\(?["\']https?:', text)
