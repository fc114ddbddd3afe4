"""The desk under load: its pages as 50 people use them at once, with the made-up desk, and with a million mentions.

Each of them opens a page, reads for some seconds, opens the next. The peer is the desk's own log-in page from the same
server in the same run, which asks the database for nothing: how many times longer another page takes is what the desk
costs, whatever the machine.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.report import BenchReport, Row

Say = Callable[[str], None]
Times = dict[str, list[float]]
PEOPLE = 50
READING_SECONDS = 3.0
"""How long a person looks at a page before opening the next, on average."""
WARMING_SECONDS = 30.0
"""How long everybody works before it counts: the desk's processes read their models at the first question."""
LOG_IN = "/accounts/login/"
# Printed by a process that has the desk's settings: sessions of made-up people, and pages that they may open.
PREPARE = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from manumit_desk.agencies.models import User
from manumit_desk.agencies.roles import WORKS_WITH_RECORDS
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.agencies.queries import memberships_of
from manumit_desk.cases.models import Case
from manumit_desk.registry.models import HitSide, Mention
from manumit_desk.tips.models import Tip
from django.utils import timezone

store = import_module(settings.SESSION_ENGINE).SessionStore
people = []
for user in User.objects.filter(is_demo=True):
    membership = memberships_of(user.pk, timezone.localdate()).first()
    if membership is None or membership.role not in WORKS_WITH_RECORDS:
        continue
    viewer = Viewer.of(membership, has_second_factor=True)
    session = store()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    pages = {"Today": "/", "Tips": "/tips/", "Cases": "/cases/", "Hits": "/hits/", "Subjects": "/subjects/"}
    pages |= {"Search by name": "/search/?q=maria+lopez", "Search by phone": "/search/?q=504+555+0142"}
    pages |= {"Measures": "/measures/", "Plan": "/plan/"}
    for name, model, path in (("A case", Case, "/cases/{}/"), ("A tip", Tip, "/tips/{}/")):
        one = model.objects.visible_to(viewer).first()
        if one:
            pages[name] = path.format(one.pk)
    side = HitSide.objects.filter(agency=membership.agency_id, is_told=True).first()
    if side:
        pages["A hit"] = f"/hits/{side.hit_id}/"
    mention = Mention.objects.visible_to(viewer).filter(kind="person", subject__isnull=False).first()
    if mention:
        pages["A subject"] = f"/subjects/{mention.pk}/"
    people.append({"cookie": f"sessionid={session.session_key}", "pages": pages})
print(json.dumps(people))
"""


def run(quick: bool, say: Say) -> BenchReport:
    """Measure; `quick` for half a minute and without the million mentions."""
    with tempfile.TemporaryDirectory(prefix="manumit-bench-") as folder:
        desk = _Desk(Path(folder), say)
        desk.manage("migrate", "--verbosity", "0")
        desk.manage("load_demo")
        rows = desk.measure("made-up desk", 25 if quick else 90)
        if not quick:
            say("loading a million mentions")
            desk.manage("load_demo", "--mentions", "1000000")
            rows += desk.measure("a million mentions", 90)
    return BenchReport(name="desk", title="The desk under load", rows=rows, quick=quick)


class _Desk:
    """A desk in a folder of its own."""

    def __init__(self, folder: Path, say: Say) -> None:
        self.say, self.port = say, _free_port()
        self.environment = {**os.environ, "MANUMIT_DATA": str(folder / "data")}
        self.environment |= {"MANUMIT_ADDRESS": f"http://127.0.0.1:{self.port}", "MANUMIT_DEBUG": "0"}

    def manage(self, *command: str) -> str:
        """Run one of the desk's commands; gives what it printed."""
        self.say(f"desk: {command[0]}")
        done = subprocess.run(
            [sys.executable, "-m", "manumit_desk", *command],
            env=self.environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def measure(self, what: str, seconds: float) -> list[Row]:
        """A row for each page: the 95th percentile in milliseconds beside that of the log-in page."""
        people = json.loads(self.manage("shell", "--verbosity", "0", "-c", PREPARE).strip().splitlines()[-1])
        with self.open():
            self.say(f"{PEOPLE} people at work for {seconds:.0f} seconds: {what}")
            self.work(people, WARMING_SECONDS)
            times = self.work(people, seconds)
        peer = _p95(times.pop(LOG_IN))
        return [
            Row(
                measure=f"{page}, p95, {what}",
                ours=_p95(taken),
                peer=peer,
                unit="ms",
                runs=len(taken),
                note=f"median {sorted(taken)[len(taken) // 2]:.0f} ms; beside the log-in page",
            )
            for page, taken in sorted(times.items())
        ]

    @contextmanager
    def open(self) -> Iterator[None]:
        """The desk as `serve` runs it, until the block ends."""
        command = [sys.executable, "-m", "manumit_desk", "serve", "--port", str(self.port)]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL) as served:
            try:
                _wait_for(self.port, served)
                yield
            finally:
                served.send_signal(signal.SIGTERM)
                served.wait(30)

    def work(self, people: list[dict[str, Any]], seconds: float) -> Times:
        """Let everybody open pages at random for so long; gives the milliseconds of each page."""
        times: Times = defaultdict(list)
        lock, end = threading.Lock(), time.monotonic() + seconds
        workers = [
            threading.Thread(target=self._person, args=(people[number % len(people)], number, end, times, lock))
            for number in range(PEOPLE)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return times

    def _person(self, person: dict[str, Any], seed: int, end: float, times: Times, lock: threading.Lock) -> None:
        chance = random.Random(seed)  # noqa: S311
        pages = list(person["pages"].items())
        time.sleep(chance.uniform(0, READING_SECONDS))
        while time.monotonic() < end:
            name, path = chance.choice([*pages, (LOG_IN, LOG_IN)])
            taken = self._get(path, {} if name == LOG_IN else {"Cookie": person["cookie"]})
            with lock:
                times[name].append(taken)
            time.sleep(chance.expovariate(1 / READING_SECONDS))

    def _get(self, path: str, headers: dict[str, str]) -> float:
        """The milliseconds until a page was read whole; anything but a page ends the run."""
        started = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status not in (200, 302):  # a subject may stand under another record's address by now
            raise RuntimeError(f"{path} answered {answer.status}")
        return (time.perf_counter() - started) * 1000


def _p95(taken: list[float]) -> float:
    return quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int, served: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if served.poll() is not None:
            raise RuntimeError("the desk ended before it answered")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the desk does not answer")
