"""Makes the fixtures of this folder; run by hand with NumPy alone: python3 make.py

LightGBM is not at hand where this was written, so nothing here comes from the library: the model texts are written by hand, in the layouts of v2, v3
and v4, and what they must predict is computed by evaluate() below, which follows the library's description of its splits node by
node. NAME.csv.gz holds 200 rows (some exactly on thresholds, the doubles below and above, missing, infinite, categories that are unknown, negative or
broken), the label, and the probabilities or the value, with 17 digits. The pickles hold the texts as the wrappers do, by classes that stand in for them.
"""
import copyreg
import gzip
import json
import math
import pickle
import random
import sys
import types

ROWS = 200
NONE, ZERO, NAN = 0, 1, 2
COLUMNS = ["amount", "count", "age", "code", "land"]


class Tree:
    """Random splits; columns 3 and 4 are categories where the tree may use them."""

    def __init__(self, rng, leaves, missing, with_categories, scale=0.5):
        self.splits, self.leaves, self.sets = [], [rng.gauss(0, scale)], []
        open_leaves = [(0, None)]
        while len(self.leaves) < leaves:
            leaf, parent = open_leaves.pop(rng.randrange(len(open_leaves)))
            index = len(self.splits)
            if parent is not None:
                self.splits[parent[0]][parent[1]] = index
            feature = rng.randrange(5 if with_categories else 3)
            if feature >= 3:
                words = [rng.getrandbits(32) for _ in range(rng.choice([1, 1, 2]))]
                decision, threshold = 1 | (rng.randrange(2) << 1) | (NAN << 2), len(self.sets)
                self.sets.append(words)
            else:
                kind = missing[feature]
                decision = (rng.randrange(2) << 1) | (kind << 2)
                threshold = [round(rng.gauss(0, 1), 3), float(rng.randrange(6)) + 0.5, rng.choice([-0.25, 0.0, 1e-35, 1.0000000180025095e-35, rng.gauss(0, 1)])][feature]
            self.splits.append({"f": feature, "t": threshold, "d": decision, "l": ~leaf, "r": ~len(self.leaves)})
            self.leaves.append(rng.gauss(0, scale))
            open_leaves += [(leaf, (index, "l")), (len(self.leaves) - 1, (index, "r"))]

    def find(self, row):
        if not self.splits:
            return 0
        node = 0
        while node >= 0:
            split = self.splits[node]
            node = split["l"] if self.goes_left(split, row[split["f"]]) else split["r"]
        return ~node

    def goes_left(self, split, value):
        if split["d"] & 1:
            if math.isnan(value) or math.isinf(value) or abs(value) >= 2 ** 31:
                return False
            code = int(value)
            words = self.sets[split["t"]]
            return code >= 0 and code // 32 < len(words) and bool(words[code // 32] >> (code % 32) & 1)
        kind = split["d"] >> 2 & 3
        if math.isnan(value) and kind != NAN:
            value = 0.0
        if (kind == ZERO and -1.0000000180025095e-35 <= value <= 1.0000000180025095e-35) or (kind == NAN and math.isnan(value)):
            return bool(split["d"] & 2)
        return value <= split["t"]

    def text(self, number, version):
        def line(key, values):
            return key + "=" + " ".join(str(v) if isinstance(v, int) else repr(v) for v in values)
        n = len(self.leaves)
        lines = [f"Tree={number}", f"num_leaves={n}", f"num_cat={len(self.sets)}"]
        if self.splits:
            lines += [line("split_feature", [s["f"] for s in self.splits]), line("split_gain", [round(1.5 + i, 2) for i in range(n - 1)]),
                      line("threshold", [s["t"] for s in self.splits]), line("decision_type", [s["d"] for s in self.splits]),
                      line("left_child", [s["l"] for s in self.splits]), line("right_child", [s["r"] for s in self.splits])]
        lines.append(line("leaf_value", self.leaves))
        if self.splits:
            if version != "v2":
                lines.append(line("leaf_weight", [1.25] * n))
            lines += [line("leaf_count", [10] * n), line("internal_value", [0.0] * (n - 1))]
            if version != "v2":
                lines.append(line("internal_weight", [2.5] * (n - 1)))
            lines.append(line("internal_count", [20] * (n - 1)))
            if self.sets:
                starts = [0]
                for words in self.sets:
                    starts.append(starts[-1] + len(words))
                lines += [line("cat_boundaries", starts), line("cat_threshold", [w for words in self.sets for w in words])]
        if version == "v4":
            lines.append("is_linear=0")
        return "\n".join(lines + ["shrinkage=0.1", "", ""])


