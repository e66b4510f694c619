import os
import pwd
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from erp.embedded.place import is_root
from tests.embedded.harness import MANAGE, Run, alive, environment, eventually_dead

NewRun = Callable[..., Run]


@pytest.mark.slow
def test_serves_keeps_data_and_leaves_no_child(data_dir: Path, new_run: NewRun) -> None:
    first = new_run(data_dir).start().until_ready()
    assert "  admin-small-en / pw\n" in first.until("Stop with Ctrl-C").output
    assert first.people("POST") == "2 1"
    family = first.family()
    names = first.recorded()
    assert set(names) == {"postgres", "valkey", "web", "worker", "beat"}
    assert len(family) > len(names)
    assert first.end() == 0, first.output
    assert eventually_dead(family) == set()
    assert not (data_dir / "run.json").exists()

    again = new_run(data_dir).start().until_ready()
    assert again.people() == "2 1"
    assert "  admin-small-en / pw\n" in again.until("Stop with Ctrl-C").output
    assert "migrations applied" not in again.output
    assert "Demo company" not in again.output
    family = again.family()
    assert again.end(signal.SIGINT) == 0
    assert eventually_dead(family) == set()


@pytest.mark.slow
def test_kill_9_takes_the_children_along_and_the_next_start_recovers(data_dir: Path, new_run: NewRun) -> None:
    first = new_run(data_dir).start().until_ready()
    first.people("POST")
    family = first.family()
    first.end(signal.SIGKILL)
    if sys.platform.startswith("linux"):
        assert eventually_dead(family) == set()

    again = new_run(data_dir, port=first.port).start().until_ready()
    assert again.people() == "2 1"
    assert eventually_dead(family) == set()
    again.end()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["postgres", "valkey", "web", "worker"])
def test_a_fallen_process_is_started_again(data_dir: Path, new_run: NewRun, name: str) -> None:
    run = new_run(data_dir).start().until_ready()
    fallen = run.recorded()[name]
    os.kill(fallen, signal.SIGKILL)
    run.until(f"{name} ended by itself")
    assert eventually_dead({fallen}) == set()
    deadline = 100
    while run.recorded()[name] == fallen and deadline:
        deadline -= 1
        eventually_dead({os.getpid()}, seconds=0.1)
    assert run.recorded()[name] != fallen
    family = run.family()
    assert run.end() == 0
    assert eventually_dead(family) == set()


@pytest.mark.slow
def test_two_side_by_side(data_dir: Path, new_run: NewRun) -> None:
    one = new_run(data_dir / "one").start("--demo", "none")
    two = new_run(data_dir / "two").start("--demo", "full", "--demo-language", "zh")
    one.until_ready()
    two.until_ready()
    one.people("POST")
    assert (one.people(), two.people()) == ("1 0", "1 1")
    assert "  admin-full-zh / pw\n" in two.until("Stop with Ctrl-C").output
    assert "bin/manage createsuperuser" in one.until("Stop with Ctrl-C").output
    one.end()
    assert two.people() == "1 1"
    two.end()


@pytest.mark.slow
def test_a_second_start_on_the_same_data_is_refused(data_dir: Path, new_run: NewRun) -> None:
    first = new_run(data_dir).start().until_ready()
    second = new_run(data_dir).start()
    assert second.end(0) == 1
    assert f"Kept already runs on {data_dir}" in second.output
    assert f"kill {first.process.pid if first.process else ''}" in second.output
    assert first.people() == "1 1"
    first.end()


def test_a_busy_port_is_named_with_a_free_one(data_dir: Path, new_run: NewRun) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        run = new_run(data_dir, port=holder.getsockname()[1]).start()
        assert run.end(0) == 1
    assert f"Port {run.port} on 127.0.0.1 is in use by another program." in run.output
    assert "bin/up --port " in run.output
    assert not (data_dir / "postgres").exists()


@pytest.mark.parametrize("kind", ["file", "below a file"])
def test_a_data_directory_that_cannot_be_is_refused(tmp_path: Path, new_run: NewRun, kind: str) -> None:
    (tmp_path / "file").touch()
    run = new_run(tmp_path / "file" if kind == "file" else tmp_path / "file" / "data").start()
    assert run.end(0) == 1
    assert "Cure: " in run.output
    assert "--data-dir" in run.output
    assert "Traceback" not in run.output


@pytest.mark.skipif(not is_root(), reason="only root can become another account")
def test_an_unwritable_data_directory_is_refused(data_dir: Path, new_run: NewRun) -> None:
    data_dir.mkdir(mode=0o755)
    other = pwd.getpwnam("daemon")
    python = Path("/usr/bin/python3")
    if not python.exists():
        pytest.skip("no Python outside root's home")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from erp.embedded.place import make_data_dir\n"
        "from erp.embedded.trouble import Trouble\n"
        "try: make_data_dir(Path(sys.argv[2]))\n"
        "except Trouble as trouble: print(trouble); sys.exit(1)\n"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [str(python), "-c", code, str(root), str(data_dir)],
        capture_output=True, text=True, check=False, cwd="/", env={},
        user=other.pw_uid, group=other.pw_gid, extra_groups=[],
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(f"Cannot write into the data directory {data_dir} (Permission denied).")
    assert "Cure: " in done.stdout


