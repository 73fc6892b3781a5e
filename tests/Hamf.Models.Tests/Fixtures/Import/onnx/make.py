"""Makes the fixtures of this folder; run by hand: python3 make.py FOLDER-WITH-NODE_MODULES

Needs scikit-learn 1.2.1, onnx 1.12 and the npm package onnxruntime-node 1.30 (npm install --ignore-scripts onnxruntime-node@1.30.0). Models are
trained here with fixed seeds and written as skl2onnx and onnxmltools write them: the same operators in the same order. What they must predict
comes from ONNX Runtime: NAME.csv.gz holds 200 rows, the label, and the probabilities, margins or value, with 17 digits; operators.csv.gz
holds one row of all results. NAME.onnx ends in a ZipMap where the converters put one; ONNX Runtime was asked for what goes into it.
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from onnx import TensorProto as T
from onnx import ValueInfoProto
from onnx import helper as h
from onnx import numpy_helper
from sklearn import datasets
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR

ML = "ai.onnx.ml"
HERE = os.path.dirname(os.path.abspath(__file__))
JOBS = []


def data(classes=2, features=5, seed=1):
    x, y = datasets.make_classification(500, features, n_informative=3, n_redundant=0, n_classes=classes, n_clusters_per_class=1, flip_y=0.1, random_state=seed)
    return np.round(x, 2).astype(np.float32), y


def model(nodes, inputs, outputs, opset=17, ml=3, constants=()):
    graph = h.make_graph(nodes, "g", inputs, outputs, list(constants))
    return h.make_model(graph, producer_name="make.py", ir_version=8, opset_imports=[h.make_opsetid("", opset), h.make_opsetid(ML, ml)])


def table(width, name="X", kind=T.FLOAT):
    return h.make_tensor_value_info(name, kind, [None, width])


def ml(op, inputs, outputs, **attributes):
    return h.make_node(op, inputs, outputs, domain=ML, **attributes)


def zipped(name, nodes, x, labels, width=None, constants=(), ml_version=3, zipmap=True, inputs=None, feeds=None):
    """A classifier that ends with label and probabilities: asked as tensors, shipped with Cast and ZipMap."""
    texts = isinstance(labels[0], str)
    kind = T.STRING if texts else T.INT64
    inputs = inputs or [table(x.shape[1])]
    feeds = feeds or [("X", "float32", x)]
    tensors = [h.make_tensor_value_info("label", kind, [None]), h.make_tensor_value_info("probabilities", T.FLOAT, [None, width or len(labels)])]
    plain = model(nodes, inputs, tensors, constants=constants, ml=ml_version)
    shipped = plain
    if zipmap:
        maps = {"classlabels_strings": labels} if texts else {"classlabels_int64s": labels}
        tail = [h.make_node("Cast", ["label"], ["output_label"], to=kind), ml("ZipMap", ["probabilities"], ["output_probability"], **maps)]
        value = ValueInfoProto(name="output_probability")
        value.type.sequence_type.elem_type.map_type.key_type = kind
        value.type.sequence_type.elem_type.map_type.value_type.tensor_type.elem_type = T.FLOAT
        ends = [h.make_tensor_value_info("output_label", kind, [None]), value]
        shipped = model(nodes + tail, inputs, ends, constants=constants, ml=ml_version)
    JOBS.append((name, shipped, plain, feeds, ["label", "probabilities"]))


def number(name, nodes, x, constants=(), ml_version=3):
    made = model(nodes, [table(x.shape[1])], [h.make_tensor_value_info("variable", T.FLOAT, [None, 1])], constants=constants, ml=ml_version)
    JOBS.append((name, made, made, [("X", "float32", x)], ["variable"]))


class Trees:
    """Attributes of a tree ensemble, node by node."""

    def __init__(self, leaf):
        self.leaf = leaf
        self.a = {k: [] for k in ("treeids nodeids featureids modes values truenodeids falsenodeids missing_value_tracks_true hitrates").split()}
        self.l = {k: [] for k in "treeids nodeids ids weights".split()}
        self.count = 0

    def add(self, tree, weights, mode="BRANCH_LEQ", missing=0):
        """weights: of a leaf, as a dictionary from output to weight."""
        for i in range(tree.node_count):
            leaf = tree.children_left[i] < 0
            swap = mode in ("BRANCH_GT", "BRANCH_GTE")
            yes, no = tree.children_left[i], tree.children_right[i]
            row = (self.count, i, 0 if leaf else tree.feature[i], "LEAF" if leaf else mode, 0 if leaf else tree.threshold[i],
                   0 if leaf else (no if swap else yes), 0 if leaf else (yes if swap else no), 0 if leaf else missing, 1)
            for key, value in zip(self.a, row):
                self.a[key].append(value)
            if leaf:
                for output, weight in weights(i).items():
                    for key, value in zip(self.l, (self.count, i, output, weight)):
                        self.l[key].append(value)
        self.count += 1

    def attributes(self, **others):
        kinds = {"values": float, "hitrates": float, "modes": str}
        made = {f"nodes_{k}": [kinds.get(k, int)(v) for v in values] for k, values in self.a.items()}
        made.update({f"{self.leaf}_{k}": [float(v) if k == "weights" else int(v) for v in values] for k, values in self.l.items()})
        return {**made, **others}


def linear_models():
    x, y = data()
    m = LogisticRegression().fit(x, y)
    coef = np.vstack([-m.coef_, m.coef_]).ravel().tolist()
    bias = np.concatenate([-m.intercept_, m.intercept_]).tolist()
    tail = ml("Normalizer", ["p"], ["probabilities"], norm="L1")
    zipped("logistic", [ml("LinearClassifier", ["X"], ["label", "p"], coefficients=coef, intercepts=bias, classlabels_ints=[0, 1], post_transform="LOGISTIC", multi_class=1), tail], x, [0, 1])
    s = StandardScaler().fit(x)
    m = LogisticRegression().fit(s.transform(x), y)
    coef, bias = np.vstack([-m.coef_, m.coef_]).ravel().tolist(), np.concatenate([-m.intercept_, m.intercept_]).tolist()
    scaler = ml("Scaler", ["X"], ["scaled"], offset=s.mean_.tolist(), scale=(1 / s.scale_).tolist())
    zipped("scaled-logistic", [scaler, ml("LinearClassifier", ["scaled"], ["label", "p"], coefficients=coef, intercepts=bias, classlabels_strings=["bad", "good"], post_transform="LOGISTIC"), tail], x, ["bad", "good"])
    for name, transform in (("single-logistic", "LOGISTIC"), ("single-margin", "NONE")):
        one = ml("LinearClassifier", ["X"], ["label", "probabilities"], coefficients=m.coef_.ravel().tolist(), intercepts=m.intercept_.tolist(), classlabels_ints=[0, 1], post_transform=transform)
        zipped(name, [one], x, [0, 1], zipmap=False)
    x3, y3 = data(3, seed=2)
    m = LogisticRegression().fit(x3, y3)
    zipped("softmax", [ml("LinearClassifier", ["X"], ["label", "p"], coefficients=m.coef_.ravel().tolist(), intercepts=m.intercept_.tolist(), classlabels_ints=[0, 1, 2], post_transform="SOFTMAX"), tail], x3, [0, 1, 2])
    r = LinearRegression().fit(x, x[:, 0] * 2 + x[:, 1] ** 2)
    number("linear", [ml("LinearRegressor", ["X"], ["variable"], coefficients=r.coef_.tolist(), intercepts=[float(r.intercept_)])], x)


def tree_models():
    x, y = data()
    x3, y3 = data(3, seed=2)
    for name, xs, ys, labels in (("forest", x, y, [0, 1]), ("forest-3", x3, y3, ["a", "b", "c"])):
        m = RandomForestClassifier(8, max_depth=5, random_state=3).fit(xs, ys)
        trees = Trees("class")
        for e in m.estimators_:
            share = e.tree_.value[:, 0, :] / e.tree_.value[:, 0, :].sum(1, keepdims=True) / len(m.estimators_)
            trees.add(e.tree_, lambda i: dict(enumerate(share[i])))
        kind = {"classlabels_strings": labels} if isinstance(labels[0], str) else {"classlabels_int64s": labels}
        zipped(name, [ml("TreeEnsembleClassifier", ["X"], ["label", "probabilities"], **trees.attributes(post_transform="NONE", **kind))], xs, labels)
    b = GradientBoostingClassifier(n_estimators=12, max_depth=3, random_state=3).fit(x, y)
    start = float(b.init_.class_prior_[1])
    start = np.log(start / (1 - start))
    missing = x.copy()
    missing[::4, 1] = np.nan
    missing[1::7, 3] = np.nan
    for name, mode, tracks, rows, more in (("boosting", "BRANCH_LEQ", 0, x, {"base_values": [start]}), ("below", "BRANCH_LT", 1, missing, {}),
                                           ("at-least", "BRANCH_GTE", 1, missing, {}), ("above", "BRANCH_GT", 0, missing, {})):
        trees = Trees("class")
        for e in b.estimators_[:, 0]:
            trees.add(e.tree_, lambda i: {0: 0.1 * e.tree_.value[i, 0, 0]}, mode, tracks)
        node = ml("TreeEnsembleClassifier", ["X"], ["label", "probabilities"], **trees.attributes(post_transform="LOGISTIC", classlabels_int64s=[0, 1], **more))
        zipped(name, [node], thresholds(rows, trees), [0, 1])
    for name, transform in (("share-none", "NONE"), ("share-logistic", "LOGISTIC")):
        m = RandomForestClassifier(5, max_depth=4, random_state=5).fit(x, y)
        trees = Trees("class")
        for e in m.estimators_:
            share = e.tree_.value[:, 0, 1] / e.tree_.value[:, 0, :].sum(1) / 5
            trees.add(e.tree_, lambda i: {0: share[i]})
        zipped(name, [ml("TreeEnsembleClassifier", ["X"], ["label", "probabilities"], **trees.attributes(post_transform=transform, classlabels_int64s=[0, 1]))], x, [0, 1])
    m = GradientBoostingClassifier(n_estimators=5, max_depth=3, random_state=3).fit(x3, y3)
    trees = Trees("class")
    for stage in m.estimators_:
        for k, e in enumerate(stage):
            trees.add(e.tree_, lambda i: {k: 0.1 * e.tree_.value[i, 0, 0]})
    zipped("boosting-3", [ml("TreeEnsembleClassifier", ["X"], ["label", "probabilities"], **trees.attributes(post_transform="SOFTMAX", classlabels_int64s=[0, 1, 2], base_values=[0.1, -0.2, 0.3]))], x3, [0, 1, 2])
    target = x[:, 0] * 2 + x[:, 1] ** 2
    m = RandomForestRegressor(6, max_depth=5, random_state=1).fit(x, target)
    for name, aggregate, more in (("mean", "AVERAGE", {}), ("sum", "SUM", {"base_values": [1.5]}), ("least", "MIN", {}), ("most", "MAX", {"base_values": [0.25]})):
        trees = Trees("target")
        for e in m.estimators_:
            trees.add(e.tree_, lambda i: {0: e.tree_.value[i, 0, 0]})
        number(f"tree-{name}", [ml("TreeEnsembleRegressor", ["X"], ["variable"], **trees.attributes(n_targets=1, aggregate_function=aggregate, post_transform="NONE", **more))], x)
    categories(x)


def categories(x):
    """Sets as chains of equalities whose true branches share a child, as LightGBM's converter writes them; and the set split of version 5."""
    rows = x.copy()
    rows[:, 0] = np.arange(len(rows)) % 7
    rows[::9, 0] = np.nan
    a = dict(nodes_treeids=[0] * 8, nodes_nodeids=list(range(8)), nodes_featureids=[0, 0, 1, 0, 0, 0, 0, 0], nodes_values=[2., 5., .25, 0., 3., 0., 0., 0.],
             nodes_modes=["BRANCH_EQ", "BRANCH_EQ", "BRANCH_LT", "LEAF", "BRANCH_NEQ", "LEAF", "LEAF", "LEAF"], nodes_truenodeids=[2, 2, 3, 0, 5, 0, 0, 0],
             nodes_falsenodeids=[1, 4, 7, 0, 6, 0, 0, 0], nodes_missing_value_tracks_true=[0, 0, 0, 0, 1, 0, 0, 0],
             target_treeids=[0] * 4, target_nodeids=[3, 5, 6, 7], target_ids=[0] * 4, target_weights=[1.25, -2.5, 4., 0.5])
    number("equalities", [ml("TreeEnsembleRegressor", ["X"], ["variable"], n_targets=1, **a)], rows)
    t = lambda values, kind=T.FLOAT: h.make_tensor("t", kind, [len(values)], values)
    a = dict(tree_roots=[0], n_targets=1, nodes_featureids=[0, 1], nodes_splits=t([0., .25]), nodes_modes=t([6, 0], T.UINT8), nodes_truenodeids=[1, 0], nodes_trueleafs=[0, 1],
             nodes_falsenodeids=[2, 1], nodes_falseleafs=[1, 1], leaf_targetids=[0, 0, 0], leaf_weights=t([1.25, -2.5, 4.]), membership_values=t([2., 5., 6., np.nan]),
             nodes_missing_value_tracks_true=[1, 0], aggregate_function=1, post_transform=0)
    number("member", [ml("TreeEnsemble", ["X"], ["variable"], **a)], rows, ml_version=5)
    a.update(nodes_modes=t([1, 0], T.UINT8), nodes_splits=t([3., .25]))
    a.pop("membership_values")
    number("version-5", [ml("TreeEnsemble", ["X"], ["variable"], **a)], rows, ml_version=5)


