"""Runs ours and the anchors in turn and writes the table; bench/anchors/run prepares what it needs."""
import argparse
import os
import subprocess
import sys

import machine
import quality
import scoring
import sets
import training
from table import Table

HERE = os.path.dirname(os.path.abspath(__file__))


class Comparison:
    """Where things are, how big the tasks are, and how each side is started."""

    def __init__(self, a):
        self.folder, self.bench, self.data = a.folder, a.bench, a.data
        self.rounds = 1 if a.quick else a.rounds
        self.seeds = 2 if a.quick else 5
        self.quick = a.quick
        self.small_trees, self.trees = (10, 50) if a.quick else (100, 500)
        self.forest_rounds = 1 if a.quick else min(3, a.rounds)
        self.score_rows = 5_000 if a.quick else 50_000
        self.set_rows = {"A": 20_000, "B": 40_000} if a.quick else {"A": None, "B": None}

    def ours(self, *arguments, environment=None, companion=None):
        return machine.run([self.bench, *map(str, arguments)], environment, companion)

    def theirs(self, task, *arguments, companion=None):
        return machine.run([sys.executable, f"{HERE}/anchors.py", task, "--folder", self.folder, *map(str, arguments)], companion=companion)

    def onnx(self, model, data, width, rows):
        return machine.run(["node", f"{HERE}/onnx.js", self.folder, f"{model}.onnx", data, str(width), str(rows), f"{model}.onnx.f64"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True)
    parser.add_argument("--bench", required=True)
    parser.add_argument("--data")
    parser.add_argument("--results", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    comparison = Comparison(arguments)
    name, flags = machine.processor()
    command = "bench/anchors/run" + (" --quick" if arguments.quick else f" --rounds {arguments.rounds}") + (" --data DIR" if arguments.data else "")
    table = Table(f"{arguments.results}/{'quick' if arguments.quick else machine.slug(name)}.md", name, flags, command)
    widths = dict(sets.WIDTHS)
    for made in widths:
        sets.make(comparison.folder, made, comparison.set_rows[made])
    if comparison.data:
        widths["sparkov"] = sets.make_real(comparison.folder, comparison.data, "sparkov_fraudtest_like", "sparkov", 2)
        widths["nslkdd"] = sets.make_real(comparison.folder, comparison.data, "nslkdd_train20", "nslkdd", 1 if comparison.quick else 12)
    failures = 0
    for made, width in widths.items():
        table.section(f"Set {made}: {sets.describe(comparison.folder, made, width)}")
        for step in steps(made):
            failures += fails(table, step, comparison, table, made, width)
    if comparison.data:
        failures += fails(table, quality.compare, comparison, table)
    print(table.path)
    return failures


def steps(made):
    """B is for training alone: its forest takes scikit-learn an hour."""
    alone = [training.foreign_load, training.rare_positives] if made == "A" else []
    return [training.boosting] + ([] if made == "B" else [*alone, training.forest, scoring.boosting, scoring.forest])


def fails(table, step, *arguments):
    """Runs a step; one whose process ended with an error is told in the table, and the others go on."""
    try:
        step(*arguments)
        return False
    except subprocess.CalledProcessError as error:
        table.row(f"{step.__module__}.{step.__name__}: `{' '.join(map(os.path.basename, error.cmd[:3]))}` ended with {error.returncode}", *["–"] * 4, False)
        return True


if __name__ == "__main__":
    sys.exit(main())
