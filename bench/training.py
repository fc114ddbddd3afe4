"""Rosters of three departments: read, and their people counted once, beside the same folded name and e-mail address.

Each department keeps its own columns, and its people overlap. Some write themselves otherwise the next time: a
mistyped letter, a short name, a new family name, a private address, none at all. The truth is known: the rosters are
made of a made-up nation.
"""

import csv
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl

from bench.report import BenchReport, Row
from manumit.formats.rosters import read_roster
from manumit.link.evaluate import Quality, evaluate
from manumit.link.text import fold
from manumit.world import make_world
from manumit_desk.training.counting import count_once

Say = Callable[[str], None]
Person = dict[str, str]
ROWS = 300_000
QUICK_ROWS = 9_000
ROWS_A_PERSON = 1.8
TODAY = date(2026, 3, 2)
TOWNS = [(f"{start}{end}", state) for state in ("TX", "LA", "NM", "CA", "NY", "OH", "FL", "GA", "WA", "IL")
         for start in ("Spring", "Green", "Oak", "River", "Fair", "Lake", "Clear", "Mill")
         for end in ("field", "ville", "ton", "wood", "view")]  # fmt: skip
JOBS = (
    "Police officer",
    "Nurse",
    "Teacher",
    "Flight attendant",
    "Case manager",
    "Wage inspector",
    "Analyst",
    "Sheriff",
)
HEADERS = (
    ["First Name", "Last Name", "E-mail Address", "Work Phone", "Agency", "Job Title", "Work City", "State",
     "Course Title", "Date Completed"],
    ["Participant Name", "Email", "Telephone", "Organization", "Position", "City", "ST", "Training", "Training Date"],
    ["LNAME", "FNAME", "Work Email", "Cell", "Employer", "Occupation", "Duty Station", "Work State", "Module", "Date"],
)  # fmt: skip


def run(quick: bool, say: Say) -> BenchReport:
    """Measure; `quick` on a few thousand rows."""
    wanted = QUICK_ROWS if quick else ROWS
    say(f"making rosters with {wanted:,} rows")
    people = _people(wanted)
    with tempfile.TemporaryDirectory(prefix="manumit-bench-") as folder:
        paths, truth = _write_rosters(Path(folder), people, wanted)
        say("reading and counting")
        rows = list(_measure(paths, truth, say))
    return BenchReport(name="training", title="Professionals counted once (training)", rows=rows, quick=quick)


def _measure(paths: list[Path], truth: dict[str, str], say: Say) -> Iterator[Row]:
    started, busy = time.perf_counter(), _busy()
    read = [read_roster(path, latest=TODAY).reading for path in paths]
    table = pl.concat(
        reading.table.with_columns(id=pl.format(f"{number}:{{}}", "_row")) for number, reading in enumerate(read)
    )
    reading_took = time.perf_counter() - started
    clusters = count_once(
        table.rename({"agency": "employer"}), workers=2, progress=lambda stage, done: say(f"{stage}: {done:.0%}")
    )
    whole, busy = time.perf_counter() - started, _busy() - busy
    started = time.perf_counter()
    peer = pl.DataFrame({"id": table["id"], "cluster_id": _same_text(table)})
    peer_took = time.perf_counter() - started
    ours, theirs = _quality(clusters, truth), _quality(peer, truth)
    of = f"{table.height:,} rows of three departments"
    yield Row(measure=f"{of}, read and counted once", ours=whole, unit="s", note=f"reading {reading_took:.1f} s of it")
    yield Row(measure=f"{of}, processor time of both", ours=busy, unit="s", note="of all cores together")
    yield Row(measure=f"{of}, counting alone", ours=whole - reading_took, peer=peer_took, unit="s",
              note="peer: the same folded name and e-mail address")  # fmt: skip
    for name in ("precision", "recall", "f1"):
        value, beside = getattr(ours.pairwise, name), getattr(theirs.pairwise, name)
        yield Row(measure=f"{name} of pairs", ours=value, peer=beside, unit="share", higher_is_better=True)
    net = len({truth[one] for one in table["id"]})
    yield Row(
        measure="net count beside the truth", ours=clusters["cluster_id"].n_unique() / net,
        peer=peer["cluster_id"].n_unique() / net, unit="times", note=f"1 is right; truly {net:,} people",
        higher_is_better=False,
    )  # fmt: skip


