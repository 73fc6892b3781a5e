"""Makes the fixtures of this folder; run by hand with scikit-learn 1.2.1: python3 make.py

Every model is trained here with a fixed seed on rows of quarters and written as that scikit-learn writes it (NAME.pkl). Layouts of other versions
come from a small writer that changes module names, attributes and settings to what those versions write (NAME.LAYOUT.pkl). NAME.csv.gz holds 200
rows, the label, and probabilities, decision values or the number, with 17 digits; NAME.decide.csv.gz the decision values of a model that has
probabilities too. Where the name ends in -boundary, weights are rounded to eighths, so that sums are exact and many rows lie on the boundary.
"""
import copy
import gzip
import pickle
import types
import warnings

import numpy as np
import scipy.sparse
from sklearn import datasets
from sklearn.calibration import CalibratedClassifierCV
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import (AdaBoostClassifier, AdaBoostRegressor, BaggingClassifier, BaggingRegressor, GradientBoostingClassifier,
                              StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor)
from sklearn.linear_model import (BayesianRidge, ElasticNet, HuberRegressor, Lasso, LinearRegression, LogisticRegression,
                                  LogisticRegressionCV, PassiveAggressiveClassifier, Perceptron, PoissonRegressor, Ridge, RidgeClassifier,
                                  RidgeClassifierCV, SGDClassifier, SGDOneClassSVM, SGDRegressor)
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier, OutputCodeClassifier
from sklearn.multioutput import MultiOutputClassifier
from sklearn.naive_bayes import BernoulliNB, CategoricalNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR, NuSVC, NuSVR, OneClassSVM
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

warnings.simplefilter("ignore")

OLD_MODULES = {
    "sklearn.svm._classes": "sklearn.svm.classes",
    "sklearn.neural_network._multilayer_perceptron": "sklearn.neural_network.multilayer_perceptron",
    "sklearn.tree._classes": "sklearn.tree.tree",
    "sklearn.preprocessing._label": "sklearn.preprocessing.label",
    "scipy.sparse._csr": "scipy.sparse.csr",
    "sklearn.linear_model._coordinate_descent": "sklearn.linear_model.coordinate_descent",
}
for name in ("logistic", "stochastic_gradient", "ridge", "perceptron", "passive_aggressive", "base", "huber", "bayes"):
    OLD_MODULES["sklearn.linear_model._" + name] = "sklearn.linear_model." + name
for name in ("classification", "regression"):
    OLD_MODULES["sklearn.neighbors._" + name] = "sklearn.neighbors." + name
for name in ("bagging", "weight_boosting", "voting", "forest"):
    OLD_MODULES["sklearn.ensemble._" + name] = "sklearn.ensemble." + name
NEW_MODULES = {"numpy.core.multiarray": "numpy._core.multiarray", "numpy.core.numeric": "numpy._core.numeric"}


def old_state(kind, state):
    """0.20 to 0.23."""
    names = {"_n_support": "n_support_", "_probA": "probA_", "_probB": "probB_", "var_": "sigma_", "X_thresholds_": "_necessary_X_",
             "y_thresholds_": "_necessary_y_", "estimator_": "base_estimator_"}
    if kind == "_CalibratedClassifier":
        names.update(estimator="base_estimator", calibrators="calibrators_")
    if kind.startswith(("Bagging", "AdaBoost", "CalibratedClassifierCV")):
        names.update(estimator="base_estimator")
    if kind.startswith(("Bagging", "DecisionTree", "GradientBoosting")):
        names.update(n_features_in_="n_features_")
    state = {names.get(k, k): v for k, v in state.items() if k not in ("n_features_in_", "break_ties", "class_weight_") or k in names}
    if kind.startswith("LogisticRegression") and "classes_" in state:
        several = len(state["classes_"]) > 2
        state["multi_class"] = {"auto": "multinomial" if several and state["solver"] != "liblinear" else "warn", "ovr": "warn"}.get(state["multi_class"], state["multi_class"])
    if state.get("loss") == "log_loss":
        state["loss"] = "deviance" if kind.startswith("Gradient") else "log"
    if kind == "KNeighborsClassifier" or kind == "KNeighborsRegressor":
        state["effective_metric_params_"] = {k: v for k, v in state["effective_metric_params_"].items() if v is not None}
    return state


