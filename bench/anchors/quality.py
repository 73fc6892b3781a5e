"""Average precision on real files: the best of ours against the best of scikit-learn and XGBoost, on the same splits."""
import statistics

import numpy as np
import xgboost
from sklearn.compose import make_column_transformer
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import sets
from training import deviation, spread

# Below the best of theirs by at most this much.
MARGIN = 0.005


def compare(c, table):
    figures = {name: measure(c, name) for name in sets.REAL}
    table.plain("## Quality: average precision on real files", ["file", "best of ours", "best of theirs", "difference", "bar", "holds"])
    for name, (ours, theirs) in figures.items():
        our_best, their_best = best(ours), best(theirs)
        differences = [o - t for o, t in zip(ours[our_best], theirs[their_best])]
        difference = statistics.mean(differences)
        table.cells([name, f"{our_best} {spread(ours[our_best])}", f"{their_best} {spread(theirs[their_best])}",
                     f"{difference:+.4f} ± {deviation(differences):.4f}", f"−{MARGIN}", "yes" if difference >= -MARGIN else "**no**"])
    heads = [list(side) for side in next(iter(figures.values()))]
    table.plain("Every algorithm with its defaults; random splits, or later rows where rows stand in time; mean ± deviation over the seeds:",
                ["file", *[f"ours: {n}" for n in heads[0]], *heads[1]])
    for name, sides in figures.items():
        table.cells([name, *[spread(values) for side in sides for values in side.values()]])


def measure(c, name):
    """Average precision by algorithm and seed: (ours, theirs)."""
    columns, y = sets.read_real(c.data, name)
    if c.quick:
        y = y[:8_000]
        columns = {key: values[:8_000] for key, values in columns.items()}
    ours, theirs = {}, {}
    for seed in range(1, c.seeds + 1):
        train, test = sets.split(name, y, seed)
        x, categories = sets.encode(columns, train)
        for suffix, kinds in (("", categories), (" on codes", {})):
            for algorithm, figures in run_ours(c, seed, x, y, kinds, train, test).items():
                ours.setdefault(algorithm + suffix, []).append(figures["ap"])
        for algorithm, model in models(x.shape[1], categories, seed).items():
            scores = model.fit(x[train], y[train]).predict_proba(x[test])[:, 1]
            theirs.setdefault(algorithm, []).append(average_precision_score(y[test], scores))
    return ours, theirs


def run_ours(c, seed, x, y, categories, train, test):
    """Our algorithms with categories as such, or with none: codes as plain numbers are what theirs get."""
    for part, rows in (("train", train), ("test", test)):
        write_numbers(f"{c.folder}/quality_{part}.csv", x[rows], y[rows], categories)
    run = c.ours("quality", "--train", f"{c.folder}/quality_train.csv", "--test", f"{c.folder}/quality_test.csv", "--seed", seed)
    return run.lines[0]


def models(width, categories, seed):
    """What people would try first. Forests and the linear model cannot take missing values; the linear one cannot take codes either."""
    numeric = [f for f in range(width) if f not in categories]
    flat = make_column_transformer((make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numeric),
                                   (OneHotEncoder(handle_unknown="ignore"), list(categories)))

    # It takes at most 255 categories, the unseen among them; longer lists stay codes.
    few = [f for f, count in categories.items() if count < 255]
    fast = dict(tree_method="hist", n_jobs=2, random_state=seed)
    return {
        "RandomForest": make_pipeline(SimpleImputer(strategy="median"), RandomForestClassifier(n_jobs=2, random_state=seed)),
        "ExtraTrees": make_pipeline(SimpleImputer(strategy="median"), ExtraTreesClassifier(n_jobs=2, random_state=seed)),
        "HistGradientBoosting": HistGradientBoostingClassifier(categorical_features=few, random_state=seed),
        "LogisticRegression": make_pipeline(flat, LogisticRegression(max_iter=1000)),
        "XGBoost": xgboost.XGBClassifier(**fast),
        "XGBoost 400 x 31": xgboost.XGBClassifier(n_estimators=400, learning_rate=0.05, grow_policy="lossguide", max_leaves=31, max_depth=0, **fast),
    }


def write_numbers(path, x, y, categories):
    """Plain numbers that give the same doubles when read; a missing one is an empty cell."""
    heads = [f"f{f}#{categories[f]}" if f in categories else f"f{f}" for f in range(x.shape[1])]
    with open(path, "w") as file:
        file.write(",".join([*heads, "label"]) + "\n")
        for row, label in zip(x.tolist(), y):
            file.write(",".join("" if np.isnan(value) else repr(value) for value in row) + f",{label}\n")


def best(side):
    return max(side, key=lambda name: statistics.mean(side[name]))
