"""Makes the fixtures of this folder; run by hand with scikit-learn 1.2.1: python3 make.py

Every model is trained here with a fixed seed and written as that scikit-learn writes it (NAME.pkl). Layouts of other versions come from a small
writer that changes what those versions are known to write differently (docs/formats/import.md): module names, the records of tree nodes,
shares instead of counts, attribute names, the version. What a model must predict does not depend on its layout: NAME.csv.gz holds 200 rows (some
exactly on thresholds, just below and just above), the label, and the probabilities or values, with 17 digits.
"""
import copy
import gzip
import pickle
import sys

import numpy as np
from sklearn import datasets
from sklearn.ensemble import (ExtraTreesClassifier, GradientBoostingClassifier, GradientBoostingRegressor,
                              HistGradientBoostingClassifier, HistGradientBoostingRegressor, IsolationForest,
                              RandomForestClassifier, RandomForestRegressor)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn.tree._tree import Tree

OLD_MODULES = {
    "sklearn.tree._classes": "sklearn.tree.tree",
    "sklearn.ensemble._forest": "sklearn.ensemble.forest",
    "sklearn.ensemble._gb": "sklearn.ensemble.gradient_boosting",
    "sklearn.ensemble._iforest": "sklearn.ensemble.iforest",
}
NEW_MODULES = {"numpy.core.multiarray": "numpy._core.multiarray", "numpy.core.numeric": "numpy._core.numeric"}


class Layout:
    """How another version writes the same model."""

    def __init__(self, version, modules, protocol, nodes="56", shares=False, rename=None, drop=(), add=None):
        self.version, self.modules, self.protocol, self.nodes = version, modules, protocol, nodes
        self.shares, self.rename, self.drop, self.add = shares, rename or {}, drop, add or {}

    def state(self, state):
        state = {self.rename.get(k, k): v for k, v in state.items() if k not in self.drop}
        if "raw_left_cat_bitsets" in state and self.nodes == "64":
            old = state["nodes"]
            wide = np.zeros(len(old), dtype=[(n, "<i8" if n == "feature_idx" else old.dtype[n]) for n in old.dtype.names])
            for n in old.dtype.names:
                wide[n] = old[n]
            state["nodes"] = wide
        if "_sklearn_version" in state:
            state["_sklearn_version"] = self.version
            state.update({k: v for k, v in self.add.items() if k not in state})
        return state

    def tree(self, state):
        state = dict(state)
        old = state["nodes"]
        names = list(old.dtype.names)
        small = self.nodes == "48"
        fields = [(n, {"f": "<f8", "i": "<i4" if small else "<i8"}[old.dtype[n].kind]) for n in names]
        if self.nodes == "64":
            fields.append(("missing_go_to_left", "u1"))
            dtype = np.dtype({"names": [f[0] for f in fields], "formats": [f[1] for f in fields],
                              "offsets": [0, 8, 16, 24, 32, 40, 48, 56], "itemsize": 64})
        elif small:
            dtype = np.dtype({"names": [f[0] for f in fields], "formats": [f[1] for f in fields],
                              "offsets": [0, 4, 8, 16, 24, 32, 40], "itemsize": 48})
        else:
            dtype = old.dtype
        nodes = np.zeros(len(old), dtype=dtype)
        for n in names:
            nodes[n] = old[n]
        state["nodes"] = nodes
        values = state["values"]
        if self.shares and values.shape[2] > 1:
            state["values"] = values / values.sum(axis=2, keepdims=True)
        return state


