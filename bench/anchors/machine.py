"""What the machine is, and processes timed on it with a look at who else was running."""
import datetime
import json
import os
import re
import resource
import statistics
import subprocess
import time

# Cores that other processes may use during a run; above it the run counts only if no quiet one was had.
FOREIGN_MAX = 0.05


class Run:
    """The JSON objects that a process printed, and the cores that processes of others used meanwhile."""

    def __init__(self, lines, foreign):
        self.lines = lines
        self.foreign = foreign


def run(command, environment=None, companion=None):
    """Runs a process to its end. A companion is a second process that lives as long and is not foreign."""
    before, started = (busy_seconds(), own_seconds()), time.monotonic()
    with_companion = companion() if companion else None
    try:
        done = subprocess.run(command, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE, check=True)
    finally:
        if with_companion:
            with_companion.terminate()
            with_companion.wait()
    wall = time.monotonic() - started
    foreign = (busy_seconds() - before[0] - (own_seconds() - before[1])) / wall
    return Run(objects(done.stdout.decode()), max(0.0, foreign))


def objects(text):
    """The JSON objects in a text, one after the other."""
    found, decoder = [], json.JSONDecoder()
    while (start := text.find("{")) >= 0:
        value, end = decoder.raw_decode(text[start:])
        found.append(value)
        text = text[start + end:]
    return found


def busy_loop():
    """A process that keeps the first core busy, for ten minutes at most."""
    code = "import os,time; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); end=time.time()+600\nwhile time.time()<end: pass"
    return subprocess.Popen(["/usr/bin/python3", "-c", code])


def alternate(rounds, sides):
    """Runs all sides in turn, several times: {name: function of the round} to {name: [Run]}."""
    runs = {name: [] for name in sides}
    for number in range(rounds):
        for name, start in sides.items():
            runs[name].append(start(number))
    return runs


def quiet(runs):
    """The runs that nobody disturbed, or all when there are none, and whether there were any."""
    undisturbed = [r for r in runs if r.foreign <= FOREIGN_MAX]
    return (undisturbed, True) if undisturbed else (runs, False)


def values(runs, key):
    """All that the runs printed under a key."""
    return [line[key] for r in runs for line in r.lines if line.get(key) is not None]


def median(runs, key):
    """The median over the quiet runs."""
    return statistics.median(values(quiet(runs)[0], key))


def busy_seconds():
    with open("/proc/stat") as file:
        user, nice, system, _, _, irq, softirq = map(int, file.readline().split()[1:8])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def own_seconds():
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def peak_mb():
    """The most memory this process has held so far."""
    with open("/proc/self/status") as file:
        return int(re.search(r"VmHWM:\s+(\d+)", file.read())[1]) >> 10


def processor():
    """Name, family and model, and those instruction sets that our kernels ask for."""
    with open("/proc/cpuinfo") as file:
        first = dict(re.findall(r"^([^\t:]+?)\s*: (.*)$", file.read().split("\n\n")[0], re.M))
    flags = [f for f in first.get("flags", "").split() if f in ("avx", "avx2", "fma") or f.startswith("avx512")]
    name = f"{first.get('model name', os.uname().machine)}, family {first.get('cpu family', '?')} model {first.get('model', '?')}"
    return name, flags


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def today():
    return datetime.date.today().isoformat()