def new_state(kind, state, keeps_multi_class):
    names = {"base_estimator_": "estimator_"}
    state = {names.get(k, k): v for k, v in state.items() if k != "base_estimator"}
    if state.get("multi_class") == "auto":
        state["multi_class"] = "deprecated"
        if not keeps_multi_class:
            del state["multi_class"]
    return state


LAYOUTS = {
    "v020": ("0.20.3", OLD_MODULES, 3, old_state),
    "v023": ("0.23.2", {}, 4, old_state),
    "v16": ("1.6.1", NEW_MODULES, 4, lambda kind, state: new_state(kind, state, True)),
    "v18": ("1.8.0", NEW_MODULES, 4, lambda kind, state: new_state(kind, state, False)),
}


class Writer(pickle._Pickler):
    """Writes classes by name without looking whether they exist, and states as the layout has them."""

    def __init__(self, file, layout):
        self.version, self.modules, protocol, self.change = layout
        super().__init__(file, protocol=protocol)

    def save_global(self, obj, name=None):
        module = obj.__module__ or pickle.whichmodule(obj, obj.__qualname__)
        module = self.modules.get(module, module)
        if self.proto >= 4:
            self.save(module)
            self.save(obj.__qualname__)
            self.write(pickle.STACK_GLOBAL)
        else:
            self.write(pickle.GLOBAL + module.replace("builtins", "__builtin__").encode() + b"\n" + obj.__qualname__.encode() + b"\n")
        self.memoize(obj)

    dispatch = dict(pickle._Pickler.dispatch)
    for kind in (type, type(len), types.FunctionType):
        dispatch[kind] = lambda self, obj: self.save_global(obj)

    def save_reduce(self, func, args, state=None, *rest, obj=None, **named):
        if isinstance(state, dict) and type(obj).__module__.startswith("sklearn."):
            state = self.change(type(obj).__name__, state)
            if "_sklearn_version" in state:
                state["_sklearn_version"] = self.version
        return super().save_reduce(func, args, state, *rest, obj=obj, **named)


def numbers(values):
    return ",".join(repr(float(v)) if v != int(v) else str(int(v)) for v in values)


def lines(name, texts):
    with gzip.GzipFile(f"{name}.csv.gz", "wb", mtime=0) as f:
        f.write("".join(text + "\n" for text in texts).encode())


def write(name, model, rows, layouts, label=None, values=None, decisions=None):
    with open(f"{name}.pkl", "wb") as f:
        pickle.dump(model, f, protocol=4) if label is None else Writer(f, LAYOUTS[layouts.pop(0)]).dump(model)
    for layout in layouts:
        with open(f"{name}.{layout}.pkl", "wb") as f:
            Writer(f, LAYOUTS[layout]).dump(model)
    if label is None:
        label = model.predict(rows)
        decisions = model.decision_function(rows).reshape(len(rows), -1) if hasattr(model, "decision_function") else None
        values = model.predict_proba(rows) if hasattr(model, "predict_proba") else decisions
        if values is None:
            values = (np.searchsorted(model.classes_, label) if hasattr(model, "classes_") else label).reshape(len(rows), -1)
    write_rows(name, rows, label, values, decisions)


def write_rows(name, rows, label, values, decisions):
    if name.startswith("dummy"):
        rows = rows[:, :0]
    lines(name, (",".join(filter(None, [numbers(x), str(y), numbers(v)])) for x, y, v in zip(rows, label, values)))
    if decisions is not None and decisions is not values:
        lines(name + ".decide", (numbers(v) for v in decisions))


def quarters(X):
    return np.round(X * 4) / 4


def round_weights(model, *names):
    for name in names:
        setattr(model, name, np.round(getattr(model, name) * 8) / 8)
    return model


def on_boundary(model, width, rng):
    """Rows of which half lie exactly on the boundary: for several classes, where the two largest values are equal."""
    pool = rng.randint(-8, 9, size=(40000, width)) / 4
    d = model.decision_function(pool)
    near = np.abs(d) if d.ndim == 1 else np.diff(np.sort(d, axis=1)[:, -2:], axis=1).ravel()
    found = pool[near == 0][:100]
    assert len(found) > 20, "no rows on the boundary"
    return np.vstack([found, pool[:200 - len(found)]])


