"""The homes in which everything runs, and what is in them.

Owns the files that are read: a person's month in the program's own file and in those of the peers,
each with the same number of urges, and the files with up to a million entries before it. The
program makes its file itself, so that the tables are its own; the rows are then written by SQL from
a seeded generator, because a million commands would take an hour.
"""

import json
import os
import random
import sqlite3
import subprocess
import time
import uuid
from pathlib import Path

# A window that has been open for so many days, and what was logged in it.
DAYS = 18
URGES = 40
FEELINGS = ["lonely", "sad", "angry", "anxious", "bored", "tired", "missing them", None]
# One entry of a closed window every so many seconds.
EVERY = 600
CLOSED_WINDOW = 30 * 86_400


class Home:
    """A home for one person, with nothing of the environment of who runs this."""

    def __init__(self, parent: Path, name: str, program: Path):
        self.path = parent / name
        self.program = str(program)
        self.env = {"HOME": str(self.path), "TZ": "Europe/Berlin", "LANG": "C.UTF-8"}
        self.env["PATH"] = os.environ["PATH"]
        self.env["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={self.path}/none"
        directories = {
            "XDG_CONFIG_HOME": ".config",
            "XDG_DATA_HOME": ".local/share",
            "XDG_STATE_HOME": ".local/state",
            "XDG_RUNTIME_DIR": "run",
        }
        for variable, directory in directories.items():
            (self.path / directory).mkdir(parents=True, mode=0o700)
            self.env[variable] = str(self.path / directory)

    @property
    def data(self) -> Path:
        return self.path / ".local/share/nocontact/nocontact.db"

    def settings(self, text: str) -> None:
        directory = self.path / ".config/nocontact"
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "config.toml").write_text(text)

    def line(self, words: str) -> list[str]:
        return [self.program, *words.split()]

    def run(self, words: str) -> str:
        ran = subprocess.run(
            self.line(words), env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if ran.returncode != 0:
            raise RuntimeError(f"nocontact {words}: exit {ran.returncode}: {ran.stderr.strip()}")
        return ran.stdout

    def start(self) -> None:
        """Opens the window, without a daemon."""
        since = time.strftime("%Y-%m-%dT%H:%M", time.localtime(time.time() - DAYS * 86_400))
        self.run(f"start --no-daemon --days 30 --since {since}")

    def month(self, closed: int = 0) -> "Home":
        """A month in the middle, with so many entries in closed windows before it."""
        self.start()
        with sqlite3.connect(self.data) as file:
            file.execute("PRAGMA synchronous = OFF")
            file.execute("PRAGMA cache_size = -200000")
            [since] = file.execute("SELECT since FROM windows WHERE live = 1").fetchone()
            if closed:
                before(file, since - 3600, closed)
            write(file, list(lately(since, int(time.time()) - 3600)))
        file.close()
        settle(self.data)
        return self


class Restored:
    """Puts a file, or the files of a directory, back as they are now, so that each run that writes
    finds the same, on the disk already."""

    def __init__(self, place: Path):
        self.place = place
        self.files = [file for file in sorted(place.rglob("*")) or [place] if file.is_file()]
        self.copies = [file.read_bytes() for file in self.files]
        self.modes = [file.stat().st_mode for file in self.files]

    def __call__(self) -> None:
        for file in [*self.place.rglob("*")] if self.place.is_dir() else []:
            if file.is_file() and file not in self.files:
                file.unlink()
        for file, copy, mode in zip(self.files, self.copies, self.modes, strict=True):
            new = file.with_name("bench.new")
            new.write_bytes(copy)
            new.chmod(mode)
            os.rename(new, file)
            settle(file)


def settle(file: Path) -> None:
    """On the disk, so that nobody's sync has to write what somebody else left."""
    for path in (file, file.parent):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def lately(since: int, until: int):
    """The entries of the open window: at, kind and the kind's own fields."""
    dice = random.Random(30)
    for number in range(URGES):
        at = since + (until - since) * (number + 1) // (URGES + 1)
        urge = str(uuid.UUID(int=dice.getrandbits(128), version=4))
        feeling = dice.choice(FEELINGS)
        yield at, "urge", {"id": urge, "strength": dice.randint(1, 5), "feeling": feeling}
        if number % 4 != 3:
            outcome = dice.choice(["easier", "easier", "same", "stronger"])
            yield at + 1260, "outcome", {"urge": urge, "outcome": outcome}
        if number % 3 == 0:
            yield at + 3000, "mood", {"mood": dice.randint(1, 5)}


def write(file: sqlite3.Connection, entries: list) -> None:
    dice = random.Random(31)
    for at, kind, fields in entries:
        made = file.execute(
            "INSERT INTO commands (at, offset, name) VALUES (?, 3600, ?)", (at, kind)
        )
        row = {
            "id": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
            "revision": 0,
            "command": made.lastrowid,
            "live": 1,
            "at": at,
            "offset": 3600,
            "logged_at": at,
            "logged_offset": 3600,
            "kind": kind,
        } | fields
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        file.execute(f"INSERT INTO entries ({names}) VALUES ({marks})", tuple(row.values()))


def before(file: sqlite3.Connection, until: int, count: int) -> None:
    """So many entries in closed windows of 30 days that end before `until`: half of them urges,
    spread over all hours by a generator of residues, the same in every run."""
    first = until - count * EVERY
    numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)"
    file.execute("UPDATE windows SET id = id + 1000000")
    file.execute(
        f"""{numbers} INSERT INTO commands (id, at, offset, name)
        SELECT i + 1000, ?2 + i * {EVERY}, 3600, 'urge' FROM n""",
        (count, first),
    )
    file.execute(
        f"""{numbers} INSERT INTO windows (id, revision, command, live, since, since_offset,
            precision, length, ends_at, zone, started_at, started_offset, closed_at, closed_offset)
        SELECT i + 1, 0, 1000, 1, ?2 + i * {CLOSED_WINDOW}, 3600, 'minute', 30,
            ?2 + (i + 1) * {CLOSED_WINDOW}, 'Europe/Berlin', ?2 + i * {CLOSED_WINDOW}, 3600,
            min(?3, ?2 + (i + 1) * {CLOSED_WINDOW}), 3600 FROM n""",
        (-(-count * EVERY // CLOSED_WINDOW), first, until),
    )
    file.execute(
        f"""{numbers}, e AS (SELECT i, i % 20 AS k, i * 7919 % 65521 AS r FROM n)
        INSERT INTO entries (id, revision, command, live, at, offset, logged_at, logged_offset,
            kind, strength, feeling, outcome, urge, received_kind, mood)
        SELECT printf('%08x-0000-4000-8000-%012x', r, i), 0, i + 1000, 1,
            ?2 + i * {EVERY} + r % {EVERY}, 3600, ?2 + i * {EVERY} + r % {EVERY}, 3600,
            CASE WHEN k % 2 = 0 THEN 'urge' WHEN k < 13 THEN 'outcome' WHEN k < 18 THEN 'mood'
                ELSE 'received' END,
            CASE WHEN k % 2 = 0 THEN 1 + r % 5 END,
            CASE WHEN k % 2 = 0 AND r % 3 > 0 THEN
                CASE r % 4 WHEN 0 THEN 'lonely' WHEN 1 THEN 'sad' WHEN 2 THEN 'bored'
                    ELSE 'tired' END END,
            CASE WHEN k % 2 = 1 AND k < 13 THEN
                CASE r % 3 WHEN 0 THEN 'same' WHEN 1 THEN 'stronger' ELSE 'easier' END END,
            CASE WHEN k % 2 = 1 AND k < 13 THEN
                printf('%08x-0000-4000-8000-%012x', (i - 1) * 7919 % 65521, i - 1) END,
            CASE WHEN k = 19 THEN 'warm' END,
            CASE WHEN k % 2 = 1 AND k > 12 AND k < 18 THEN 1 + r % 5 END FROM e""",
        (count, first),
    )


def month_in_remind(path: Path) -> Path:
    """As many lines as the program has entries: an urge each, with its time."""
    now = time.time()
    lines = [
        time.strftime(
            "REM %d %b %Y AT %H:%M MSG urge 4, lonely\n", time.localtime(now - n * 38_000)
        )
        for n in range(URGES)
    ]
    lines += [f"REM AT {hour}:30 MSG one small thing to do\n" for hour in ("09", "19")]
    path.write_text("".join(lines))
    return path


def month_in_task(env: dict[str, str], program: str, directory: Path) -> dict[str, str]:
    directory.mkdir()
    (directory / "taskrc").write_text("confirmation=off\nverbose=nothing\n")
    env = env | {"TASKRC": f"{directory}/taskrc", "TASKDATA": str(directory)}
    tasks = [
        {
            "description": f"urge 4 lonely {n}",
            "status": "pending",
            "uuid": str(uuid.UUID(int=n + 1)),
        }
        for n in range(URGES)
    ]
    line = [program, "import", "-"]
    subprocess.run(line, env=env, input=json.dumps(tasks), text=True, capture_output=True)
    return env


def month_in_timew(env: dict[str, str], directory: Path) -> dict[str, str]:
    (directory / "data").mkdir(parents=True)
    (directory / "timewarrior.cfg").touch()
    now = time.time()
    months: dict[str, str] = {}
    for number in range(URGES, 0, -1):
        at = now - number * 38_000
        line = time.strftime("inc %Y%m%dT%H%M%SZ", time.gmtime(at))
        # The last one is still open, for otherwise there is nothing to show.
        if number > 1:
            line += time.strftime(" - %Y%m%dT%H%M%SZ", time.gmtime(at + 1200))
        month = time.strftime("%Y-%m", time.gmtime(at))
        months[month] = months.get(month, "") + line + " # urge\n"
    for month, lines in months.items():
        (directory / "data" / f"{month}.data").write_text(lines)
    return env | {"TIMEWARRIORDB": str(directory)}