def test_a_half_made_database_and_a_stale_lock_are_no_obstacle(data_dir: Path) -> None:
    (data_dir / "postgres.new").mkdir(parents=True)
    (data_dir / "postgres.new" / "PG_VERSION").write_text("18\n")
    (data_dir / "lock").touch()
    (data_dir / "run.json").write_text('{"kind": "up", "pid": 1, "born": "never", "children": []}')
    assert manage(data_dir, "shell", "-v", "0", "-c", "print(40 + 2)").stdout == "42\n"
    (data_dir / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{data_dir / 'postgres'}\n")
    assert manage(data_dir, "shell", "-v", "0", "-c", "print(40 + 2)").stdout == "42\n"


def test_manage_prints_only_what_its_command_prints_and_passes_the_exit_code(data_dir: Path) -> None:
    done = manage(data_dir, "shell", "-v", "0", "-c", "import sys; print('key'); sys.exit(7)")
    assert (done.stdout, done.returncode) == ("key\n", 7)
    assert not (data_dir / "run.json").exists()


@pytest.mark.slow
def test_a_demo_that_was_cut_off_is_loaded_from_the_beginning(data_dir: Path, new_run: NewRun) -> None:
    cut_off = new_run(data_dir).start("--demo", "full").until("half of it")
    cut_off.end(signal.SIGKILL)
    run = new_run(data_dir).start("--demo", "full", "--demo-language", "zh").until("Stop with Ctrl-C")
    assert run.people() == "1 1"
    assert "  admin-full-zh / pw\n" in run.output
    run.end()


@pytest.mark.slow
def test_a_company_in_earnest_never_gets_demo_data(data_dir: Path, new_run: NewRun) -> None:
    script = "from django.contrib.auth.models import User; User.objects.create(username='boss')"
    assert manage(data_dir, "shell", "-v", "0", "-c", script).returncode == 0
    run = new_run(data_dir).start().until_ready()
    assert run.people() == "1 0"
    assert "The demo company was not loaded" in run.output
    run.end()


@pytest.mark.slow
def test_manage_uses_the_servers_of_a_running_product(data_dir: Path, new_run: NewRun) -> None:
    run = new_run(data_dir).start().until_ready()
    script = "from django.contrib.auth.models import User; User.objects.create(username='x')"
    assert manage(data_dir, "shell", "-v", "0", "-c", script).returncode == 0
    assert run.people() == "2 1"
    assert alive(set(run.recorded().values())) == set(run.recorded().values())
    run.end()


def test_a_long_path_gets_short_sockets_that_are_cleared_away(data_dir: Path) -> None:
    deep = data_dir / ("long" * 25)
    code = "from django.conf import settings; print(settings.DATABASES['default']['HOST'])"
    done = manage(deep, "shell", "-v", "0", "-c", code)
    assert done.stdout.startswith("/tmp/kept-"), done.stderr
    assert not Path(done.stdout.strip()).exists()


@pytest.mark.skipif(not is_root(), reason="an ordinary user runs the servers as himself")
def test_root_gives_the_servers_to_an_ordinary_account(data_dir: Path) -> None:
    code = (
        "from django.db import connection as c; k = c.cursor();"
        "k.execute(\"select pg_read_file('/proc/self/status')\"); print(k.fetchone()[0])"
    )
    done = manage(data_dir, "shell", "-v", "0", "-c", code)
    uids = next(line.split()[1:] for line in done.stdout.splitlines() if line.startswith("Uid:"))
    assert "0" not in uids
    assert (data_dir / "run").stat().st_mode & 0o777 == 0o700
    assert (data_dir / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not is_root(), reason="an ordinary user reaches his own folders")
def test_root_finds_another_place_for_the_servers_when_the_data_lie_in_a_private_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    from erp.embedded import place

    private = data_dir / "home"
    private.mkdir(parents=True, mode=0o700)
    private.chmod(0o700)
    substitutes = data_dir / "substitutes"
    data_dir.chmod(0o711)
    monkeypatch.setattr(place, "SUBSTITUTE_BASE", substitutes)
    folder = place.make_data_dir(private / "data")
    settled = place.settle(folder, preferred_account="nobody")
    assert settled.home.parent == substitutes
    assert place.can_enter(settled.run_dir, settled.account)
    assert not place.can_enter(folder, settled.account)
    assert private.stat().st_mode & 0o777 == 0o700
    assert place.settle(folder, preferred_account="nobody").home == settled.home


def test_the_key_is_made_once(data_dir: Path) -> None:
    from erp.embedded.servers import secret_key

    data_dir.mkdir()
    key = secret_key(data_dir)
    assert len(key) > 50
    assert secret_key(data_dir) == key


def manage(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `bin/manage` on the tiny product."""
    return subprocess.run(
        [*MANAGE, *arguments],
        env=environment(ERP_DATA_DIR=str(data_dir)),
        capture_output=True, text=True, check=False, timeout=120,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
