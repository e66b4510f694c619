import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from erp.embedded.processes import Child, birth_of, stop_recorded
from erp.embedded.state import DataLock, RunRecord
from tests.embedded.harness import eventually_dead

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF_WITH_CHILD = [
    sys.executable, "-c",
    "import signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(60)\n",
]  # fmt: skip


def child_of(tmp_path: Path, command: list[str], **options: float) -> Child:
    child = Child(
        name="example", command=command, env=dict(os.environ), cwd=tmp_path, log=tmp_path / "log", **options  # type: ignore[arg-type]  # the names are known where it is called
    )  # fmt: skip
    child.start()
    return child


def test_a_birth_names_one_process_and_ends_with_it(tmp_path: Path) -> None:
    child = child_of(tmp_path, SLEEP)
    pid, born = child.pid, child.born
    assert born is not None
    assert birth_of(pid) == born
    assert birth_of(os.getpid()) != born
    child.stop()
    assert birth_of(pid) is None


def test_stopping_takes_the_whole_group_when_the_program_does_not_listen(tmp_path: Path) -> None:
    child = child_of(tmp_path, DEAF_WITH_CHILD, patience=0.3)
    while not (tmp_path / "log").read_text().strip():
        time.sleep(0.02)
    grandchild = int((tmp_path / "log").read_text())
    pid = child.pid
    child.stop()
    assert eventually_dead({pid, grandchild}) == set()


def test_the_exit_code_and_the_end_of_the_log_are_known(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("of an earlier run\n")
    child = child_of(tmp_path, [sys.executable, "-c", "print('last words'); raise SystemExit(3)"])
    while child.is_running:
        time.sleep(0.02)
    assert child.returncode == 3
    assert child.log_tail() == "    last words"
    child.stop()
    killed = child_of(tmp_path, SLEEP)
    os.kill(killed.pid, signal.SIGKILL)
    while killed.is_running:
        time.sleep(0.02)
    assert killed.returncode == -signal.SIGKILL
    killed.stop()


def test_only_the_recorded_process_is_ended(tmp_path: Path) -> None:
    ours = subprocess.Popen(SLEEP, start_new_session=True)
    stranger = subprocess.Popen(SLEEP, start_new_session=True)
    born = birth_of(ours.pid)
    records = [
        {"name": "ours", "pid": ours.pid, "born": born, "signal": int(signal.SIGTERM)},
        {
            "name": "id with a new owner",
            "pid": stranger.pid,
            "born": f"{born}0",
            "signal": int(signal.SIGTERM),
        },
        {"name": "of another boot", "pid": 999_999, "born": "earlier/1", "signal": int(signal.SIGTERM)},
    ]
    assert stop_recorded(records) == ["ours"]
    assert ours.wait(timeout=5) == -signal.SIGTERM
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_lock_is_held_once_and_freed_with_its_holder(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable, "-c",
            "import sys, time; from pathlib import Path; from erp.embedded.state import DataLock\n"
            "lock = DataLock(Path(sys.argv[1])); print(lock.acquire(), flush=True); time.sleep(60)",
            str(tmp_path),
        ],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"
    lock = DataLock(tmp_path)
    assert not lock.acquire()
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert lock.acquire()
    lock.release()


def test_a_spoiled_record_is_no_record(tmp_path: Path) -> None:
    record = RunRecord.of(tmp_path)
    record.write([])
    assert RunRecord.read(tmp_path) == record
    assert record.is_alive
    (tmp_path / "run.json").write_text('{"half": ')
    assert RunRecord.read(tmp_path) is None
    (tmp_path / "run.json").write_text('{"unknown": 1}')
    assert RunRecord.read(tmp_path) is None
