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
RECORD = '#!/bin/sh\nexec date +%s.%N >>"$1"\n'


def idle(work: Path, program: Path, seconds: int) -> list[Budget]:
    with ExitStack() as stack:
        running = {"nocontact daemon": at_rest(work, program, stack)}
        peers = {
            "atd": lambda: start_apart(work, "atd", "-f"),
            "cron": lambda: start_apart(work, "cron", "-f"),
            "remind -z": lambda: remind(work, month_in_remind(work / "idle.rem")),
            "comodoro, a timer running": lambda: comodoro() and Comodoro(Home(work, "timer", program)),
        }
        missing = running_peers(peers, running, stack)
        time.sleep(SETTLE)
        before = {name: sample(part.pid) for name, part in running.items()}
        time.sleep(seconds)
        after = {name: sample(part.pid) for name, part in running.items()}
    woken = {name: after[name].woken - before[name].woken for name in running}
    rows = [[name, str(found.threads), str(woken[name]), *memory(found)]
            for name, found in after.items()]
    header = ["at rest", "threads", f"wake-ups in {seconds} s", "RSS MiB", "private KiB",
              "file pages KiB", "descriptors"]
    report.table(header, rows)
    if missing:
        print(f"left out, not installed or not root: {', '.join(missing)}")
    return at_rest_budgets(after, woken["nocontact daemon"], seconds)


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
    known = [str(value) if value is not None else "?"
             for value in (found.dirty, found.clean, found.descriptors)]
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
        return [due for due, in file.execute("SELECT due FROM ledger WHERE state = 'shown' ORDER BY due")]
    finally:
        file.close()


def notices(work: Path, program: Path, count: int) -> list[Budget]:
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
        samples = {0: sample(daemon.pid)}
        for number in range(1, count + 1):
            beat(home)
            if number in (min(USED, count // 2), count):
                wait_for("the last notices", lambda: len(shown(home)) == number + 1)
                time.sleep(BEAT)
                samples[number] = sample(daemon.pid)
        due = shown(home)[1:]
    arrived = [int(line) / 1e9 for line in arrivals.read_text().split()][1:]
    if len(due) != len(arrived):
        print(f"{len(due)} notices are in the record, and {len(arrived)} arrived")
    late = [at - planned for at, planned in zip(arrived, due)]
    return lateness(late, records, missing) + growth(samples)


def beat(home: Home) -> None:
    """Logs an urge in the next second."""
    time.sleep((BEAT - time.time()) % 1)
    home.run(URGE)


def lateness(late: list[float], records: dict[str, Path], missing: list[str]) -> list[Budget]:
    rows = [lateness_row("nocontact daemon", late)]
    for name, file in records.items():
        words = file.read_text().split() if file.exists() else []
        rows.append(lateness_row(name, [float(word) % 60 for word in words]))
    report.table(["how late, ms", "times", "earliest", "p50", "p95", "latest"], rows)
    if missing:
        print(f"left out, not installed, not root, or no full minute: {', '.join(missing)}")
    early = sum(value < 0 for value in late)
    return [
        at_most("a notice, how late, p95", percentile(late, 95) * 1e3, 5, " ms"),
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
        more = (end.descriptors - begin.descriptors, end.dirty - begin.dirty) if known else (None,) * 2
        found.append(at_most(f"{what}, descriptors more", more[0], 0, digits=0))
        found.append(at_most(f"{what}, private memory more", more[1], 64, " KiB", 0))
    return found


def each_minute(work: Path, minutes: int, stack: ExitStack) -> tuple[dict[str, Path], list[str]]:
    """Has each peer write down the time with each of the next full minutes, where there are some."""
    record = work / "record"
    record.write_text(RECORD)
    record.chmod(0o755)
    files = {name: work / f"{name}.times" for name in ("remind", "cron", "at")}
    if minutes < 1:
        return {}, list(files)
    first = int(time.time()) // 60 * 60 + 60
    times = [time.localtime(first + 60 * number) for number in range(minutes)]
    reminders = work / "minutes.rem"
    reminders.write_text("".join(
        time.strftime("REM %d %b %Y AT %H:%M MSG now\n", time.gmtime(first + 60 * number))
        for number in range(minutes)))
    running: dict[str, Part] = {}
    missing = running_peers({
        "remind": lambda: remind(work, reminders, f"-k{record} {files['remind']} %s"),
        "cron": lambda: start_apart(work, "cron", "-f"),
        "at": lambda: start_apart(work, "atd", "-f"),
    }, running, stack)
    if cron := running.get("cron"):
        tab = "/var/spool/cron/crontabs/root"
        inside(cron, f"cat >{tab}; chmod 600 {tab}", f"* * * * * {record} {files['cron']}\n")
    if atd := running.get("at"):
        for at in times:
            inside(atd, time.strftime("at -t %Y%m%d%H%M", at), f"{record} {files['at']}\n")
    return {name: files[name] for name in running}, missing


def inside(part: Part, script: str, text: str) -> None:
    """Runs a script where that part lives."""
    line = ["nsenter", "-t", str(part.pid), "-m", "sh", "-c", script]
    subprocess.run(line, input=text, text=True, capture_output=True, cwd="/", check=True)
