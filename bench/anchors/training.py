"""Training: time with binning included, quality, memory, and what a busy neighbour costs."""
import statistics

import machine


def boosting(c, table, name, width):
    def ours(number, threads=2, seeds=None):
        # B takes long: all seeds once, for the quality, then two for the time. The first of a process pays for the JIT.
        seeds = seeds or (c.seeds if name != "B" or number == 0 else 2)
        return c.ours("trees-train", "--data", c.folder, "--set", name, "--width", width, "--threads", threads, "--trees", c.small_trees, "--seeds", seeds)

    runs = machine.alternate(c.rounds, {
        "ours": ours,
        "xgboost": lambda _: c.theirs("train_xgboost", "--set", name, "--width", width, "--trees", c.small_trees),
    })
    us, them = runs["ours"], runs["xgboost"]
    compare_time(table, f"GBDT training, {c.small_trees} trees x 31 leaves, 2 threads, against XGBoost hist", us, them, "wall_s", 0.4)
    compare_quality(table, us, "average_precision", "auc", them)
    peak = min(machine.values(us[:1], "peak_mb")), machine.median(them, "peak_mb")
    table.row("peak memory of the process, rows included", f"{peak[0]} MB", f"{peak[1]:.0f} MB", f"{peak[0] / peak[1]:.2f}x",
              "0.5x" if name == "B" else "–", peak[0] <= 0.5 * peak[1] if name == "B" else None)
    models = us[0].lines[0]["model"], ours(0, threads=1, seeds=1).lines[0]["model"]
    table.row("the same model with 1 and 2 threads", *models, "–", "equal", models[0] == models[1])


def foreign_load(c, table, name, width):
    """What one busy process on the first core costs."""
    def ours(companion=None):
        return c.ours("trees-train", "--data", c.folder, "--set", name, "--width", width, "--trees", c.small_trees, "--seeds", 3, companion=companion)

    def theirs(companion=None):
        return c.theirs("train_xgboost", "--set", name, "--width", width, "--trees", c.small_trees, companion=companion)

    runs = machine.alternate(c.rounds, {
        "alone": lambda _: ours(), "busy": lambda _: ours(machine.busy_loop),
        "xgboost alone": lambda _: theirs(), "xgboost busy": lambda _: theirs(machine.busy_loop),
    })
    median = {side: machine.median(r, "wall_s") for side, r in runs.items()}
    slower = median["busy"] / median["alone"]
    table.row("training beside a busy process on one of the cores, against alone", f"{median['alone']:.2f} → {median['busy']:.2f} s",
              f"{median['xgboost alone']:.2f} → {median['xgboost busy']:.2f} s",
              f"{slower:.2f}x (XGBoost {median['xgboost busy'] / median['xgboost alone']:.2f}x)", "2.7x", slower <= 2.7, runs.values())


def rare_positives(c, table, name, width):
    """scikit-learn's histogram boosting loses itself where positives are rare; our minimum of a leaf must not."""
    us = [c.ours("trees-train", "--data", c.folder, "--set", name, "--width", width, "--trees", c.small_trees, "--seeds", 1)]
    them = [c.theirs("train_histogram", "--set", name, "--width", width)]
    auc = machine.median(us, "auc"), machine.median(them, "auc")
    table.row("AUC at 0.18 % positives, against HistGradientBoosting's defaults", f"{auc[0]:.3f}", f"{auc[1]:.3f}", "–", "at least", auc[0] >= auc[1])


def forest(c, table, name, width):
    """Also leaves scikit-learn's forest of the last round for scoring."""
    runs = machine.alternate(c.forest_rounds, {
        "ours": lambda _: c.ours("trees-forest", "--data", c.folder, "--set", name, "--features", width, "--threads", 2,
                                 "--trees", c.small_trees, "--seeds", 3),
        "sklearn": lambda number: c.theirs("train_forest", "--set", name, "--width", width, "--trees", c.small_trees,
                                           "--seed", number + 1, "--model", f"{c.folder}/{name}.forest"),
    })
    compare_time(table, f"random forest, {c.small_trees} full trees, 2 threads, against scikit-learn", runs["ours"], runs["sklearn"], "seconds", 0.02)
    compare_quality(table, runs["ours"], "test_ap", "test_auc", runs["sklearn"])


def compare_time(table, what, us, them, key, bar):
    ours, theirs = machine.median(us, key), machine.median(them, key)
    table.row(what, f"{ours:.2f} s", f"{theirs:.2f} s", f"{ours / theirs:.3f}x", f"{bar}x", ours <= bar * theirs, (us, them))


def compare_quality(table, us, ours_ap, ours_auc, them):
    """Average precision and AUC over the seeds; ours may be one standard deviation below."""
    for what, ours_key, key in (("average precision", ours_ap, "ap"), ("AUC", ours_auc, "auc")):
        ours, theirs = by_seed(us, ours_key), by_seed(them, key)
        noise = max(deviation(ours), deviation(theirs))
        table.row(f"{what} on test rows", spread(ours), spread(theirs), "–", "within 1 sd",
                  statistics.mean(ours) >= statistics.mean(theirs) - noise)


def by_seed(runs, key):
    """A seed gives the same figure in every round, so what is left of a set are the seeds."""
    return sorted(set(machine.values(runs, key)))


def spread(values):
    return f"{statistics.mean(values):.4f} ± {deviation(values):.4f}"


def deviation(values):
    return statistics.stdev(values) if len(values) > 1 else 0.0