def thresholds(rows, trees):
    """Puts every fifth row exactly on a threshold."""
    rows = rows.copy()
    splits = [i for i, mode in enumerate(trees.a["modes"]) if mode != "LEAF"]
    for r in range(0, len(rows), 5):
        i = splits[r % len(splits)]
        rows[r, trees.a["featureids"][i]] = np.float32(trees.a["values"][i])
    return rows


def kernel_models():
    for name, classes, kernel, share in (("svc", 2, "rbf", True), ("svc-3", 3, "poly", True), ("svc-margin", 2, "rbf", False)):
        x, y = data(classes, seed=4)
        x, y = x[:200], y[:200]
        m = SVC(kernel=kernel, probability=share, gamma=0.3, coef0=1.0, degree=2, C=0.5, random_state=0).fit(x, y)
        dual = m._dual_coef_ if classes > 2 else -m.dual_coef_
        intercept = m._intercept_ if classes > 2 else -m.intercept_
        more = dict(prob_a=m.probA_.tolist(), prob_b=m.probB_.tolist()) if share else {}
        node = ml("SVMClassifier", ["X"], ["label", "probabilities"], kernel_type=kernel.upper(), kernel_params=[0.3, 1.0, 2.0], coefficients=dual.ravel().tolist(),
                  support_vectors=m.support_vectors_.ravel().tolist(), vectors_per_class=m.n_support_.tolist(), rho=intercept.tolist(), classlabels_ints=list(range(classes)), post_transform="NONE", **more)
        zipped(name, [node], x, list(range(classes)), zipmap=False)
    x, _ = data()
    m = SVR(gamma=0.2).fit(x[:100], x[:100, 0] * 2)
    number("svr", [ml("SVMRegressor", ["X"], ["variable"], kernel_type="RBF", kernel_params=[m._gamma, 0., 3.], coefficients=m.dual_coef_.ravel().tolist(),
                      support_vectors=m.support_vectors_.ravel().tolist(), n_supports=len(m.support_), rho=m.intercept_.tolist())], x)


