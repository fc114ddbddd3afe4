"""Run the desk on this machine: its pages and its background worker, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

HOST = "127.0.0.1"
SECONDS_TO_END = 20
HOURLY = ("keep_up_hits",)
"""Commands that time alone makes necessary. Where the desk does not run by `serve`, cron runs them."""


class Command(BaseCommand):
    """Bring the database up to date, then start the pages and the worker; end both together."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the port on this machine (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=2, help="processes that answer (default: %(default)s)")

    def handle(self, *args: Any, port: int, workers: int, **options: Any) -> None:
        if is_open(port):
            raise CommandError(
                f"Port {port} is taken, perhaps by a desk that runs already. Choose another: --port {port + 1}"
            )
        call_command("migrate", verbosity=0)
        address = os.environ.setdefault("MANUMIT_ADDRESS", f"http://localhost:{port}")
        # Ended like Ctrl-C ends it, so that nothing is left running.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        running = [start(command) for command in programs(port, workers)]
        try:
            self.wait_for(port, running)
            self.stdout.write(f"The desk is open at {address} and keeps its data in {settings.DATA}. Ctrl-C closes it.")
            self.watch(running)
        except KeyboardInterrupt:
            self.stdout.write("\nClosing the desk. Nothing is lost.")
        finally:
            end(running)

    def wait_for(self, port: int, running: "Sequence[subprocess.Popen[bytes]]") -> None:
        """Return when the pages answer."""
        while not is_open(port):
            self.check_alive(running)
            time.sleep(0.1)

    def watch(self, running: "Sequence[subprocess.Popen[bytes]]") -> None:
        """Return never; each hour do what is due; raise when one of the programs ended by itself."""
        due = time.monotonic()
        while True:
            self.check_alive(running)
            if time.monotonic() >= due:
                due += 3600
                for name in HOURLY:
                    subprocess.run(desk_command(name), stdout=subprocess.DEVNULL, check=False)  # noqa: S603
            time.sleep(0.5)

    def check_alive(self, running: "Sequence[subprocess.Popen[bytes]]") -> None:
        if any(program.poll() is not None for program in running):
            raise CommandError("A part of the desk ended by itself; why stands above. The rest was closed too.")


def programs(port: int, workers: int) -> list[list[str]]:
    """The command lines: gunicorn for the pages; a worker, where background work waits in the database."""
    pages = [sys.executable, "-m", "gunicorn", "manumit_desk.wsgi", "--bind", f"{HOST}:{port}", "--no-control-socket"]
    pages += ["--workers", str(workers), "--threads", "4", "--log-level", "warning", "--timeout", "60"]
    if "django_tasks_db" not in settings.TASKS["default"]["BACKEND"]:
        return [pages]
    return [pages, desk_command("db_worker", "--queue-name", "*", "--verbosity", "0")]


def desk_command(*words: str) -> list[str]:
    """The command line of one of the desk's commands."""
    return [sys.executable, "-m", "manumit_desk", *words]


def start(command: list[str]) -> "subprocess.Popen[bytes]":
    """Start one program in a session of its own: Ctrl-C reaches only us, and each is told to end once."""
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603


def end(running: "Sequence[subprocess.Popen[bytes]]") -> None:
    """Tell all to end, and wait: a worker first finishes what it does."""
    for program in running:
        program.terminate()
    until = time.monotonic() + SECONDS_TO_END
    for program in running:
        try:
            program.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def is_open(port: int) -> bool:
    """Whether something answers on this port of this machine."""
    with socket.socket() as caller:
        caller.settimeout(1)
        return caller.connect_ex((HOST, port)) == 0
