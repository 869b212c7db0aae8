"""What runs day and night: the daemon at rest beside others at rest, how late its notices are, and
what is left of them in it. See processes for how all that is started."""

import shutil
import sqlite3
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

import report
from oneshot import URGE
from processes import Bus, Comodoro, Daemon, Part, Sample, comodoro, sample, start_apart, wait_for
from report import Budget, at_most
from timing import percentile
from world import Home, month_in_remind

# Nothing of the day's plan comes in between; only what is asked for.
QUIET = '[notifications]\nrhythm = "milestones"\nfollow_up_after = "1s"\n'
# By then everybody has found their place.
SETTLE = 5
# After so many notices each place on the screen has been used.
USED = 20
# When an urge is logged, in parts of a second: the question about it is due with a full one.
BEAT = 0.3
# How old, in seconds, a notice is made that is put away: the program looks at the last days.
AGE = 100 * 86_400
RECORD = '#!/bin/sh\nexec date +%s.%N >>"$1"\n'


# What the budgets are told, and a line each for the README.
Found = tuple[list[Budget], list[tuple[str, str]]]


def idle(work: Path, program: Path, seconds: int) -> Found:
    with ExitStack() as stack:
        running = {"nocontact daemon": at_rest(work, program, stack)}
        peers = {
            "atd": lambda: start_apart(work, "atd"),
            "cron": lambda: start_apart(work, "cron"),
            "remind -z": lambda: remind(work, month_in_remind(work / "idle.rem")),
            "comodoro, a timer running": lambda: (
                comodoro() and Comodoro(Home(work, "timer", program))
            ),
        }
        missing = running_peers(peers, running, stack)
        time.sleep(SETTLE)
        before = {name: sample(part.pid) for name, part in running.items()}
        time.sleep(seconds)
        after = {name: sample(part.pid) for name, part in running.items()}
    woken = {name: after[name].woken - before[name].woken for name in running}
    rows = [
        [name, str(found.threads), str(woken[name]), *memory(found)]
        for name, found in after.items()
    ]
    header = [
        "at rest",
        "threads",
        f"wake-ups in {seconds} s",
        "RSS MiB",
        "private KiB",
        "file pages KiB",
        "descriptors",
    ]
    report.table(header, rows)
    if missing:
        print(f"left out, not installed or not root: {', '.join(missing)}")
    said = [
        f"{name.split(',')[0]} {found.threads}, {woken[name]}, {found.rss / 1024:.1f}"
        for name, found in after.items()
    ]
    what = f"the daemon, {seconds} s at rest: threads, wake-ups, MiB"
    summary = [(what, " · ".join(said).removeprefix("nocontact daemon "))]
    return at_rest_budgets(after, woken["nocontact daemon"], seconds), summary


def at_rest_budgets(after: dict[str, Sample], woken: int, seconds: int) -> list[Budget]:
    ours, other = after["nocontact daemon"], after.get("comodoro, a timer running")
    hourly = Budget("daemon, wake-ups in an hour", "not measured (--idle 3600)", "≤ 4", None)
    return [
        at_most("daemon, threads", ours.threads, 1, digits=0),
        at_most(f"daemon, wake-ups in {seconds} s", woken, 0 if seconds < 3600 else 4, digits=0),
        *([hourly] if seconds < 3600 else []),
        at_most("daemon, RSS to comodoro", ours.rss / other.rss if other else None, 0.6, " ×"),
        at_most("daemon, private memory", ours.dirty, 256, " KiB", 0),
    ]


def memory(found: Sample) -> list[str]:
    known = [
        str(value) if value is not None else "?"
        for value in (found.dirty, found.clean, found.descriptors)
    ]
    return [f"{found.rss / 1024:.1f}", *known]


def at_rest(work: Path, program: Path, stack: ExitStack) -> Part:
    """The daemon on a bus of its own with a real server, after its first notice."""
    home = Home(work, "idle", program)
    home.settings(QUIET)
    home.month()
    bus = Bus(work / "idle-bus")
    stack.callback(bus.end)
    for part in bus.dunst():
        stack.callback(part.end)
    home.env |= bus.env
    daemon = Daemon(home)
    stack.callback(daemon.end)
    wait_for("the welcome", lambda: len(shown(home)) == 1)
    return daemon