def network():
    x, y = data()
    m = MLPClassifier((6, 4), max_iter=60, random_state=1).fit(x, y)
    nodes, constants, last = [h.make_node("Cast", ["X"], ["h0"], to=T.FLOAT)], [], "h0"
    for i, (w, b) in enumerate(zip(m.coefs_, m.intercepts_)):
        constants += [numpy_helper.from_array(w.astype(np.float32), f"w{i}"), numpy_helper.from_array(b.astype(np.float32)[None], f"b{i}")]
        nodes += [h.make_node("MatMul", [last, f"w{i}"], [f"m{i}"]), h.make_node("Add", [f"m{i}", f"b{i}"], [f"a{i}"])]
        last = f"r{i}"
        nodes.append(h.make_node("Relu" if i < 2 else "Sigmoid", [f"a{i}"], [last]))
    constants += [numpy_helper.from_array(np.array([1], np.float32), "one"), numpy_helper.from_array(np.array([0, 1], np.int64), "classes"), numpy_helper.from_array(np.array([-1], np.int64), "flat")]
    nodes += [h.make_node("Sub", ["one", last], ["rest"]), h.make_node("Concat", ["rest", last], ["probabilities"], axis=1), h.make_node("ArgMax", ["probabilities"], ["best"], axis=1),
              ml("ArrayFeatureExtractor", ["classes", "best"], ["found"]), h.make_node("Cast", ["found"], ["number"], to=T.INT64), h.make_node("Reshape", ["number", "flat"], ["label"])]
    zipped("network", nodes, x, [0, 1], constants=constants)