def _busy() -> float:
    """Seconds that this process and those it began have kept cores busy."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _quality(clusters: pl.DataFrame, truth: dict[str, str]) -> Quality:
    return evaluate(clusters, pl.DataFrame({"id": list(truth), "entity_id": list(truth.values())}))


def _same_text(table: pl.DataFrame) -> list[str]:
    """The peer's key of each row: names in the order of the alphabet, and the address, both folded."""
    keys = []
    for row in table.select("name", "given_name", "family_name", "email").iter_rows():
        words = sorted(word for part in row[:3] if part for word in fold(part))
        keys.append(" ".join(words) + " " + (row[3] or "").casefold())
    return keys


def _people(rows: int) -> list[Person]:
    """Grown people of a made-up nation, with a town, an employer and addresses."""
    count = round(rows / ROWS_A_PERSON * 1.05)
    everyone = make_world(count * 2, seed=23, kinds=("person",)).tables["people"]
    grown = everyone.filter(~pl.col("historic") & (pl.col("birth_date").dt.year() < 2004)).head(count)
    return [_professional(row, random.Random(number)) for number, row in enumerate(grown.iter_rows(named=True))]  # noqa: S311


def _professional(row: dict[str, str], chance: random.Random) -> Person:
    town, state = chance.choice(TOWNS)
    given, family = row["given_name"], row["family_name"]
    plain = ".".join(fold(given)[:1] + fold(family)[:1])
    employer = f"{town} {chance.choice(('Police', 'Hospital', 'Schools', 'Transit', 'Shelter', 'County'))}"
    domain = "".join(fold(employer)) + f".{state.lower()}.example"
    return {
        "person": row["person"], "given": given, "family": family, "birth_family": row["birth_family_name"],
        "town": town, "state": state, "employer": employer, "job": chance.choice(JOBS),
        "work": f"{plain}{chance.choice(['', '', chance.randrange(9)])}@{domain}",
        "private": f"{plain}{chance.randrange(1000)}@mail.example",
        "phone": f"{chance.randrange(201, 990)} 555 {chance.randrange(10_000):04d}",
    }  # fmt: skip


def _write_rosters(folder: Path, people: list[Person], wanted: int) -> tuple[list[Path], dict[str, str]]:
    """The three files, and who each row is: `department:row` to person."""
    chance = random.Random(29)  # noqa: S311
    paths, truth = [], {}
    picked: list[list[Person]] = [[], [], []]
    while sum(map(len, picked)) < wanted:
        for one in people:
            home = chance.randrange(3)
            for department in range(3):
                if department == home or chance.random() < 0.4:
                    picked[department].append(one)
    for department, header in enumerate(HEADERS):
        path = folder / f"department-{department}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([["Department roster"], [], header])
            for number, one in enumerate(picked[department], 4):
                writer.writerow(_row(department, _as_written(one, chance), chance))
                truth[f"{department}:{number}"] = one["person"]
        paths.append(path)
    return paths, truth


def _as_written(one: Person, chance: random.Random) -> Person:
    """A person as they fill in a list: mostly right."""
    said = dict(one)
    said["email"] = one["work"] if chance.random() < 0.72 else one["private"] if chance.random() < 0.7 else ""
    said["phone"] = one["phone"] if chance.random() < 0.35 else ""
    if chance.random() < 0.04:
        said["family"] = one["birth_family"]
    if chance.random() < 0.06:
        said["given"] = said["given"][:1] if chance.random() < 0.5 else said["given"][:4]
    for field in ("given", "family", "email"):
        if said[field] and chance.random() < 0.04:
            at = chance.randrange(len(said[field]))
            said[field] = said[field][:at] + said[field][at + 1 :]
    if chance.random() < 0.16:
        said["employer"] = said["employer"] + " Dept" if chance.random() < 0.6 else f"{one['town']} Services"
    if chance.random() < 0.05:
        said["town"] = chance.choice(TOWNS)[0]
    return said


def _row(department: int, one: Person, chance: random.Random) -> list[str]:
    day = date(2025, chance.randrange(1, 13), chance.randrange(1, 29))
    rest = [one["email"], one["phone"], one["employer"], one["job"], one["town"], one["state"]]
    if department == 0:
        return [one["given"], one["family"], *rest, "Signs of trafficking", f"{day:%m/%d/%Y}"]
    if department == 1:
        return [f"{one['family']}, {one['given']}", *rest, "Human trafficking 101", f"{day:%d-%b-%Y}"]
    return [one["family"].upper(), one["given"].upper(), *rest, "Module 1", day.isoformat()]