def flatten(model):
    """Moves the points of a calibration apart: between two that all but touch, the last bit of a score would decide."""
    for member in model.calibrated_classifiers_:
        for curve in member.calibrators:
            X, first = np.unique(np.round(curve.X_thresholds_, 2), return_index=True)
            curve.X_thresholds_, curve.y_thresholds_ = X, curve.y_thresholds_[first]
            curve.X_min_, curve.X_max_ = X[0], X[-1]
            curve._build_f(X, curve.y_thresholds_)


class Stub:
    """Stands for a class that 1.2.1 does not have yet."""

    def __init__(self, **state):
        self.__dict__.update(state, _sklearn_version="1.2.1")


def stub(module, kind):
    return type(kind, (Stub,), {"__module__": module, "__qualname__": kind})


def make_data():
    X, y = datasets.make_classification(100, 5, n_informative=4, n_redundant=0, flip_y=0.1, random_state=1)
    X3, y3 = datasets.make_classification(120, 5, n_informative=4, n_redundant=0, n_classes=3, n_clusters_per_class=1, flip_y=0.1, random_state=2)
    Xr, yr = datasets.make_regression(100, 5, n_informative=4, noise=5.0, random_state=3)
    return (quarters(X), y), (quarters(X3), np.array(["ham", "phish", "spam"])[y3]), (quarters(Xr), np.round(yr / 10, 2))