def mixed():
    x, y = data()
    kinds = np.array(["red", "green", "blue", "grey"])[np.arange(len(x)) % 4]
    counts = (np.arange(len(x)) % 5).astype(np.int64)
    amount = x[:, :1].copy()
    amount[::6] = np.nan
    nodes = [ml("OneHotEncoder", ["kind"], ["hot"], cats_strings=["red", "green", "blue"], zeros=1), h.make_node("Reshape", ["hot", "shape"], ["flat"]),
             ml("Imputer", ["amount"], ["filled"], imputed_value_floats=[0.5], replaced_value_float=float("nan")), h.make_node("Cast", ["count"], ["number"], to=T.FLOAT),
             h.make_node("Concat", ["filled", "number", "flat"], ["all"], axis=1),
             ml("LinearClassifier", ["all"], ["label", "p"], coefficients=[-1., .3, -.5, .2, 1., 1., -.3, .5, -.2, -1.], intercepts=[.1, -.1], classlabels_strings=["no", "yes"], post_transform="LOGISTIC"),
             ml("Normalizer", ["p"], ["probabilities"], norm="L1")]
    inputs = [table(1, "amount"), table(1, "count", T.INT64), table(1, "kind", T.STRING)]
    feeds = [("amount", "float32", amount), ("count", "int64", counts[:, None]), ("kind", "string", kinds[:, None])]
    zipped("mixed", nodes, x, ["no", "yes"], constants=[numpy_helper.from_array(np.array([-1, 3], np.int64), "shape")], inputs=inputs, feeds=feeds)


