"""Where the files and sockets of one data directory are, and as whom its servers run."""

import contextlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from erp.embedded.processes import Account
from erp.embedded.trouble import Trouble

MOST_SOCKET_BYTES = 85  # of a folder; a socket's whole path may have 103 on macOS and 107 on Linux
LEAST_FREE_BYTES = 300 * 1024 * 1024
SUBSTITUTE_BASE = Path("/var/lib/kept")
SHORT_RUN_DIR = "/tmp/kept-"  # noqa: S108 -- a prefix; the folder is made private


@dataclass
class Place:
    """One data directory, resolved.

    `home` holds the servers' files: the data directory itself, unless their account cannot reach it.
    """

    data_dir: Path
    home: Path
    run_dir: Path
    account: Account | None
    temporary_run_dir: bool = False

    @property
    def logs(self) -> Path:
        """Folder of every log file."""
        return self.data_dir / "logs"

    def log(self, name: str) -> Path:
        """One log file; a large one of earlier runs is put aside first."""
        path = self.logs / f"{name}.log"
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_size > 10_000_000:
                path.replace(path.with_suffix(".log.1"))
        return path

    def owned_folder(self, path: Path) -> Path:
        """Make a folder that only the servers' account (and root) may enter."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account is not None and path.stat().st_uid != self.account.uid:
            os.chown(path, self.account.uid, self.account.gid)
            path.chmod(0o700)
        return path

    def leave(self) -> None:
        """Remove what is only of use while the servers run."""
        if self.temporary_run_dir:
            shutil.rmtree(self.run_dir, ignore_errors=True)


def is_root() -> bool:
    """Whether we may (and must) drop to an ordinary account for the servers."""
    return os.geteuid() == 0


def make_data_dir(path: Path) -> Path:
    """Make sure of a data directory that can be written; whatever is in the way becomes one sentence."""
    if path.exists() and not path.is_dir():
        raise Trouble(f"{path} is a file, not a folder.", "name another folder with --data-dir.")
    try:
        if not path.exists():
            path.mkdir(mode=0o755, parents=True)
            path.chmod(0o711 if is_root() else 0o700)
        probe = path / f".probe-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
        (path / "logs").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Trouble(
            f"Cannot write into the data directory {path} ({error.strerror}).",
            "start as the folder's owner, or name a folder of your own with --data-dir.",
        ) from error
    if shutil.disk_usage(path).free < LEAST_FREE_BYTES:
        raise Trouble(
            f"The disk of {path} is full.",
            "free at least 300 MB, or name a folder elsewhere with --data-dir.",
        )
    return path


def server_account(data_dir: Path, preferred: str) -> Account | None:
    """Whom the servers run as: us, or when we are root the owner of the database, or an ordinary account."""
    if not is_root():
        _require_name()
        return None
    for home in {data_dir, _recorded_home(data_dir) or data_dir}:
        with contextlib.suppress(FileNotFoundError, KeyError):
            owner = pwd.getpwuid((home / "postgres").stat().st_uid)
            if owner.pw_uid:
                return Account(owner.pw_name, owner.pw_uid, owner.pw_gid)
    for name in (preferred, "nobody", "daemon"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            if entry.pw_uid:
                return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise Trouble(
        "PostgreSQL refuses to run as root, and this machine has no account named nobody or daemon.",
        "make one (useradd --system kept; ERP_SERVER_ACCOUNT=kept), or start as an ordinary user.",
    )


def _require_name() -> None:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise Trouble(
            f"User id {os.geteuid()} has no name on this machine, and PostgreSQL runs only for named users.",
            "start as a user of /etc/passwd, or set DATABASE_URL to a PostgreSQL 18 of your own.",
        ) from error


def can_enter(path: Path, account: Account | None) -> bool:
    """Whether an account reaches a folder through all the folders above it."""
    if account is None:
        return True
    probe = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(path)],
        cwd="/",
        env={},
        capture_output=True,
        check=False,
        **account.as_popen(),
    )
    return probe.returncode == 0


def can_execute(program: Path, account: Account | None) -> bool:
    """Whether an account may run a program."""
    try:
        options = account.as_popen() if account else {}
        return (
            subprocess.run(
                [str(program), "--version"], cwd="/", env={}, capture_output=True, check=False, **options
            ).returncode
            == 0
        )
    except OSError:
        return False


def _recorded_home(data_dir: Path) -> Path | None:
    try:
        return Path((data_dir / "home").read_text().strip())
    except OSError:
        return None


def _substitute_home(data_dir: Path) -> Path:
    """A folder for the servers' files when the data directory lies behind a private one."""
    recorded = _recorded_home(data_dir)
    if recorded is not None and recorded.is_dir():
        return recorded
    try:
        if not SUBSTITUTE_BASE.exists():
            SUBSTITUTE_BASE.mkdir(parents=True)
            SUBSTITUTE_BASE.chmod(0o755)
        home = Path(tempfile.mkdtemp(prefix=f"{data_dir.parent.name}-", dir=SUBSTITUTE_BASE))
        home.chmod(0o711)
    except OSError as error:
        raise Trouble(
            f"{data_dir} lies in a private folder that PostgreSQL's account cannot enter, "
            f"and {SUBSTITUTE_BASE} cannot be made ({error.strerror}).",
            "name a folder outside it with --data-dir, for example --data-dir /srv/kept.",
        ) from error
    (home / "belongs-to").write_text(f"{data_dir}\n")
    (data_dir / "home").write_text(f"{home}\n")
    return home