def model_text(trees, objective, outputs=1, version="v4", average=False, pandas="null"):
    head = ["tree", f"version={version}", f"num_class={outputs}", f"num_tree_per_iteration={outputs}", "label_index=0", "max_feature_idx=4"]
    head += [f"objective={objective}"] if objective else []
    head += ["average_output"] if average else []
    head += ["feature_names=" + " ".join(COLUMNS), "feature_infos=[-3:3] [0:5] [-3:3] 0:1:2:3 5:7:40"]
    body = [tree.text(i, version) for i, tree in enumerate(trees)]
    head.append("tree_sizes=" + " ".join(str(len(b)) for b in body))
    tail = ["end of trees", "", "feature_importances:", "amount=3", "", "parameters:", "[boosting: gbdt]", "end of parameters", "", "pandas_categorical:" + pandas, ""]
    return "\n".join(head) + "\n\n" + "\n".join(body) + "\n" + "\n".join(tail)


def sigmoid(x):
    return 1.0 / (1.0 + math.exp(-x))


def evaluate(trees, row, outputs=1, average=False):
    sums = [0.0] * outputs
    for i, tree in enumerate(trees):
        sums[i % outputs] += tree.leaves[tree.find(row)]
    return [s / (len(trees) // outputs) for s in sums] if average else sums


def softmax(sums):
    top = max(sums)
    powers = [math.exp(s - top) for s in sums]
    total = 0.0
    for p in powers:
        total += p
    return [p / total for p in powers]


def rows(trees, seed):
    rng = random.Random(seed)
    found = {}
    for tree in trees:
        for split in tree.splits:
            if not split["d"] & 1:
                found.setdefault(split["f"], []).append(split["t"])
    result = []
    for i in range(ROWS):
        row = [rng.gauss(0, 1), float(rng.randrange(6)), rng.gauss(0, 1), float(rng.randrange(70)), float(rng.randrange(70))]
        for feature, values in sorted(found.items()):
            if 20 <= i < 150:
                at = rng.choice(values)
                row[feature] = rng.choice([at, math.nextafter(at, -math.inf), math.nextafter(at, math.inf)])
        for feature in range(5):
            if rng.random() < 0.12:
                row[feature] = math.nan
        if i >= 150 and i % 3 == 0:
            row[2] = rng.choice([0.0, -0.0, 1e-36, -1e-36, 1.0000000180025095e-35, 1.1e-35, -1e-35])
        if i >= 180:
            row[3], row[4] = rng.choice([-1.0, -0.5, 2.9, 63.99, 64.0, 1e12, -1e12]), rng.choice([-0.9, 31.5, 1e300, math.inf, -math.inf, 5.0])
        result.append(row)
    result[0][0], result[1][0], result[2] = math.inf, -math.inf, [math.nan] * 5
    return result


def cell(value):
    return "" if math.isnan(value) else repr(value).replace("inf", "Infinity")


def write(name, content):
    with open(name, "wb") as out:
        out.write(content if isinstance(content, bytes) else content.encode())


def write_rows(name, inputs, predict, labels):
    with open(name + ".csv.gz", "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        for row in inputs:
            values = predict(row)
            label = labels[values.index(max(values))] if labels else ""
            out.write((",".join([cell(v) for v in row] + [label] + [repr(v) for v in values]) + "\n").encode())


def stand_in(module, name):
    """A class of that name, so that a pickle names it."""
    parts = module.split(".")
    for i in range(1, len(parts) + 1):
        sys.modules.setdefault(".".join(parts[:i]), types.ModuleType(".".join(parts[:i])))
    cls = getattr(sys.modules[module], name, None) or type(name, (), {"__module__": module})
    setattr(sys.modules[module], name, cls)
    return cls


def wrap(text, handle, classes=None, best=0, name="LGBMClassifier"):
    booster = stand_in("lightgbm.basic", "Booster")()
    booster.__dict__.update({handle: text, "best_iteration": best, "pandas_categorical": None, "params": {}, "network": False})
    model = stand_in("lightgbm.sklearn", name)()
    model.__dict__.update({"boosting_type": "gbdt", "_Booster": booster, "_best_iteration": best, "_n_features": 5, "objective": None})
    if classes:
        encoder = stand_in("sklearn.preprocessing._label", "LabelEncoder")()
        encoder.classes_ = classes
        model.__dict__.update({"_classes": classes, "_n_classes": len(classes), "_le": encoder})
    return pickle.dumps(model, 4)


def trees(seed, count, missing=(NAN, NONE, NAN), with_categories=False, scale=0.5):
    rng = random.Random(seed)
    return [Tree(rng, 1 if i == 3 else rng.randrange(4, 16), missing, with_categories, scale) for i in range(count)]


def pair(p):
    return [1 - p, p]


def binary():
    model = trees(1, 10)
    inputs = rows(model, 11)
    text = model_text(model, "binary sigmoid:1")
    write("binary.txt", text)
    write("binary.v2.txt", model_text(model, "binary sigmoid:1", version="v2"))
    write("binary.v3.txt", model_text(model, "binary sigmoid:1", version="v3").replace("\n", "\r\n"))
    write("binary.pkl", wrap(text, "_handle", ["0", "1"]))
    write("binary.v3.pkl", wrap(model_text(model, "binary sigmoid:1", version="v3"), "handle", ["0", "1"], best=-1))
    write_rows("binary", inputs, lambda row: pair(sigmoid(evaluate(model, row)[0])), ["0", "1"])
    write("early.pkl", wrap(text, "_handle", ["good", "bad"], best=6))
    write_rows("early", inputs, lambda row: pair(sigmoid(evaluate(model[:6], row)[0])), ["good", "bad"])
    write("sigmoid.txt", model_text(model, "binary sigmoid:0.7"))
    write_rows("sigmoid", inputs, lambda row: pair(sigmoid(0.7 * evaluate(model, row)[0])), ["0", "1"])


def missing_types():
    model = trees(2, 10, (NONE, ZERO, ZERO))
    write("zero.txt", model_text(model, "binary sigmoid:1"))
    write_rows("zero", rows(model, 12), lambda row: pair(sigmoid(evaluate(model, row)[0])), ["0", "1"])
    mixed = trees(3, 3, (NONE, NONE, ZERO)) + trees(4, 3, (NONE, NONE, NAN))
    write("zero-mixed.refused.txt", model_text(mixed, "binary sigmoid:1"))


def categories():
    model = trees(5, 12, with_categories=True)
    write("categories.txt", model_text(model, "binary sigmoid:1"))
    write("categories.pandas.txt", model_text(model, "binary sigmoid:1", pandas=json.dumps([list(range(60)), list(range(64))])))
    write("categories-named.refused.txt", model_text(model, "binary sigmoid:1", pandas='[["DE", "AT"], ["x"]]'))
    write_rows("categories", rows(model, 13), lambda row: pair(sigmoid(evaluate(model, row)[0])), ["0", "1"])


def classes():
    model = trees(6, 12, with_categories=True)
    inputs = rows(model, 14)
    labels = ["0", "1", "2"]
    write("multiclass.txt", model_text(model, "multiclass num_class:3", 3))
    write_rows("multiclass", inputs, lambda row: softmax(evaluate(model, row, 3)), labels)
    write("one-versus-all.txt", model_text(model, "multiclassova num_class:3 sigmoid:1", 3))
    write_rows("one-versus-all", inputs, lambda row: [sigmoid(s) for s in evaluate(model, row, 3)], labels)
    write("forest-3.txt", model_text(model, "multiclass num_class:3", 3, average=True))
    write_rows("forest-3", inputs, lambda row: softmax(evaluate(model, row, 3, True)), labels)


def values():
    model = trees(7, 9, scale=2.0)
    inputs = rows(model, 15)
    write("regression.txt", model_text(model, "regression"))
    write("regression.pkl", wrap(model_text(model, "regression"), "_handle", name="LGBMRegressor"))
    write_rows("regression", inputs, lambda row: evaluate(model, row), None)
    write("poisson.txt", model_text(model, "poisson"))
    write_rows("poisson", inputs, lambda row: [math.exp(evaluate(model, row)[0])], None)
    write("forest.txt", model_text(model, "binary sigmoid:1", average=True))
    write_rows("forest", inputs, lambda row: pair(sigmoid(evaluate(model, row, 1, True)[0])), ["0", "1"])
    write("entropy.txt", model_text(model, "cross_entropy"))
    write_rows("entropy", inputs, lambda row: pair(sigmoid(evaluate(model, row)[0])), ["0", "1"])


for make in (binary, missing_types, categories, classes, values):
    make()