def operators():
    """Many operators on one row; every result is cast to float, laid flat and joined to one long row."""
    nodes, constants, parts = [], [], []

    def constant(value, kind=np.int64):
        constants.append(numpy_helper.from_array(np.array(value, kind), f"c{len(constants)}"))
        return constants[-1].name

    def op(name, *inputs, outputs=1, domain="", **attributes):
        made = [f"{name}{len(nodes)}_{i}" for i in range(outputs)]
        nodes.append(h.make_node(name, list(inputs), made, domain=domain, **attributes))
        for output in made:
            nodes.append(h.make_node("Cast", [output], [f"f_{output}"], to=T.FLOAT))
            nodes.append(h.make_node("Reshape", [f"f_{output}", "row"], [f"r_{output}"]))
            parts.append(f"r_{output}")
        return made[0]

    constants.append(numpy_helper.from_array(np.array([1, -1], np.int64), "row"))
    plus = op("Abs", "X")
    for name in "Neg Exp Sqrt Reciprocal Floor Ceil Round Sign Tanh Sin Cos Erf Sigmoid Relu Softplus LeakyRelu IsNaN".split():
        op(name, "X" if name != "Sqrt" else plus)
    op("Log", plus)
    half = constant([0.5], np.float32)
    for name in "Add Sub Mul Div Pow Max Min Sum Less LessOrEqual Greater GreaterOrEqual Equal".split():
        op(name, plus, half)
    more, less = op("Greater", "X", half), op("Less", "X", constant([2.0], np.float32))
    for name in "And Or Xor".split():
        op(name, more, less)
    op("Not", more)
    op("Where", more, "X", half)
    op("Clip", "X", constant(-0.5, np.float32), constant(0.75, np.float32))
    grid = op("Reshape", "X", constant([2, -1]))
    op("Transpose", grid, perm=[1, 0])
    op("MatMul", grid, constant(np.arange(6).reshape(3, 2) / 4, np.float32))
    op("Gemm", grid, constant(np.arange(6).reshape(2, 3) / 4, np.float32), constant([1, 2], np.float32), alpha=0.5, beta=2.0, transB=1)
    for name in "ReduceMax ReduceMin ReduceMean ReduceL1 ReduceL2 ReduceSumSquare ReduceProd ReduceLogSumExp".split():
        op(name, grid, axes=[1], keepdims=1)
        op(name, grid, axes=[0], keepdims=0)
    op("ReduceSum", grid, constant([0]))
    op("ArgMax", grid, axis=1)
    op("ArgMin", grid, axis=0, keepdims=0)
    op("TopK", grid, constant([2]), outputs=2, axis=1)
    op("Softmax", grid)
    op("LogSoftmax", grid)
    op("Gather", grid, constant([2, 0, -1]), axis=1)
    op("Slice", grid, constant([0, 2]), constant([2**31, -4]), constant([0, 1]), constant([1, -2]))
    op("Slice", grid, constant([1]), constant([9223372036854775807]), constant([1]))
    op("Split", grid, constant([1, 2]), outputs=2, axis=1)
    op("Split", grid, outputs=2, axis=0)
    wide = op("Unsqueeze", grid, constant([0, 3]))
    op("Squeeze", wide, constant([0]))
    op("Flatten", wide, axis=2)
    op("Shape", wide)
    op("ConstantOfShape", constant([2, 2]), value=h.make_tensor("v", T.FLOAT, [1], [3.5]))
    op("Expand", half, constant([2, 3]))
    op("Tile", grid, constant([2, 2]))
    op("Concat", grid, grid, axis=0)
    op("Constant", value_floats=[1.5, 2.5])
    whole = op("Cast", "X", to=T.INT64)
    op("Div", whole, constant([2]))
    op("Mod", whole, constant([3]))
    for norm in "MAX L1 L2".split():
        op("Normalizer", grid, domain=ML, norm=norm)
    op("Binarizer", grid, domain=ML, threshold=0.3)
    op("LabelEncoder", whole, domain=ML, keys_int64s=[0, 1, -1], values_floats=[5.5, 6.5, 7.5], default_float=-3.0)
    op("OneHotEncoder", whole, domain=ML, cats_int64s=[0, 1, 2])
    op("ArrayFeatureExtractor", grid, constant([[2, 0]]), domain=ML)
    op("FeatureVectorizer", "X", plus, domain=ML, inputdimensions=[6, 6])
    nodes.append(h.make_node("Concat", parts, ["all"], axis=1))
    made = model(nodes, [h.make_tensor_value_info("X", T.FLOAT, [1, 6])], [h.make_tensor_value_info("all", T.FLOAT, [1, None])], constants=constants)
    JOBS.append(("operators", made, made, [("X", "float32", np.array([[-1.25, 0.5, 1.5, 0.75, 3.25, -2.5]], np.float32))], ["all"]))


