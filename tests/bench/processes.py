"""What runs in the background during a measurement, and what the kernel says of it.

Owns the starting and the ending of daemons: the program's, the peers', a bus and a desktop of their
own. Whatever is started here is ended here. cron and at get directories of their own in a mount
namespace, which takes root: no job of this computer is run or seen.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from world import Home

HERE = Path(__file__).parent
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""
# Instead of everything that cron and at have on this computer.
OWN_SPOOL = """
mount -t tmpfs none /run
mount -t tmpfs none /var/spool/cron
install -d -m 1730 -g crontab /var/spool/cron/crontabs
install -d -m 1770 -o daemon -g daemon /var/spool/cron/atjobs /var/spool/cron/atspool
install -m 600 -o daemon -g daemon /dev/null /var/spool/cron/atjobs/.SEQ
mkdir /run/none && mount --bind /run/none /etc/cron.d
[ -z "$CRONTAB" ] || install -m 600 "$CRONTAB" /var/spool/cron/crontabs/root
: >/run/crontab && mount --bind /run/crontab /etc/crontab
exec "$@"
"""


def wait_for(what: str, happened: Callable[[], bool], seconds: int = 30) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited {seconds} s for {what}")
        time.sleep(0.01)


class Part:
    """One process in the background."""

    def __init__(self, line: list[str], env: dict[str, str], log: Path, stdout=None):
        with open(log, "ab") as said:
            self.process = subprocess.Popen(
                line, env=env, stdin=subprocess.DEVNULL, stdout=stdout or said, stderr=said
            )
        self.pid = self.process.pid

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Daemon(Part):
    """The program's own, and whoever shows its notices if there is a bus."""

    def __init__(self, home: Home):
        super().__init__(home.line("daemon"), home.env, home.path / "log")
        wait_for("the daemon", lambda: '"running":true' in home.run("status --json"))


class Bus(Part):
    def __init__(self, directory: Path):
        directory.mkdir()
        self.directory, self.socket = directory, directory / "bus"
        config = directory / "bus.conf"
        config.write_text(BUS.format(path=self.socket))
        line = ["dbus-daemon", f"--config-file={config}", "--nofork"]
        super().__init__(line, dict(os.environ), directory / "bus.log")
        wait_for("the bus", self.socket.exists)
        self.env = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.socket}"}

    def receiver(self, file: Path) -> Part:
        """Somebody who takes notices and writes down when."""
        line = [sys.executable, "-B", str(HERE / "receiver.py"), str(self.socket), str(file)]
        part = Part(line, dict(os.environ), self.directory / "receiver.log")
        wait_for("the receiver", file.exists)
        return part

    def dunst(self) -> list[Part]:
        """A screen that nobody sees, and dunst on it."""
        line = ["Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"]
        screen = Part(line, dict(os.environ), self.directory / "screen.log", subprocess.PIPE)
        display = screen.process.stdout.readline().decode().strip()
        config = self.directory / "dunstrc"
        # A notice that closes by itself would wake the daemon.
        urgencies = "".join(f"[urgency_{name}]\ntimeout = 0\n" for name in ("low", "normal"))
        config.write_text(f"[global]\nmonitor = 0\nfollow = none\n{urgencies}")
        env = dict(os.environ) | self.env | {"DISPLAY": f":{display}", "HOME": str(self.directory)}
        dunst = Part(["dunst", "-conf", str(config)], env, self.directory / "dunst.log")
        question = [
            "dbus-send",
            f"--bus={self.env['DBUS_SESSION_BUS_ADDRESS']}",
            "--print-reply",
            "--dest=org.freedesktop.Notifications",
            "/org/freedesktop/Notifications",
            "org.freedesktop.Notifications.GetServerInformation",
        ]
        ask = functools.partial(subprocess.run, question, capture_output=True)
        wait_for("dunst", lambda: ask().returncode == 0)
        return [dunst, screen]


@dataclass
class Sample:
    """What the kernel says of a process and its threads. Memory in KiB; None where only root may
    look, as at a process that hides itself. A wake-up is what ends with going to sleep again."""

    threads: int
    woken: int
    rss: int
    dirty: int | None
    clean: int | None
    descriptors: int | None


def sample(pid: int) -> Sample:
    def found(pattern: str, words: str) -> int:
        return sum(map(int, re.findall(pattern, words, re.MULTILINE)))

    process = Path(f"/proc/{pid}")
    tasks = [(task / "status").read_text() for task in (process / "task").iterdir()]
    status = (process / "status").read_text()
    try:
        memory = (process / "smaps_rollup").read_text()
        dirty = found(r"Private_Dirty: +(\d+)", memory)
        clean = found(r"Private_Clean: +(\d+)", memory)
        descriptors = len(list((process / "fd").iterdir()))
    except PermissionError:
        dirty = clean = descriptors = None
    woken = sum(found(r"^voluntary_ctxt_switches:\s+(\d+)", task) for task in tasks)
    return Sample(len(tasks), woken, found(r"VmRSS:\s+(\d+)", status), dirty, clean, descriptors)


def comodoro() -> str | None:
    """The one that tests/bench/run built, or the one in the path."""
    own = HERE.parents[1] / "target/bench/bin/comodoro"
    return str(own) if own.exists() else shutil.which("comodoro")


class Comodoro(Part):
    """Its server, with a timer that runs, and the line by which it is asked."""

    def __init__(self, home: Home):
        program, config = str(comodoro()), home.path / "comodoro.toml"
        config.write_text(
            "[accounts.bench]\ndefault = true\n"
            'cycles = [{ name = "Work", duration = 86400 }, { name = "Rest", duration = 300 }]\n'
            f'socket.path = "{home.path}/comodoro.sock"\nsocket.default = true\n'
        )
        self.line = [program, "-c", str(config)]
        super().__init__([*self.line, "server", "start"], home.env, home.path / "log")
        wait_for("comodoro", (home.path / "comodoro.sock").exists)
        subprocess.run([*self.line, "start"], env=home.env, capture_output=True, check=True)


def start_apart(work: Path, name: str, crontab: str = "") -> Part | None:
    """cron or atd with a spool of its own. Of two changes in one second cron sees only the first:
    what it shall do is there when it starts."""
    path = shutil.which(name)
    if path is None or os.geteuid() != 0:
        return None
    argv = ["unshare", "--mount", "sh", "-ec", OWN_SPOOL, "sh", path, "-f"]
    (work / "crontab").write_text(crontab)
    env = dict(os.environ) | {"CRONTAB": str(work / "crontab") if crontab else ""}
    part = Part(argv, env, work / f"{name}.log")
    wait_for(name, lambda: Path(f"/proc/{part.pid}/comm").read_text().strip() == name)
    return part
