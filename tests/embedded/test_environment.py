import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATH = f"{Path(sys.base_prefix) / 'bin'}:/usr/bin:/bin"
HELLO = """#!/usr/bin/env bash
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
in_environment "$ROOT/hello.py" "$@"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project that needs no packages, with our way of making environments."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "erp" / "embedded").mkdir(parents=True)
    shutil.copy(ROOT / "bin" / "environment.sh", tmp_path / "bin")
    shutil.copy(ROOT / "erp" / "embedded" / "environment.py", tmp_path / "erp" / "embedded")
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    (tmp_path / "bin" / "hello").write_text(HELLO)
    (tmp_path / "bin" / "hello").chmod(0o755)
    (tmp_path / "hello.py").write_text("import sys; print(sys.prefix, *sys.argv[1:])\n")
    return tmp_path


def clean(path: str, **extra: str) -> dict[str, str]:
    return {"PATH": path, "HOME": "/nonexistent"} | extra


def hello(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(checkout / "bin" / "hello"), *arguments],
        env=clean(PATH, PYTHONHOME="/nonsense", PYTHONPATH="/nonsense"),
        capture_output=True, text=True, check=False, cwd="/", timeout=120,
    )  # fmt: skip


@pytest.mark.slow
def test_the_environment_is_made_once_and_again_after_an_interruption(checkout: Path) -> None:
    first = hello(checkout, "a b", "c")
    assert first.stdout == f"{checkout / '.venv'} a b c\n", first.stderr
    assert "Setting up .venv" in first.stderr
    assert hello(checkout).stderr == ""

    (checkout / "requirements.txt").write_text("# a changed pin\n")
    changed = hello(checkout)
    assert "Packages are installed" in changed.stderr
    assert "Setting up" not in changed.stderr

    (checkout / ".venv" / ".installing").touch()
    (checkout / ".venv" / "left-over").touch()
    again = hello(checkout)
    assert "was interrupted; starting it over" in again.stderr
    assert again.returncode == 0
    assert not (checkout / ".venv" / "left-over").exists()


@pytest.mark.slow
def test_two_first_starts_at_once_install_once(checkout: Path) -> None:
    both = [
        subprocess.Popen(
            [str(checkout / "bin" / "hello")],
            env=clean(PATH),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    texts = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted("Setting up" in err for _, err in texts) == [False, True]


def test_without_python_there_is_one_sentence_and_its_cure(checkout: Path) -> None:
    tools = checkout / "tools"
    tools.mkdir()
    for name in ("bash", "dirname", "env"):
        (tools / name).symlink_to(shutil.which(name) or "")
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")  # says no to 3.11
    old.chmod(0o755)
    done = subprocess.run(
        [str(tools / "bash"), str(checkout / "bin" / "hello")],
        env=clean(str(tools)), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("Kept needs Python 3.11 or later, and none was found on PATH.\nCure: ")


def test_a_failed_installation_shows_what_the_installer_said(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text("this is not a requirement\n")
    done = hello(checkout)
    assert done.returncode == 1
    assert "Installing packages (product) failed. The installer said:" in done.stderr
    assert "Traceback" not in done.stderr
