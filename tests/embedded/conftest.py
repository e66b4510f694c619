from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from erp.embedded.place import is_root
from tests.embedded.harness import Run


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory that the servers' account can reach, also when the tests run as root."""
    if is_root():
        for folder in (tmp_path, *tmp_path.parents):
            if folder == folder.parent or str(folder) == "/tmp":
                break
            folder.chmod(0o711)
    return tmp_path / "data"


@pytest.fixture
def new_run() -> Iterator[Callable[..., Run]]:
    """Makes runs of the supervisor and ends whatever a failed test left."""
    runs: list[Run] = []

    def make(data_dir: Path, **options: object) -> Run:
        runs.append(Run(data_dir, **options))  # type: ignore[arg-type]  # the names are known where it is called
        return runs[-1]

    yield make
    for run in runs:
        if run.process is not None:
            if run.process.poll() is None:
                run.end()
            if run.process.stdout is not None:
                run.process.stdout.close()