def settle(data_dir: Path, *, preferred_account: str) -> Place:
    """Decide account, folders and sockets of a data directory, and make the folders."""
    account = server_account(data_dir, preferred_account)
    home = data_dir
    if _recorded_home(data_dir) is not None or not can_enter(data_dir, account):
        home = _substitute_home(data_dir)
    place = Place(data_dir=data_dir, home=home, run_dir=home / "run", account=account)
    if len(os.fsencode(place.run_dir)) > MOST_SOCKET_BYTES:
        place.run_dir = Path(
            tempfile.mkdtemp(prefix=Path(SHORT_RUN_DIR).name, dir=Path(SHORT_RUN_DIR).parent)
        )
        place.temporary_run_dir = True
    try:
        place.owned_folder(place.run_dir)
    except OSError as error:
        raise Trouble(
            f"Cannot use the data directory {data_dir} ({error.strerror}: {error.filename}).",
            "start as the user that made it, or name another folder with --data-dir.",
        ) from error
    return place


def executable_copy(place: Place, program: Path, *, folders: list[Path], version: str) -> Path:
    """The program where its account can run it: in place, or copied with its folders into a runtime folder.

    Source: an environment under a private home cannot be executed by the unprivileged account.
    """
    if can_execute(program, place.account):
        return program
    if place.account is None:
        raise Trouble(
            f"{program} cannot be executed on this machine.",
            "set DATABASE_URL and REDIS_URL to servers of your own (see docs/admin/install.md).",
        )
    target = place.home / "runtime" / version
    common = Path(os.path.commonpath([str(folder.parent) for folder in folders]))
    copy = target / program.relative_to(common)
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(prefix="copy-", dir=_public(place.home / "runtime")))
        for folder in folders:
            shutil.copytree(folder, fresh / folder.relative_to(common), symlinks=True)
        _open_to_all(fresh)
        fresh.replace(target)
    if not can_execute(copy, place.account):
        raise Trouble(
            f"The account {place.account.name} cannot execute {copy}; its disk may forbid programs (noexec).",
            "name a data directory on another disk with --data-dir, or start as an ordinary user.",
        )
    return copy


def _public(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o755)
    return path


def _open_to_all(root: Path) -> None:
    """Let every account read and execute a tree of programs."""
    root.chmod(0o755)
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
