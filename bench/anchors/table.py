"""The table of figures. It is written after every row, so that a run that is stopped leaves what it has measured."""
import os
import platform
import subprocess

import numpy
import sklearn
import xgboost

import machine


class Table:
    def __init__(self, path, processor, flags, command):
        self.path = path
        self.lines = [
            f"# {processor}, {os.cpu_count()} cores",
            "",
            f"Made by `{command}` on {machine.today()}. Ours and the anchor run in turn in the same minutes; figures are medians of the runs that",
            f"no other process disturbed (at most {machine.FOREIGN_MAX} cores); † marks rows where there was none. Ratios travel, absolute figures do not.",
            "",
            f"- instructions: {', '.join(flags)}",
            f"- {platform.freedesktop_os_release()['PRETTY_NAME']}, .NET {output('dotnet', '--version')} SDK, Python {platform.python_version()}",
            f"- scikit-learn {sklearn.__version__}, XGBoost {xgboost.__version__}, numpy {numpy.__version__},"
            f" ONNX Runtime {os.environ.get('ANCHORS_ONNX', '?')} in node {output('node', '--version')}",
        ]

    def section(self, title):
        self.plain(f"## {title}", ["what", "ours", "theirs", "ratio", "bar", "holds"])

    def row(self, what, ours, theirs, ratio, bar, holds, runs=()):
        """A row; runs are the lists of runs it rests on."""
        disturbed = any(not machine.quiet(r)[1] for r in runs)
        holds = "–" if holds is None else "yes" if holds else "**no**"
        self.cells([what + (" †" if disturbed else ""), ours, theirs, ratio, bar, holds])

    def plain(self, title, head):
        """A table of its own."""
        self.lines += ["", title, ""]
        self.cells(head)
        self.cells(["---"] * len(head))

    def cells(self, cells):
        line = "| " + " | ".join(cells) + " |"
        self.lines.append(line)
        print(line, flush=True)
        with open(self.path, "w") as file:
            file.write("\n".join(self.lines) + "\n")


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