def main():
    rng = np.random.RandomState(0)
    (X, y), (X3, y3), (Xr, yr) = make_data()
    R = np.vstack([X[:100], quarters(rng.normal(scale=1.5, size=(100, 5)))])
    R3 = np.vstack([X3[:100], quarters(rng.normal(scale=1.5, size=(100, 5)))])
    Rr = np.vstack([Xr[:100], quarters(rng.normal(scale=1.5, size=(100, 5)))])
    C = rng.poisson(1.2, size=(150, 6)).astype(float)
    yc = (C[:, 0] + C[:, 1] + rng.normal(size=150) > C[:, 2] + C[:, 3]).astype(int)
    yc3 = np.digitize(C[:, 0] - C[:, 2] + 0.3 * rng.normal(size=150), [-0.5, 0.8])
    RC = rng.poisson(1.2, size=(200, 6)).astype(float)
    every, newer, older, all_layouts = ["v020", "v16"], ["v16"], ["v020"], ["v020", "v16", "v18"]
    # Rows of thousandths are hardly ever equally far; rows of a few whole numbers mostly are.
    T, RT = rng.randint(0, 4, size=(150, 3)).astype(float), rng.randint(-1, 6, size=(200, 3)) / 1.0
    ties = (T, np.array(["ham", "phish", "spam"])[(T[:, 0] + rng.randint(0, 2, size=150)).astype(int) // 2], RT)
    K = np.round(rng.normal(size=(90, 4)), 3)
    RK = np.vstack([K[:60], np.round(rng.normal(size=(140, 4)), 3)])
    near = (K, (K[:, 0] + K[:, 1] > 0.2).astype(int), RK)
    near3 = (K, np.array(["ham", "phish", "spam"])[np.digitize(K[:, 0], [-0.5, 0.4])], RK)
    near_real = (K, np.round(K @ [1, 2, -1, 0.5], 2), RK)
    two, three, real, counts = (X, y, R), (X3, y3, R3), (Xr, yr, Rr), (C, yc, RC)
    models = {
        "logistic": (LogisticRegression(), two, all_layouts),
        "logistic-text-labels": (LogisticRegression(), (X, np.where(y == 1, "phishing", "legitimate"), R), all_layouts),
        "logistic-no-intercept": (LogisticRegression(fit_intercept=False), two, all_layouts),
        "logistic-multinomial-2": (LogisticRegression(multi_class="multinomial"), two, all_layouts),
        "logistic-3": (LogisticRegression(), three, all_layouts),
        "logistic-3-ovr": (LogisticRegression(multi_class="ovr"), three, all_layouts),
        "logistic-3-liblinear": (LogisticRegression(solver="liblinear"), three, all_layouts),
        "logistic-cv": (LogisticRegressionCV(Cs=3, cv=3), three, all_layouts),
        "sgd-log": (SGDClassifier(loss="log_loss", random_state=1), two, every),
        "sgd-log-3": (SGDClassifier(loss="log_loss", alpha=0.1, random_state=1), three, older),
        "sgd-huber": (SGDClassifier(loss="modified_huber", alpha=0.1, random_state=1), two, older),
        "sgd-huber-3": (SGDClassifier(loss="modified_huber", alpha=0.1, random_state=1), three, every),
        "sgd-hinge": (SGDClassifier(random_state=1), two, every),
        "sgd-one-class": (SGDOneClassSVM(nu=0.3, random_state=1), two, newer),
        "linear-svc": (LinearSVC(random_state=1), two, every),
        "linear-svc-3": (LinearSVC(random_state=1), three, older),
        "ridge-classifier": (RidgeClassifier(), two, every),
        "ridge-classifier-3": (RidgeClassifierCV(), three, older),
        "perceptron": (Perceptron(random_state=1), two, every),
        "passive-aggressive": (PassiveAggressiveClassifier(random_state=1), three, every),
        "linear-discriminant": (LinearDiscriminantAnalysis(), two, every),
        "linear-discriminant-3": (LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"), three, newer),
        "quadratic-discriminant": (QuadraticDiscriminantAnalysis(), two, every),
        "quadratic-discriminant-3": (QuadraticDiscriminantAnalysis(reg_param=0.1), three, older),
        "linear-regression": (LinearRegression(), real, every),
        "ridge": (Ridge(), real, every),
        "lasso": (Lasso(alpha=0.5), real, every),
        "elastic-net": (ElasticNet(alpha=0.1), real, every),
        "sgd-regressor": (SGDRegressor(random_state=1), real, every),
        "linear-svr": (LinearSVR(random_state=1), real, every),
        "bayesian-ridge": (BayesianRidge(), real, every),
        "huber": (HuberRegressor(), real, every),
        "poisson": (PoissonRegressor(), (Xr, np.abs(np.round(yr)), Rr), newer),
        "svc-rbf": (SVC(probability=True, random_state=1), two, every),
        "svc-linear": (SVC(kernel="linear"), two, older),
        "svc-poly-3": (SVC(kernel="poly", degree=3, coef0=1, probability=True, random_state=1), three, every),
        "svc-pairs-3": (SVC(kernel="linear", decision_function_shape="ovo"), three, older),
        "svc-ties-3": (SVC(kernel="sigmoid", gamma=0.1, break_ties=True), three, newer),
        "nu-svc-3": (NuSVC(nu=0.3, gamma="auto", probability=True, random_state=1), three, every),
        "one-class-svm": (OneClassSVM(nu=0.2), two, every),
        "svr": (SVR(C=10), real, every),
        "nu-svr": (NuSVR(kernel="linear"), real, older),
        "gaussian-bayes": (GaussianNB(), two, every),
        "gaussian-bayes-3": (GaussianNB(), three, older),
        "multinomial-bayes": (MultinomialNB(), counts, every),
        "multinomial-bayes-3": (MultinomialNB(alpha=0.1), (C, yc3, RC), older),
        "complement-bayes": (ComplementNB(norm=True), (C, yc3, RC), every),
        "bernoulli-bayes": (BernoulliNB(binarize=1.0), counts, every),
        "bernoulli-bayes-3": (BernoulliNB(binarize=None), ((C > 1) * 1.0, yc3, (RC > 1) * 1.0), older),
        "categorical-bayes": (CategoricalNB(min_categories=12), counts, newer),
        "knn": (KNeighborsClassifier(5), near, every),
        "knn-brute-distance-3": (KNeighborsClassifier(4, algorithm="brute", weights="distance"), near3, older),
        "knn-manhattan": (KNeighborsClassifier(3, p=1, weights="distance"), near3, older),
        "knn-minkowski": (KNeighborsClassifier(3, p=3, algorithm="ball_tree"), near, older),
        "knn-chebyshev": (KNeighborsClassifier(3, metric="chebyshev", weights="distance"), near, older),
        "knn-cosine": (KNeighborsClassifier(5, metric="cosine", weights="distance"), near3, older),
        "knn-ties": (KNeighborsClassifier(5, leaf_size=12), ties, every),
        "knn-ties-ball": (KNeighborsClassifier(4, algorithm="ball_tree", leaf_size=9, p=1), ties, older),
        "knn-ties-brute": (KNeighborsClassifier(6, algorithm="brute"), ties, ["v16"]),
        "knn-ties-chebyshev": (KNeighborsClassifier(7, algorithm="kd_tree", leaf_size=20, metric="chebyshev", weights="distance"), ties, older),
        "knn-regressor": (KNeighborsRegressor(4, weights="distance"), near_real, every),
        "knn-regressor-brute": (KNeighborsRegressor(3, algorithm="brute"), near_real, older),
        "mlp": (MLPClassifier((8, 4), max_iter=60, random_state=1), two, every),
        "mlp-3": (MLPClassifier((6,), activation="tanh", max_iter=60, random_state=1), three, older),
        "mlp-logistic": (MLPClassifier((6,), activation="logistic", max_iter=60, random_state=1), two, all_layouts),
        "mlp-single": (MLPClassifier((6,), max_iter=60, random_state=1), (X3.astype("f4"), y3, R3), newer),
        "mlp-regressor": (MLPRegressor((6,), activation="identity", max_iter=60, random_state=1), real, every),
        "dummy-prior": (DummyClassifier(), two, every),
        "dummy-most-frequent": (DummyClassifier(strategy="most_frequent"), three, every),
        "dummy-constant": (DummyClassifier(strategy="constant", constant="spam"), three, every),
        "dummy-regressor": (DummyRegressor(strategy="median"), real, every),
    }
    lr, nb, svc = LogisticRegression(), GaussianNB(), LinearSVC(random_state=1)
    tree = DecisionTreeClassifier(max_depth=3, random_state=1)
    models.update({
        "voting-soft": (VotingClassifier([("lr", lr), ("gone", "drop"), ("nb", nb), ("tree", tree)], voting="soft", weights=[2, 5, 1, 1]), three, every),
        "voting-hard": (VotingClassifier([("lr", lr), ("nb", nb), ("svc", svc), ("tree", tree)], weights=[1, 1, 1, 2]), three, every),
        "voting-regressor": (VotingRegressor([("a", Ridge()), ("b", SVR())], weights=[1, 3]), real, older),
        "stacking": (StackingClassifier([("nb", nb), ("svc", svc), ("tree", tree)], final_estimator=LogisticRegression(), passthrough=True), two, ["v023", "v18"]),
        "stacking-3": (StackingClassifier([("nb", nb), ("svc", svc), ("p", lr)], final_estimator=LinearDiscriminantAnalysis()), three, ["v023", "v16"]),
        "stacking-predictions": (StackingClassifier([("nb", nb), ("svc", svc)], stack_method="predict", final_estimator=MLPClassifier((4,), max_iter=30, random_state=1)), three, newer),
        "stacking-regressor": (StackingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3, random_state=1))]), real, ["v023", "v16"]),
        "calibrated-sigmoid": (CalibratedClassifierCV(svc, cv=3), two, every),
        "calibrated-isotonic-3": (CalibratedClassifierCV(GaussianNB(), method="isotonic", cv=2), three, every),
        "calibrated-boosting": (CalibratedClassifierCV(GradientBoostingClassifier(n_estimators=4, max_depth=2, random_state=1), cv=2), two, ["v020"]),
        "calibrated-whole": (CalibratedClassifierCV(svc, cv=3, ensemble=False), three, newer),
        "one-vs-rest": (OneVsRestClassifier(LogisticRegression()), three, every),
        "one-vs-rest-2": (OneVsRestClassifier(GaussianNB()), two, older),
        "one-vs-rest-trees": (OneVsRestClassifier(DecisionTreeClassifier(max_depth=2, random_state=1)), three, older),
        "one-vs-one": (OneVsOneClassifier(svc), three, every),
        "one-vs-one-2": (OneVsOneClassifier(svc), two, older),
        "bagging": (BaggingClassifier(LogisticRegression(), 5, max_features=0.6, random_state=1), three, every),
        "bagging-votes": (BaggingClassifier(Perceptron(random_state=1), 5, max_samples=0.5, random_state=1), two, every),
        "bagging-regressor": (BaggingRegressor(DecisionTreeRegressor(max_depth=3, random_state=1), 4, max_features=0.8, random_state=1), real, every),
        "adaboost-real": (AdaBoostClassifier(n_estimators=8, random_state=1), two, older),
        "adaboost-real-3": (AdaBoostClassifier(DecisionTreeClassifier(max_depth=2, random_state=1), n_estimators=5, random_state=1), three, older),
        "adaboost": (AdaBoostClassifier(n_estimators=8, algorithm="SAMME", random_state=1), two, older),
        "adaboost-3": (AdaBoostClassifier(n_estimators=8, algorithm="SAMME", random_state=1), three, older),
        "adaboost-regressor": (AdaBoostRegressor(n_estimators=7, random_state=1), real, ["v020", "v16"]),
        "pipeline-nested": (make_pipeline(StackingClassifier([("v", VotingClassifier([("nb", nb), ("lr", lr)], voting="soft"))])), two, ["v16"]),
    })
    for name, (model, (data, target, rows), layouts) in models.items():
        model = copy.deepcopy(model).fit(data, target)
        if name == "calibrated-isotonic-3":
            flatten(model)
        write(name, model, rows, list(layouts))

    make_boundaries(two, three, every)
    make_sparse(every)
    make_newer(two, three)
    make_refused(X, y)


