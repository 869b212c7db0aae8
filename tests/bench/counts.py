"""What can be counted instead of timed, and hardly moves with the load: instructions, system calls,
and how often the disk is waited for. By valgrind and strace, where they are installed."""

import re
import shutil
import subprocess
from pathlib import Path

import report
from oneshot import INSERT, STATUS, URGE, Peers, nothing, ours
from report import Budget, at_most
from timing import Command
from world import Home, Restored

SYNCS = {"fsync", "fdatasync", "sync", "syncfs", "sync_file_range", "msync"}


def instructions(command: Command) -> int | None:
    """Instructions in user space; none of a run that valgrind did not bring to its end."""
    if not shutil.which("valgrind"):
        return None
    command.before()
    line = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command.argv]
    ran = subprocess.run(
        line, env=command.env, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if ran.returncode != 0:
        said = re.search(r"Process terminating.*", re.sub(r"==\d+== ?", "", ran.stderr))
        print(f"not counted: {command.name} (in valgrind: {said[0] if said else ran.returncode})")
        return None
    found = re.search(r"Collected : (\d+)", ran.stderr)
    return int(found[1]) if found else None


def system_calls(command: Command, work: Path) -> list[str] | None:
    """Their names, in order."""
    if not shutil.which("strace"):
        return None
    command.before()
    trace = work / "trace"
    line = ["strace", "-f", "-qq", "-o", str(trace), *command.argv]
    ran = subprocess.run(line, env=command.env, stdin=subprocess.DEVNULL, capture_output=True)
    if ran.returncode != 0:
        print(f"not counted: {command.name} (in strace: exit {ran.returncode})")
        return None
    return re.findall(r"^\d+ +(\w+)\(", trace.read_text(errors="replace"), re.MULTILINE)


def number(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def measure(home: Home, work: Path, peers: Peers) -> list[Budget]:
    sqlite = home.data.with_name("counted.db")
    shutil.copy2(home.data, sqlite)
    status, urge = ours(home, "status"), ours(home, URGE, before=Restored(home.data))
    insert = peers.sqlite("sqlite3, the same INSERT", sqlite, INSERT, before=Restored(sqlite))
    rows, counted, syncs = [], {}, {}
    for command in [
        nothing(home),
        status,
        *peers.command("remind", "remind", ["-q", str(peers.rem)]),
        *peers.sqlite("sqlite3, one SELECT", home.data, STATUS),
        urge,
        *insert,
        ours(home, "log"),
    ]:
        calls = system_calls(command, work)
        counted[command.name] = instructions(command)
        syncs[command.name] = None if calls is None else sum(name in SYNCS for name in calls)
        rows.append(
            [
                command.name,
                number(counted[command.name]),
                number(None if calls is None else len(calls)),
                number(syncs[command.name]),
            ]
        )
    report.table(["command", "instructions", "system calls", "waits for the disk"], rows)
    theirs = syncs[insert[0].name] if insert else None
    fair = None if theirs is None or syncs[urge.name] is None else syncs[urge.name] <= theirs
    return [
        at_most("status, instructions", counted[status.name], 700_000, digits=0),
        Budget(
            "an urge, waits for the disk",
            number(syncs[urge.name]),
            f"≤ {number(theirs)}, as sqlite3",
            fair,
        ),
    ]
