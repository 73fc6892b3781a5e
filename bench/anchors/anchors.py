"""One task of the other libraries per process, so that each has its own memory and its own clock; prints one JSON object."""
import argparse
import json
import pickle
import time

import numpy as np
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

import hamf_model
import machine
import onnx_model
import sets

# What boosting is compared under: 31 leaves, grown where the gain is highest, 255 bins, learning rate 0.1.
BOOSTING = dict(tree_method="hist", grow_policy="lossguide", max_leaves=31, max_depth=0, max_bin=255, eta=0.1, objective="binary:logistic")


def train_xgboost(a):
    x, y = sets.read(a.folder, a.set, "train", a.width)
    start, used = time.monotonic(), time.process_time()
    booster = xgboost.train({**BOOSTING, "nthread": a.threads}, xgboost.DMatrix(x, y, nthread=a.threads), a.trees)
    answer = dict(wall_s=time.monotonic() - start, processor_s=time.process_time() - used, peak_mb=machine.peak_mb())
    test, labels = sets.read(a.folder, a.set, "test", a.width)
    return answer | ranking(labels, booster.inplace_predict(test))


def train_histogram(a):
    """scikit-learn's histogram boosting with its defaults: its first trees on few positives."""
    x, y = sets.read(a.folder, a.set, "train", a.width)
    start = time.monotonic()
    model = HistGradientBoostingClassifier(random_state=a.seed).fit(x, y)
    seconds = time.monotonic() - start
    test, labels = sets.read(a.folder, a.set, "test", a.width)
    return dict(wall_s=seconds) | ranking(labels, model.predict_proba(test)[:, 1])


def train_forest(a):
    x, y = sets.read(a.folder, a.set, "train", a.width)
    start = time.monotonic()
    forest = RandomForestClassifier(a.trees, n_jobs=a.threads, random_state=a.seed).fit(x, y)
    answer = dict(seconds=time.monotonic() - start, peak_mb=machine.peak_mb())
    test, labels = sets.read(a.folder, a.set, "test", a.width)
    answer |= ranking(labels, forest.predict_proba(test)[:, 1])
    with open(f"{a.model}.pickle", "wb") as file:
        pickle.dump(forest, file)
    hamf = hamf_model.from_forest(forest)
    hamf_model.write(f"{a.model}.hamf", hamf, a.width, "random_forest", hamf_model.PROBABILITY, hamf_model.SUM_MEAN)
    onnx_model.write(f"{a.model}.onnx", hamf, a.width, average=True, below=False)
    return answer


def make_booster(a):
    """The boosted trees that both sides score and explain, in three forms."""
    x, y = sets.read(a.folder, a.set, "train", a.width)
    booster = xgboost.train({**BOOSTING, "nthread": a.threads}, xgboost.DMatrix(x, y), a.trees)
    booster.save_model(f"{a.model}.json")
    trees = hamf_model.from_xgboost(booster)
    hamf_model.write(f"{a.model}.hamf", trees, a.width, "gbdt", hamf_model.IDENTITY, hamf_model.SUM_FLOAT)
    hamf_model.write(f"{a.model}.logistic.hamf", trees, a.width, "gbdt", hamf_model.LOGISTIC, hamf_model.SUM_FLOAT)
    onnx_model.write(f"{a.model}.onnx", trees, a.width, average=False, below=True)
    return dict(nodes=trees.starts[-1])


def score_xgboost(a):
    booster, x = load_booster(a), test_rows(a)
    outputs = booster.inplace_predict(x, predict_type="margin")
    outputs.astype("<f8").tofile(f"{a.model}.theirs.f64")
    return dict(batch_us=timed(lambda: booster.inplace_predict(x), 3) / len(x),
                single_us=timed(lambda: [booster.inplace_predict(x[i:i + 1]) for i in range(1000)], 3) / 1000)


def score_forest(a):
    with open(f"{a.model}.pickle", "rb") as file:
        forest = pickle.load(file).set_params(n_jobs=1)
    x = test_rows(a)
    forest.predict_proba(x)[:, 1].astype("<f8").tofile(f"{a.model}.theirs.f64")
    return dict(batch_us=timed(lambda: forest.predict_proba(x), 3) / len(x),
                single_us=timed(lambda: [forest.predict_proba(x[i:i + 1]) for i in range(100)], 3) / 100)


def explain_xgboost(a):
    booster, x = load_booster(a), test_rows(a)
    rows = xgboost.DMatrix(x[:a.rows // 50], nthread=1)
    return dict(batch_us=timed(lambda: booster.predict(rows, pred_contribs=True), 3) / rows.num_row(),
                single_us=timed(lambda: [booster.predict(xgboost.DMatrix(x[i:i + 1], nthread=1), pred_contribs=True) for i in range(50)], 3) / 50)


def load_booster(a):
    booster = xgboost.Booster(model_file=f"{a.model}.json")
    booster.set_param({"nthread": 1})
    return booster


def test_rows(a):
    return np.ascontiguousarray(sets.read(a.folder, a.set, "test", a.width)[0][:a.rows])


def timed(call, times):
    """Median microseconds of processor time of this process, which other work on the cores hardly changes."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        call()
        taken.append((time.process_time() - start) * 1e6)
    return sorted(taken)[times // 2]


def ranking(labels, scores):
    return dict(ap=average_precision_score(labels, scores), auc=roc_auc_score(labels, scores))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("task", choices=["train_xgboost", "train_histogram", "train_forest", "make_booster", "score_xgboost",
                                         "score_forest", "explain_xgboost"])
    for name in ("folder", "set", "model"):
        parser.add_argument(f"--{name}")
    for name, otherwise in (("width", 30), ("trees", 100), ("threads", 2), ("seed", 1), ("rows", 50_000)):
        parser.add_argument(f"--{name}", type=int, default=otherwise)
    arguments = parser.parse_args()
    print(json.dumps(globals()[arguments.task](arguments)))


if __name__ == "__main__":
    main()
