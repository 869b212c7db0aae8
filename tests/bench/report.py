"""What is printed: the computer, a table for each group of commands, and each budget with what was
measured for it. Owns the form alone."""

import datetime
import os
import platform
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from timing import Command, percentile


def first_line(*line: str) -> str:
    """What a program says first, without an error if there is none."""
    try:
        ran = subprocess.run(
            line, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (ran.stdout + ran.stderr).strip().split("\n")[0]


def package(name: str) -> str:
    version = first_line("dpkg-query", "-W", "-f", "${Version}", name)
    return f"{name} {version}" if re.match(r"^[\d:]", version) else ""


def computer(work: Path, program: Path, comodoro: str | None) -> str:
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    system = first_line("findmnt", "-n", "-o", "FSTYPE", "-T", str(work)) or "unknown"
    release = re.search(r'PRETTY_NAME="(.*)"', Path("/etc/os-release").read_text())
    names = ["remind", "taskwarrior", "timewarrior", "sqlite3", "at", "cron", "dunst"]
    peers = [text for text in map(package, names) if text]
    peers += [first_line(comodoro, "--version").split(" +")[0]] if comodoro else []
    kind = "static" if "statically" in first_line("ldd", str(program)) else "dynamic"
    return "\n".join(
        [
            f"{datetime.date.today()}; {len(os.sched_getaffinity(0))} cores, "
            f"{cpu[1] if cpu else platform.machine()}; {system}; Linux {platform.release()}; "
            f"{release[1] if release else 'unknown'}; load {os.getloadavg()[0]:.1f}",
            f"peers: {', '.join(peers)}",
            f"program: {first_line(str(program), '--version')}, {kind}, "
            f"{program.stat().st_size / 1e6:.1f} MB",
        ]
    )


def heading(text: str) -> None:
    print(f"\n## {text}\n", flush=True)


def table(header: list[str], rows: list[list[str]]) -> None:
    """The first column to the left, the others to the right; also a table in Markdown."""
    rows = [header, *rows]
    widths = [max(len(row[at]) for row in rows) for at in range(len(header))]
    lines = [
        "| "
        + " | ".join(
            [row[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        )
        + " |"
        for row in rows
    ]
    rule = "|" + "|".join(
        ["-" * (widths[0] + 2)] + ["-" * (width + 1) + ":" for width in widths[1:]]
    )
    print("\n".join([lines[0], rule + "|", *lines[1:]]), flush=True)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:.2f}"


def group(commands: list[Command], missing: list[str]) -> None:
    """One group of commands. The ratio is that of the first of ours to each."""
    measured = [command for command in commands if command.seconds and not command.failure]
    ours = next((command for command in measured if command.ours), None)
    rows = []
    for command in measured:
        ratio = ours.median / command.median if ours and command is not ours else None
        rows.append(
            [
                command.name,
                milliseconds(command.median),
                f"{milliseconds(command.percentile(10))}–{milliseconds(command.percentile(90))}",
                "" if ratio is None else f"{ratio:.3f}",
                milliseconds(percentile(command.on_core, 50)),
                "?" if command.peak_kib is None else f"{command.peak_kib / 1024:.1f}",
            ]
        )
    table(["command", "median ms", "10–90 %", "first ÷ this", "on a core ms", "peak MiB"], rows)
    for command in commands:
        if command.failure:
            print(f"left out: {command.name} ({command.failure})")
    if missing:
        print(f"left out, not installed: {', '.join(missing)}")


@dataclass
class Budget:
    """A budget of the design: `met` is None where nothing was measured."""

    what: str
    measured: str
    limit: str
    met: bool | None


def at_most(
    what: str, value: float | None, limit: float, unit: str = "", digits: int = 2
) -> Budget:
    if value is None:
        return Budget(what, "not measured", f"≤ {limit:g}{unit}", None)
    return Budget(what, f"{value:.{digits}f}{unit}", f"≤ {limit:g}{unit}", value <= limit)


def ratio(what: str, one: Command | None, other: Command | None, limit: float) -> Budget:
    both = one and other and one.seconds and other.seconds
    return at_most(what, one.median / other.median if both else None, limit, " ×", 3)


def budgets(found: list[Budget]) -> None:
    heading("Budgets")
    words = {True: "met", False: "NOT MET", None: "–"}
    table(
        ["what", "measured", "budget", ""],
        [[budget.what, budget.measured, budget.limit, words[budget.met]] for budget in found],
    )


def summary(found: list[tuple[str, str]]) -> None:
    """As the README has it, to be pasted there: medians, each to that of the peer."""
    heading("In short, for the README")
    for row in [("what", "takes"), ("---", "---"), *found]:
        print(f"| {row[0]} | {row[1]} |")