class Writer(pickle._Pickler):
    def __init__(self, file, layout):
        super().__init__(file, protocol=layout.protocol)
        self.layout = layout

    def save_global(self, obj, name=None):
        module = pickle.whichmodule(obj, obj.__qualname__)
        target = self.layout.modules.get(module)
        if target is None:
            return super().save_global(obj, name)
        if self.proto >= 4:
            self.save(target)
            self.save(obj.__qualname__)
            self.write(pickle.STACK_GLOBAL)
        else:
            self.write(pickle.GLOBAL + target.encode() + b"\n" + obj.__qualname__.encode() + b"\n")
        self.memoize(obj)

    dispatch = dict(pickle._Pickler.dispatch)
    dispatch[type] = lambda self, obj: self.save_global(obj)
    dispatch[type(len)] = lambda self, obj: self.save_global(obj)
    dispatch[type(gzip.open)] = lambda self, obj: self.save_global(obj)

    def save_reduce(self, func, args, state=None, *rest, obj=None, **kw):
        if isinstance(obj, Tree):
            state = self.layout.tree(state)
        elif isinstance(state, dict) and type(obj).__module__.startswith("sklearn."):
            state = self.layout.state(state)
        return super().save_reduce(func, args, state, *rest, obj=obj, **kw)


LAYOUTS = {
    "v020": Layout("0.20.3", OLD_MODULES, 3, rename={"n_features_in_": "n_features_", "_max_samples": "max_samples_"},
                   drop=("feature_names_in_",)),
    "v101-32bit": Layout("1.0.1", {}, 4, nodes="48"),
    "v14": Layout("1.4.2", NEW_MODULES, 4, nodes="64", shares=True, rename={"base_estimator_": "estimator_", "base_estimator": "estimator"}),
    "v18": Layout("1.8.0", NEW_MODULES, 5, nodes="64", shares=True, rename={"base_estimator_": "estimator_", "base_estimator": "estimator"},
                  add={"monotonic_cst": None, "n_trees_per_iteration_": 1}),
}


def rows(X, thresholds, seed):
    """200 rows: training rows, some with one value moved onto a threshold or next to it, some far away."""
    rng = np.random.RandomState(seed)
    R = X[rng.randint(len(X), size=200)].astype(float)
    R[150:] += rng.normal(scale=X.std(axis=0), size=(50, X.shape[1]))
    for i in range(100):
        if len(thresholds):
            f, t = thresholds[rng.randint(len(thresholds))]
            R[i, f] = [t, np.float64(np.float32(t)), np.nextafter(t, np.inf), np.nextafter(t, -np.inf),
                       np.float64(np.nextafter(np.float32(t), np.float32(np.inf)))][i % 5]
    return R


def thresholds_of(model):
    found = []
    for tree in getattr(model, "estimators_", [model]):
        for one in np.ravel(tree) if isinstance(tree, np.ndarray) else [tree]:
            t = getattr(one, "tree_", None)
            if t is not None:
                found += [(f, x) for f, x in zip(t.feature, t.threshold) if f >= 0]
    for round_ in getattr(model, "_predictors", []):
        for p in round_:
            found += [(int(n["feature_idx"]), float(n["num_threshold"])) for n in p.nodes if not n["is_leaf"] and not n["is_categorical"]]
    return found


def expect(name, model, R):
    """label, then probabilities; or decision; or the number."""
    label = model.predict(R)
    if hasattr(model, "predict_proba"):
        out = model.predict_proba(R)
    elif hasattr(model, "decision_function"):
        out = model.decision_function(R).reshape(len(R), -1)
    else:
        out = label.reshape(len(R), -1)
    with gzip.GzipFile(f"{name}.csv.gz", "wb", mtime=0) as f:
        for x, y, o in zip(R, label, out):
            text = ",".join(["" if np.isnan(v) else repr(float(v)) for v in x] + [str(y)] + [repr(float(v)) for v in o])
            f.write((text + "\n").encode())


def write(name, model, R, layouts):
    with open(f"{name}.pkl", "wb") as f:
        pickle.dump(model, f, protocol=4)
    for layout in layouts:
        with open(f"{name}.{layout}.pkl", "wb") as f:
            Writer(f, LAYOUTS[layout]).dump(model)
    expect(name, model, R)