def ask(packages):
    with tempfile.TemporaryDirectory() as folder:
        jobs = []
        for name, _, plain, feeds, outputs in JOBS:
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(plain.SerializeToString())
            jobs.append({"model": path, "outputs": outputs, "inputs": [
                {"name": n, "type": t, "shape": list(v[:200].shape), "values": [None if v2 != v2 else v2 for v2 in v[:200].ravel().tolist()]} for n, t, v in feeds]})
        with open(os.path.join(folder, "jobs.json"), "w") as file:
            json.dump(jobs, file)
        subprocess.run(["node", os.path.join(HERE, "run.js"), packages, f"{folder}/jobs.json", f"{folder}/results.json"], check=True)
        with open(os.path.join(folder, "results.json")) as file:
            return json.load(file)


def cell(value):
    return value if isinstance(value, str) else "" if value != value else repr(float(value)) if isinstance(value, float) else str(value)


def main():
    linear_models(), tree_models(), kernel_models(), network(), mixed(), operators()
    for (name, shipped, _, feeds, outputs), answer in zip(JOBS, ask(sys.argv[1])):
        if "error" in answer:
            print(answer["error"])
            continue
        with open(os.path.join(HERE, f"{name}.onnx"), "wb") as file:
            file.write(shipped.SerializeToString())
        count = len(feeds[0][2][:200])
        values = [np.array(a["data"], dtype=object).reshape(count, -1) for a in answer]
        values = values if len(values) == 2 else [np.full((count, 1), "", dtype=object)] + values
        if name == "forest":
            # Of two classes that both have scores ONNX Runtime 1.30 labels a row 1 whenever the second score is above 0; the specification
            # asks for the top class, and converters write such models with one score.
            values[0] = np.argmax(values[1].astype(float), axis=1)[:, None].astype(object)
        if name in ("single-margin", "svc-margin"):
            values[1] = values[1][:, 1:]  # two classes have one margin
        lines = []
        for i in range(count):
            lines.append(",".join([cell(v) for _, _, f in feeds for v in f[i].tolist()] + [cell(v) for part in values for v in part[i].tolist()]))
        with open(os.path.join(HERE, f"{name}.csv.gz"), "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
            packed.write(("\n".join(lines) + "\n").encode())


main()