def make_boundaries(two, three, layouts):
    rng = np.random.RandomState(5)
    for name, model, (data, target, _), weights in [
            ("logistic-boundary", LogisticRegression(), two, ("coef_", "intercept_")),
            ("linear-svc-3-boundary", LinearSVC(random_state=1), three, ("coef_", "intercept_")),
            ("sgd-one-class-boundary", SGDOneClassSVM(nu=0.3, random_state=1), two, ("coef_", "offset_")),
            ("svc-boundary", SVC(kernel="linear", C=0.5), two, ("_dual_coef_", "_intercept_")),
            ("one-class-svm-boundary", OneClassSVM(kernel="linear", nu=0.3), two, ("_dual_coef_", "_intercept_"))]:
        model = round_weights(model.fit(data[:40], target[:40]), *weights)
        write(name, model, on_boundary(model, 5, rng), ["v16"] if "sgd" in name else list(layouts))


def make_sparse(layouts):
    rng = np.random.RandomState(7)
    X = scipy.sparse.random(120, 30, density=0.15, format="csr", random_state=7)
    y = (np.asarray(X[:, :10].sum(axis=1)).ravel() > np.asarray(X[:, 10:20].sum(axis=1)).ravel()).astype(int)
    rows = scipy.sparse.random(200, 30, density=0.15, format="csr", random_state=8)
    for name, model in [("sparse-svc", SVC(probability=True, random_state=1)), ("sparse-svc-linear", SVC(kernel="linear", C=10)),
                        ("sparse-knn", KNeighborsClassifier(3, metric="cosine", weights="distance")),
                        ("sparse-logistic", LogisticRegression(penalty="l1", solver="liblinear", C=20, random_state=1))]:
        model.fit(X, y)
        if name == "sparse-logistic":
            model.sparsify()
        dense = rows.toarray()
        label, decisions = model.predict(rows), model.decision_function(rows).reshape(200, -1) if hasattr(model, "decision_function") else None
        values = model.predict_proba(rows) if hasattr(model, "predict_proba") else decisions
        for layout in layouts:
            with open(f"{name}.{layout}.pkl", "wb") as f:
                Writer(f, LAYOUTS[layout]).dump(model)
        with open(f"{name}.pkl", "wb") as f:
            pickle.dump(model, f, protocol=4)
        write_rows(name, dense, label, values, decisions)


