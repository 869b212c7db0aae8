"""Commands that are typed: which of the program's is compared with which of the peers', and how.

Owns the questions put to each. Where a peer cannot be asked the same, its nearest command is taken,
and its name says which. It measures nothing itself (see timing) and makes no files (see world).
"""

import shutil
import subprocess
from pathlib import Path

from timing import Command
from world import Home, Restored, month_in_remind, month_in_task, month_in_timew

# What status has to find out, in one question.
STATUS = """SELECT (strftime('%s', 'now') - since) / 86400, length, ends_at,
  (SELECT count(*) FROM entries WHERE live = 1 AND kind = 'urge' AND at >= since),
  (SELECT count(*) FROM entries WHERE live = 1 AND kind = 'contacted' AND at >= since),
  (SELECT max(at) FROM entries WHERE live = 1 AND kind = 'urge'),
  (SELECT count(*) FROM ledger WHERE window = windows.id)
  FROM windows WHERE live = 1 AND closed_at IS NULL"""
LOG = "SELECT * FROM entries WHERE live = 1 ORDER BY at, row"
# The same journal and the same syncs as the program's; one command and one entry, in one commit.
INSERT = """PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; BEGIN IMMEDIATE;
INSERT INTO commands (at, offset, name) VALUES (strftime('%s', 'now'), 3600, 'urge');
INSERT INTO entries (id, revision, command, live, at, offset, logged_at, logged_offset, kind,
  strength, feeling) VALUES (lower(hex(randomblob(16))), 0, last_insert_rowid(), 1,
  CAST(strftime('%s', 'now') AS INTEGER), 3600, CAST(strftime('%s', 'now') AS INTEGER), 3600,
  'urge', 4, 'lonely'); COMMIT;"""
HOURS = """SELECT strftime('%w %H', at + offset, 'unixepoch'), count(*) FROM entries
  WHERE live = 1 AND kind = 'urge' GROUP BY 1"""
URGE = "urge 4 --feeling lonely"
SIZES = [1_000, 10_000, 100_000, 1_000_000]


class Peers:
    """The peers' files in one directory: a month in each."""

    def __init__(self, parent: Path, home: Home):
        self.home = home
        # Those that have to be started first.
        self.extra: list[Command] = []
        self.rem = month_in_remind(parent / "month.rem")
        self.task_data, self.timew_data = parent / "task", parent / "timew"
        self.programs = {
            name: shutil.which(name) for name in ("remind", "sqlite3", "task", "timew")
        }
        self.missing = [name for name, path in self.programs.items() if path is None]
        self.task_env = self.timew_env = home.env
        if task := self.programs["task"]:
            self.task_env = month_in_task(home.env, task, self.task_data)
        self.timew_env = month_in_timew(home.env, self.timew_data)

    def command(self, name: str, program: str, line: list[str], **rest) -> list[Command]:
        path = self.programs[program]
        env = {"task": self.task_env, "timew": self.timew_env}.get(program, self.home.env)
        return [Command(name, [path, *line], env, **rest)] if path else []

    def sqlite(self, name: str, file: Path, sql: str, **rest) -> list[Command]:
        return self.command(name, "sqlite3", ["-init", "/dev/null", str(file), sql], **rest)


def ours(home: Home, words: str, note: str = "", **rest) -> Command:
    name = f"nocontact {words}" + (f", {note}" if note else "")
    return Command(name, home.line(words), home.env, ours=True, **rest)


def nothing(home: Home) -> Command:
    return Command("/bin/true", ["/bin/true"], home.env)


def status(up: Home, down: Home, peers: Peers) -> list[Command]:
    return [
        ours(up, "status", "daemon up"),
        ours(down, "status", "daemon down"),
        nothing(down),
        *peers.command("remind", "remind", ["-q", str(peers.rem)]),
        *peers.sqlite("sqlite3, one SELECT", down.data, STATUS),
        *peers.extra,
        *peers.command("timew", "timew", []),
        *peers.command("task next", "task", ["next"]),
    ]


def urge(up: Home, down: Home, peers: Peers) -> list[Command]:
    """The file of `up` is not put back: its daemon has it open now and then."""
    sqlite = down.data.with_name("sqlite3.db")
    shutil.copy2(down.data, sqlite)
    return [
        ours(down, URGE, before=Restored(down.data)),
        ours(up, URGE, "daemon up"),
        nothing(down),
        *peers.sqlite("sqlite3, the same INSERT", sqlite, INSERT, before=Restored(sqlite)),
        *peers.command(
            "timew start", "timew", ["start", "urge"], before=Restored(peers.timew_data)
        ),
        *peers.command(
            "task add", "task", ["add", "urge", "4", "lonely"], before=Restored(peers.task_data)
        ),
    ]


def log(down: Home, peers: Peers) -> list[Command]:
    return [
        ours(down, "log"),
        nothing(down),
        *peers.sqlite("sqlite3, SELECT *", down.data, LOG),
        *peers.command("timew summary", "timew", ["summary", "2020-01-01", "-", "tomorrow"]),
        *peers.command("task list", "task", ["list"]),
    ]


def knows(home: Home, words: str) -> bool:
    line = home.line(f"{words} --help")
    return subprocess.run(line, env=home.env, capture_output=True).returncode == 0


def stats(home: Home, words: list[str], note: str, peers: Peers) -> list[Command]:
    """One way of asking for figures, beside one scan for one figure over the whole file."""
    name = f"nocontact {words[0]}, {note}"
    return [
        Command(name, [home.program, *words], home.env, ours=True),
        nothing(home),
        *peers.sqlite("sqlite3, naive strftime scan", home.data, HOURS),
    ]


def growing(homes: dict[int, Home], words: str) -> list[Command]:
    """The same with more and more entries in closed windows. Files are not put back: each of them
    grows by the same few entries."""
    return [ours(home, words, f"{size:,} entries") for size, home in homes.items()]
