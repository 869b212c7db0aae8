"""The whole run in order: what is asked for, which parts, what is printed. See tests/bench/run."""

import argparse
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import counts
import oneshot
import report
import resident
from oneshot import SIZES, URGE, Peers
from processes import Comodoro, Daemon, comodoro
from report import Budget, ratio
from timing import Command, interleaved
from world import CLOSED_WINDOW, DAYS, Home

ROOT = Path(__file__).resolve().parents[2]
PARTS = ["status", "urge", "log", "stats", "growth", "counts", "idle", "notices"]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests/bench/run", description="What the program costs.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller files")
    parser.add_argument("--only", metavar="PART,…", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--program", metavar="FILE", help="measure this one and build nothing")
    parser.add_argument("--no-install", action="store_true", help="with the peers that are there")
    parser.add_argument("--rounds", type=int, help="of each group; 200, or 20 with --quick")
    parser.add_argument("--idle", type=int, metavar="SECONDS", help="60, or 10 with --quick")
    parser.add_argument("--notices", type=int, help="one a second; 300, or 15 with --quick")
    options = parser.parse_args()
    options.only = options.only.split(",") if options.only else PARTS
    if unknown := set(options.only) - set(PARTS):
        parser.error(f"no such part: {', '.join(unknown)}")
    options.rounds = options.rounds or (20 if options.quick else 200)
    options.idle = options.idle or (10 if options.quick else 60)
    options.notices = options.notices or (15 if options.quick else 300)
    return options


def built() -> Path:
    """The program as everybody builds it, wherever that puts it."""
    line = ["cargo", "build", "--release", "--locked", "--message-format=json-render-diagnostics"]
    ran = subprocess.run(line, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    artifacts = map(json.loads, ran.stdout.splitlines())
    return Path(next(found["executable"] for found in artifacts if found.get("executable")))


class Bench:
    """One run: its homes, and what was found so far."""

    def __init__(self, options: argparse.Namespace, program: Path, work: Path):
        self.options, self.work, self.program = options, work, program
        self.down = Home(work, "down", program).month()
        self.up = Home(work, "up", program).month()
        self.peers = Peers(work, self.down)
        self.budgets: list[Budget] = []
        self.summary: list[tuple[str, str]] = []
        self.failed = False
        self.grown: dict[int, Home] = {}

    def run(self, part: str) -> None:
        """One part; what it cannot do without and is not there keeps no other part from running."""
        try:
            getattr(self, part)()
        except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
            print(f"could not be run: {part} ({error})")
            self.failed = True

    def measure(self, title: str, commands: list[Command], rounds: int | None = None) -> dict:
        rounds = rounds or self.options.rounds
        report.heading(f"{title} ({rounds} rounds)")
        interleaved(commands, rounds)
        report.group(commands, self.peers.missing)
        self.failed |= any(command.ours and command.failure for command in commands)
        return {command.name: command for command in commands if not command.failure}

    def sum_up(self, what: str, found: dict[str, Command]) -> None:
        """The first to each of the peers, in a line."""
        ours = next((command for command in found.values() if command.ours), None)
        peers = [peer for name, peer in found.items() if not peer.ours and name != "/bin/true"]
        if ours and peers:
            ratios = [
                f"{ours.median / peer.median:.2f} × {peer.name.split(',')[0]}" for peer in peers
            ]
            self.summary.append((what, " · ".join(ratios)))

    def status(self) -> None:
        timer = Comodoro(Home(self.work, "asked", self.program)) if comodoro() else None
        if timer:
            self.peers.extra = [Command("comodoro get", [*timer.line, "get"], self.down.env)]
        try:
            found = self.measure("status", oneshot.status(self.up, self.down, self.peers))
        finally:
            if timer:
                timer.end()
        ours = found.get("nocontact status, daemon up")
        self.sum_up("`nocontact status`", found)
        self.budgets += [
            ratio("status, daemon up, to remind", ours, found.get("remind"), 0.95),
            ratio("status, daemon up, to sqlite3", ours, found.get("sqlite3, one SELECT"), 0.6),
        ]

    def urge(self) -> None:
        found = self.measure("an urge", oneshot.urge(self.up, self.down, self.peers))
        self.sum_up("`nocontact urge`, on the disk", found)
        ours, theirs = found.get(f"nocontact {URGE}"), found.get("sqlite3, the same INSERT")
        self.budgets.append(ratio("an urge, to sqlite3", ours, theirs, 0.65))

    def log(self) -> None:
        found = self.measure("log", oneshot.log(self.down, self.peers))
        self.sum_up("`nocontact log`", found)

    def homes(self) -> dict[int, Home]:
        """A file of each size; made once."""
        sizes = SIZES[:3] if self.options.quick else SIZES
        if not self.grown:
            self.grown = {n: Home(self.work, f"with-{n}", self.program).month(n) for n in sizes}
        return self.grown

    def stats(self) -> None:
        if not oneshot.knows(self.down, "stats"):
            report.heading("stats")
            print("left out: this program has no such command")
            return
        size, home = list(self.homes().items())[-1]
        # The last closed window: full of entries.
        month = time.localtime(time.time() - DAYS * 86_400 - CLOSED_WINDOW)
        since = time.strftime("%Y-%m-%dT%H:%M", month)
        asked = [
            (["stats"], "the open window"),
            (["stats", "--since", since], "30 full days and the open window"),
            (["stats", "--all"], "everything"),
        ]
        for words, note in asked:
            commands = oneshot.stats(home, words, note, self.peers)
            found = self.measure(f"stats, {note}, {size:,} entries", commands, rounds=20)
            ours, scan = found.get(commands[0].name), found.get("sqlite3, naive strftime scan")
            what = f"stats, {note}, to a strftime scan of {size:,}"
            if ours and scan:
                share = f"{ours.median / scan.median:.3f} × a scan of {size:,} entries by sqlite3"
                self.summary.append((f"`nocontact {words[0]}`, {note}", share))
            # Of a smaller file the start of a process is the larger part.
            if size == SIZES[-1]:
                self.budgets.append(ratio(what, ours, scan, 0.05))

    def growth(self) -> None:
        least, most = min(self.homes()), max(self.homes())
        asked = ["status", URGE] + (["stats"] if oneshot.knows(self.down, "stats") else [])
        for words in asked:
            commands = oneshot.growing(self.homes(), words)
            self.measure(f"{words} after so many entries in closed windows", commands)
            if words == "status":
                one, other = commands[-1], commands[0]
                what = f"{words}, {most:,} entries to {least:,}"
                self.budgets.append(ratio(what, one, other, 1.15))
                share = f"{one.median / other.median:.2f} × that with {least:,}"
                self.summary.append((f"`nocontact {words}` with {most:,} old entries", share))

    def counts(self) -> None:
        report.heading("Counts, which hardly move with the load")
        self.budgets += counts.measure(self.down, self.work, self.peers)

    def idle(self) -> None:
        report.heading(f"Idle, {self.options.idle} s at the same time")
        budgets, summary = resident.idle(self.work, self.program, self.options.idle)
        self.budgets += budgets
        self.summary += summary

    def notices(self) -> None:
        report.heading("Notices")
        budgets, summary = resident.notices(self.work, self.program, self.options.notices)
        self.budgets += budgets
        self.summary += summary


def quietly(work: Path, options: argparse.Namespace, program: Path) -> bool:
    """Runs all parts. Whoever may, runs before others, and so does all that is started here."""
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -15)
        priority = "nice -15"
    except PermissionError:
        priority = "the usual priority"
    print(f"everything, the peers as well, at {priority}; typed commands in turn, on one core")
    gc.disable()
    bench = Bench(options, program, work)
    daemon = Daemon(bench.up)
    try:
        for part in filter(options.only.__contains__, PARTS):
            bench.run(part)
    finally:
        daemon.end()
    report.budgets(bench.budgets)
    report.summary(bench.summary)
    return not bench.failed


def main() -> int:
    options = arguments()
    program = Path(options.program).resolve() if options.program else built()
    work = Path(
        tempfile.mkdtemp(prefix="nocontact-bench-", dir=os.environ.get("TMPDIR", "/var/tmp"))
    )
    begun = time.monotonic()
    try:
        print("# What it costs\n")
        print(report.computer(work, program, comodoro()))
        fine = quietly(work, options, program)
        print(f"\n{time.monotonic() - begun:.0f} s; load {os.getloadavg()[0]:.1f} at the end")
        return 0 if fine else 1
    except (OSError, RuntimeError) as error:
        print(f"tests/bench/run: {error}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