def make_newer(two, three):
    """What changed after 1.2.1, by the rules of the version that changed it."""
    (X, y, R), (X3, y3, R3) = two, three
    for name, data, target, rows in [("adaboost-balanced", X, y, R), ("adaboost-balanced-3", X3, y3, R3)]:
        model = AdaBoostClassifier(n_estimators=6, algorithm="SAMME", random_state=1).fit(data, target)
        k = len(model.classes_)
        sums = np.zeros((200, k))
        for inner, weight in zip(model.estimators_, model.estimator_weights_):
            sums += np.where(inner.predict(rows)[:, None] == model.classes_, weight, -weight / (k - 1))
        sums /= model.estimator_weights_.sum()
        d = sums[:, 1] - sums[:, 0] if k == 2 else sums
        powers = np.exp(np.stack([-d / 2, d / 2], axis=1) if k == 2 else d / (k - 1))
        label = model.classes_[(d > 0).astype(int) if k == 2 else d.argmax(axis=1)]
        model.algorithm = "deprecated"
        write(name, model, rows, ["v16", "v18"], label, powers / powers.sum(axis=1, keepdims=True), d.reshape(200, -1))

    older = LinearDiscriminantAnalysis().fit(X3, y3)
    d = older.decision_function(R3)
    powers = 1 / (1 + np.exp(-d))
    write("linear-discriminant-3-logistic", older, R3, ["v020"], older.predict(R3), powers / powers.sum(axis=1, keepdims=True), d)

    inner = LogisticRegression().fit(X, y)
    proba, decision = inner.predict_proba(R), inner.decision_function(R).reshape(200, -1)
    module = "sklearn.model_selection._classification_threshold"
    fixed = stub(module, "FixedThresholdClassifier")(estimator=LogisticRegression(), estimator_=inner, threshold=0.7, response_method="auto", pos_label=None)
    write("threshold-fixed", fixed, R, ["v16", "v18"], (proba[:, 1] >= 0.7).astype(int), proba, decision)
    zero = stub(module, "FixedThresholdClassifier")(estimator=LogisticRegression(), estimator_=inner, threshold=0.25, response_method="decision_function", pos_label=0)
    write("threshold-first", zero, R, ["v16", "v18"], np.where(-decision[:, 0] >= 0.25, 0, 1), proba, decision)
    scorer = stub("sklearn.metrics._scorer", "_CurveScorer")(_score_func=np.mean, _kwargs={"pos_label": 1}, _sign=1)
    tuned = stub(module, "TunedThresholdClassifierCV")(estimator_=inner, best_threshold_=0.31, best_score_=0.9, response_method="auto", _curve_scorer=scorer)
    write("threshold-tuned", tuned, R, ["v16", "v18"], (proba[:, 1] >= 0.31).astype(int), proba, decision)

    frozen = stub("sklearn.frozen._frozen", "FrozenEstimator")(estimator=inner)
    model = CalibratedClassifierCV(inner, cv="prefit", method="isotonic").fit(X, y)
    label, values = model.predict(R), model.predict_proba(R)
    model.calibrated_classifiers_[0].estimator = frozen
    write("calibrated-frozen", model, R, ["v16", "v18"], label, values)


def make_refused(X, y):
    both = np.stack([y, 1 - y], axis=1)
    for name, model in [
            ("unfitted", LogisticRegression()), ("dummy-random", DummyClassifier(strategy="stratified").fit(X, y)),
            ("own-kernel", SVC(kernel=rbf_kernel).fit(X, y)), ("precomputed", SVC(kernel="precomputed").fit(X @ X.T, y)),
            ("output-code", OutputCodeClassifier(LogisticRegression(), random_state=1).fit(X, y)),
            ("several-outputs", MultiOutputClassifier(LogisticRegression()).fit(X, both)),
            ("several-targets", KNeighborsClassifier().fit(X[:20], both[:20])), ("several-numbers", LinearRegression().fit(X, both)),
            ("multilabel", OneVsRestClassifier(LogisticRegression()).fit(X, both)),
            ("knn-own-weights", KNeighborsClassifier().fit(X[:20], y[:20]).set_params(weights=rbf_kernel)),
            ("knn-own-distance", KNeighborsClassifier(metric="canberra").fit(X[:20], y[:20]))]:
        with open(f"refused-{name}.pkl", "wb") as f:
            Writer(f, LAYOUTS["v16"]).dump(model)


if __name__ == "__main__":
    main()
