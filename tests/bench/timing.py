"""Runs commands and measures them: wall time, time on a core, and peak memory.

Owns how a measurement is taken. Every command is started by posix_spawn and waited for by wait4,
with nothing else between two readings of the monotonic clock. The commands of one group are run in
turn, A B C A B C, and each round begins with another of them, so that whatever happens on the
computer meanwhile happens to all of them; all on one core, so that none is moved in the middle.
Starting them from Python takes no longer than from C: it is the same call. It decides nothing about
what is compared with what.
"""

import os
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

WARM_UP = 3
DISCARD = [
    (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
    (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0),
]


@dataclass
class Command:
    """One command of a group, and what was measured of it."""

    name: str
    argv: list[str]
    env: dict[str, str]
    # The program itself: what the others are compared with.
    ours: bool = False
    # Puts the files back in the state in which each run finds them; not measured.
    before: Callable[[], None] = lambda: None
    seconds: list[float] = field(default_factory=list)
    on_core: list[float] = field(default_factory=list)
    peak_kib: int | None = None
    failure: str | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def percentile(self, percent: int) -> float:
        return percentile(self.seconds, percent)


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def run_once(command: Command) -> tuple[float, float, int]:
    """Seconds on the wall from before the start until after the end, seconds on a core (without the
    waits for the disk), and the exit status."""
    command.before()
    begun = time.perf_counter_ns()
    pid = os.posix_spawn(command.argv[0], command.argv, command.env, file_actions=DISCARD)
    _, status, usage = os.wait4(pid, 0)
    took = time.perf_counter_ns() - begun
    return took / 1e9, usage.ru_utime + usage.ru_stime, os.waitstatus_to_exitcode(status)


def peak_memory(command: Command) -> int | None:
    """KiB, the most of three runs. A child begins with the memory of who started it, and the kernel
    counts that; so somebody small does: time(1), which is what the least possible figure shows."""
    if not os.path.exists("/usr/bin/time"):
        return None
    peaks = []
    for _ in range(3):
        command.before()
        line = ["/usr/bin/time", "-f", "%M", *command.argv]
        ran = subprocess.run(line, env=command.env, stdin=subprocess.DEVNULL, capture_output=True)
        peaks.append(int(ran.stderr.split()[-1]))
    return max(peaks)


def try_out(command: Command) -> bool:
    """Whether the command can be run at all; if not, it says why."""
    command.before()
    try:
        ran = subprocess.run(
            command.argv, env=command.env, stdin=subprocess.DEVNULL, capture_output=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        command.failure = str(error)
        return False
    if ran.returncode != 0:
        said = ran.stderr.decode(errors="replace").strip().splitlines()
        command.failure = f"exit {ran.returncode}: {said[0] if said else ''}"
    return ran.returncode == 0


def interleaved(commands: list[Command], rounds: int) -> list[Command]:
    """Measures all that can be run, so many times each, on one core; returns them."""
    commands = [command for command in commands if try_out(command)]
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        take_turns(commands, rounds)
    finally:
        os.sched_setaffinity(0, cores)
    commands = [command for command in commands if command.failure is None]
    for command in commands:
        command.peak_kib = peak_memory(command)
    return commands


def take_turns(commands: list[Command], rounds: int) -> None:
    for _ in range(min(WARM_UP, rounds)):
        for command in commands:
            run_once(command)
    for number in range(rounds):
        first = number % max(1, len(commands))
        for command in commands[first:] + commands[:first]:
            seconds, on_core, status = run_once(command)
            if status != 0:
                command.failure = f"exit {status} in round {number + 1}"
            command.seconds.append(seconds)
            command.on_core.append(on_core)