def main():
    X, y = datasets.make_classification(400, 8, n_informative=5, n_classes=2, weights=[0.7], random_state=1)
    X3, y3 = datasets.make_classification(400, 8, n_informative=6, n_classes=3, random_state=2)
    Xr, yr = datasets.make_regression(400, 6, n_informative=4, noise=3.0, random_state=3)
    text = np.where(y == 1, "phishing", "legitimate")
    both = ["v020", "v14"]
    all_ = ["v020", "v101-32bit", "v14", "v18"]
    models = {
        "decision-tree": (DecisionTreeClassifier(max_depth=6, class_weight="balanced", random_state=4).fit(X, y), X, all_),
        "decision-tree-3": (DecisionTreeClassifier(max_leaf_nodes=20, random_state=4).fit(X3, y3), X3, both),
        "decision-tree-regressor": (DecisionTreeRegressor(max_depth=5, random_state=4).fit(Xr, yr), Xr, both),
        "random-forest": (RandomForestClassifier(12, max_depth=5, random_state=5).fit(X, y), X, all_),
        "random-forest-text": (RandomForestClassifier(8, min_samples_leaf=20, class_weight="balanced_subsample", random_state=5).fit(X, text), X, both),
        "random-forest-3": (RandomForestClassifier(8, max_depth=4, random_state=5).fit(X3, y3), X3, both),
        "random-forest-even": (RandomForestClassifier(2, max_depth=2, bootstrap=False, max_features=1, random_state=9).fit(X, y), X, both),
        "random-forest-regressor": (RandomForestRegressor(8, max_depth=4, random_state=5).fit(Xr, yr), Xr, both),
        "extra-trees": (ExtraTreesClassifier(8, max_depth=5, random_state=6).fit(X, y), X, both),
        "gradient-boosting": (GradientBoostingClassifier(n_estimators=20, max_depth=3, subsample=0.8, random_state=7).fit(X, y), X, both),
        "gradient-boosting-exponential": (GradientBoostingClassifier(n_estimators=12, loss="exponential", random_state=7).fit(X, y), X, both),
        "gradient-boosting-zero": (GradientBoostingClassifier(n_estimators=12, init="zero", random_state=7).fit(X, y), X, both),
        "gradient-boosting-regressor": (GradientBoostingRegressor(n_estimators=15, random_state=7).fit(Xr, yr), Xr, both),
        "isolation-forest": (IsolationForest(n_estimators=12, max_samples=64, contamination=0.1, random_state=8).fit(X), X, both + ["v18"]),
        "isolation-forest-columns": (IsolationForest(n_estimators=8, max_samples=50, max_features=0.5, random_state=8).fit(X), X, ["v14"]),
    }
    # From 1.4 on a multi-class boosting starts from centred logarithms, so its scores belong to its layout.
    models["gradient-boosting-3"] = (GradientBoostingClassifier(n_estimators=8, max_depth=2, random_state=7).fit(X3, y3), X3, ["v020"])
    Xm = X.copy()
    Xm[np.random.RandomState(1).rand(*X.shape) < 0.1] = np.nan
    models["hist-boosting"] = (HistGradientBoostingClassifier(max_iter=15, random_state=9).fit(Xm, y), Xm, ["v14"])
    models["hist-boosting-3"] = (HistGradientBoostingClassifier(max_iter=6, max_depth=3, random_state=9).fit(X3, y3), X3, ["v14"])
    models["hist-boosting-regressor"] = (HistGradientBoostingRegressor(max_iter=10, random_state=9).fit(Xr, yr), Xr, ["v14"])
    Xc = X.copy()
    Xc[:, 0] = np.random.RandomState(2).randint(0, 12, size=len(X))
    yc = np.where(np.isin(Xc[:, 0], [1, 4, 5, 9]), 1, y)
    models["hist-boosting-categories"] = (HistGradientBoostingClassifier(max_iter=10, categorical_features=[0], random_state=9).fit(Xc, yc), Xc, ["v14"])
    for name, (model, data, layouts) in models.items():
        R = rows(data, thresholds_of(model), seed=len(name))
        if name == "hist-boosting-categories":
            R[:, 0] = np.random.RandomState(3).randint(0, 15, size=len(R))
            R[:5, 0] = np.nan
        write(name, model, R, layouts)


if __name__ == "__main__":
    sys.exit(main())
