"""The desk opens on one machine by one command, and closes whole."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command

from manumit_desk.shell.management.commands import serve


def free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind((serve.HOST, 0))
        return int(any_port.getsockname()[1])


def test_it_opens_with_pages_and_styles_and_closes_whole(tmp_path: Path) -> None:
    port = free_port()
    settings = {"MANUMIT_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "manumit_desk.settings"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MANUMIT_")} | settings
    command = [sys.executable, "-u", "-m", "manumit_desk", "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout
        assert f"http://localhost:{port}" in desk.stdout.readline()
        with urlopen(f"http://localhost:{port}/accounts/login/") as page:
            assert b"Log in" in page.read()
        with urlopen(f"http://localhost:{port}/static/vendor/uswds/css/uswds.min.css") as style:
            assert style.status == 200
        desk.send_signal(signal.SIGTERM)
        assert "Nothing is lost" in desk.stdout.read()
    assert not serve.is_open(port)
    assert (tmp_path / "desk.sqlite3").exists()
    assert [path.name for path in tmp_path.iterdir() if path.stat().st_mode & 0o077] == []


def test_a_port_that_is_taken_is_said_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "start", lambda _: pytest.fail("it started something"))
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"--port {port + 1}"):
            call_command("serve", port=port)


def test_when_one_part_ends_by_itself_the_rest_is_closed() -> None:
    part = serve.start([sys.executable, "-c", "import time; time.sleep(60)"])
    ended = serve.start([sys.executable, "-c", ""])
    ended.wait()
    with pytest.raises(CommandError, match="ended by itself"):
        serve.Command().check_alive([part, ended])
    serve.end([part, ended])
    assert part.poll() is not None


def test_without_waiting_work_there_is_no_worker(settings: object) -> None:
    assert len(serve.programs(8000, 2)) == 1
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}  # type: ignore[attr-defined]
    assert "db_worker" in serve.programs(8000, 2)[1]