def running_peers(peers: dict, running: dict[str, Part], stack: ExitStack) -> list[str]:
    """Starts those that are there; returns the names of the others."""
    missing = []
    for name, start in peers.items():
        try:
            part = start()
        except RuntimeError as error:
            print(f"{name}: {error}")
            part = None
        if part is None:
            missing.append(name)
        else:
            stack.callback(part.end)
            running[name] = part
    return missing


def remind(work: Path, file: Path, *more: str) -> Part | None:
    program = shutil.which("remind")
    env = {"HOME": str(work), "TZ": "UTC", "PATH": "/usr/bin:/bin"}
    return Part([program, "-z", *more, str(file)], env, work / "remind.log") if program else None


def shown(home: Home) -> list[int]:
    """When each notice that was shown was due, in seconds."""
    file = sqlite3.connect(f"file:{home.data}?mode=ro", uri=True, timeout=5)
    try:
        rows = file.execute("SELECT due FROM ledger WHERE state = 'shown'")
        # Those that were put away, where they were.
        recent = time.time() - AGE / 2
        return sorted(due if due > recent else due + AGE for (due,) in rows)
    finally:
        file.close()


def notices(work: Path, program: Path, count: int) -> Found:
    """So many notices to a server that writes down when each arrives; meanwhile each full minute
    what the peers do in the same minute."""
    home = Home(work, "notices", program)
    home.settings(QUIET)
    home.month()
    arrivals = work / "arrivals"
    with ExitStack() as stack:
        bus = Bus(work / "notices-bus")
        stack.callback(bus.end)
        stack.callback(bus.receiver(arrivals).end)
        home.env |= bus.env
        daemon = Daemon(home)
        stack.callback(daemon.end)
        wait_for("the welcome", lambda: len(shown(home)) == 1)
        time.sleep(SETTLE)
        records, missing = each_minute(work, count // 60, stack)
        samples, commits, other = {0: sample(daemon.pid)}, [], beside(work)
        for number in range(1, count + 1):
            put_away(home)
            commits.append(beat(home, other))
            if number in (min(USED, count // 2), count):
                wait_for("the last notices", lambda all=number + 1: len(shown(home)) == all)
                time.sleep(BEAT)
                samples[number] = sample(daemon.pid)
        due = shown(home)[1:]
    arrived = [int(line) / 1e9 for line in arrivals.read_text().split()][1:]
    if len(due) != len(arrived):
        raise RuntimeError(f"{len(due)} notices are in the record, and {len(arrived)} arrived")
    late = [at - planned for at, planned in zip(arrived, due, strict=True)]
    peers = {name: read_times(file) for name, file in records.items()}
    budgets = lateness(late, commits, peers, missing) + growth(samples)
    said = [
        f"{name} {percentile(values, 95) * 1e3:.0f}"
        for name, values in {"a commit alone": commits, **peers}.items()
        if values
    ]
    ours = f"{percentile(late, 95) * 1e3:.0f}"
    return budgets, [("a notice, how late in ms, 95 % of them", " · ".join([ours, *said]))]


def read_times(file: Path) -> list[float]:
    """Seconds after the full minute."""
    return [float(word) % 60 for word in file.read_text().split()] if file.exists() else []


def put_away(home: Home) -> None:
    """Makes of the last minutes the weeks that so many notices take: all but the newest, and the
    urges they asked about, are some days old and lie before the window. What lies there costs
    nothing, see growth; what is recent stays as much as it is in a month."""
    until = int(time.time()) - USED
    with sqlite3.connect(home.data, timeout=5) as file:
        file.execute(
            """UPDATE entries SET at = at - :age, logged_at = logged_at - :age WHERE kind = 'urge'
            AND logged_at BETWEEN :until - 5 AND :until""",
            {"until": until, "age": AGE},
        )
        file.execute(
            """UPDATE ledger SET due = due - :age, at = at - :age WHERE kind = 'follow-up'
            AND due BETWEEN :until - 5 AND :until""",
            {"until": until, "age": AGE},
        )
    file.close()


def beat(home: Home, other: sqlite3.Connection) -> float:
    """Logs an urge in the next second. Returns how long, when its turn is over, one commit takes
    that is as durable as the claim of a notice: what no program could do without."""
    time.sleep((BEAT - time.time()) % 1)
    home.run(URGE)
    time.sleep((2 * BEAT - time.time()) % 1)
    begun = time.perf_counter()
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO claims VALUES (?)", (begun,))
    other.execute("COMMIT")
    return time.perf_counter() - begun


def beside(directory: Path) -> sqlite3.Connection:
    """A file of its own, kept as the program keeps its own."""
    other = sqlite3.connect(directory / "beside.db", isolation_level=None)
    other.executescript(
        "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; CREATE TABLE claims (at REAL);"
    )
    return other


def lateness(
    late: list[float], commits: list[float], peers: dict, missing: list[str]
) -> list[Budget]:
    measured = {"nocontact daemon": late, "one durable commit alone": commits, **peers}
    rows = [lateness_row(name, values) for name, values in measured.items()]
    report.table(["how late, ms", "times", "earliest", "p50", "p95", "latest"], rows)
    if missing:
        print(f"left out, not installed, not root, or no full minute: {', '.join(missing)}")
    early = sum(value < 0 for value in late)
    p95, alone = (percentile(values, 95) * 1e3 for values in (late, commits))
    return [
        Budget(
            "a notice, how late, p95",
            f"{p95:.2f} ms (a commit alone {alone:.2f})",
            "≤ 5 ms",
            p95 <= 5,
        ),
        Budget("a notice, early", f"{early} of {len(late)}", "none", early == 0),
    ]


def lateness_row(name: str, late: list[float]) -> list[str]:
    figures = [min(late), *(percentile(late, p) for p in (50, 95)), max(late)] if late else []
    return [name, str(len(late)), *([f"{value * 1e3:.2f}" for value in figures] or ["?"] * 4)]


def growth(samples: dict[int, Sample]) -> list[Budget]:
    """How much more there is after the last notice than after the first ones."""
    print()
    report.table(
        ["the daemon after", "RSS MiB", "private KiB", "file pages KiB", "descriptors"],
        [[f"notice {number + 1}", *memory(found)] for number, found in samples.items()],
    )
    *earlier, (last, end) = samples.items()
    found = []
    for number, begin in earlier:
        what = f"daemon, from notice {number + 1} to {last + 1}"
        known = begin.dirty is not None
        descriptors = end.descriptors - begin.descriptors if known else None
        memory_more = end.dirty - begin.dirty if known else None
        found.append(at_most(f"{what}, descriptors more", descriptors, 0, digits=0))
        found.append(at_most(f"{what}, private memory more", memory_more, 64, " KiB", 0))
    return found


def each_minute(work: Path, minutes: int, stack: ExitStack) -> tuple[dict[str, Path], list[str]]:
    """Has each peer write down the time with each of the next full minutes, if there are any."""
    record = work / "record"
    record.write_text(RECORD)
    record.chmod(0o755)
    files = {name: work / f"{name}.times" for name in ("remind", "cron", "at")}
    if minutes < 1:
        return {}, list(files)
    first = int(time.time()) // 60 * 60 + 60
    times = [time.localtime(first + 60 * number) for number in range(minutes)]
    reminders = work / "minutes.rem"
    reminders.write_text(
        "".join(
            time.strftime("REM %d %b %Y AT %H:%M MSG now\n", time.gmtime(first + 60 * number))
            for number in range(minutes)
        )
    )
    running: dict[str, Part] = {}
    missing = running_peers(
        {
            "remind": lambda: remind(work, reminders, f"-k{record} {files['remind']} %s"),
            "cron": lambda: start_apart(work, "cron", f"* * * * * {record} {files['cron']}\n"),
            "at": lambda: start_apart(work, "atd"),
        },
        running,
        stack,
    )
    if atd := running.get("at"):
        for at in times:
            job = [
                "nsenter",
                "-t",
                str(atd.pid),
                "-m",
                *time.strftime("at -t %Y%m%d%H%M", at).split(),
            ]
            subprocess.run(
                job,
                input=f"{record} {files['at']}\n".encode(),
                capture_output=True,
                cwd="/",
                check=True,
            )
    return {name: files[name] for name in running}, missing
