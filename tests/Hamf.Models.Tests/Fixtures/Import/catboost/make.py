"""Makes the fixtures of this folder; run by hand with Python alone: python3 make.py

CatBoost is not at hand where this was written, so nothing here comes from the library: the FlatBuffers tables are built by hand after its published
schema (model.fbs, features.fbs), the JSON after its exporter, and what they must predict is computed by evaluate() below. NAME.csv.gz holds 200
rows (some exactly on borders, the floats below and above, missing, infinite), the label, and the probabilities or the value, with 17 digits.
"""
import gzip
import json
import math
import pickle
import random
import struct
import sys
import types

ROWS = 200
AS_IS, AS_FALSE, AS_TRUE = 0, 1, 2
TREATMENTS = ["AsIs", "AsFalse", "AsTrue"]


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def step(value, by):
    """The float after or before."""
    if value == 0:
        return single(by * 1.4e-45)
    bits = struct.unpack("<i", struct.pack("<f", value))[0]
    return struct.unpack("<f", struct.pack("<i", bits + (by if value > 0 else -by)))[0]


class Model:
    def __init__(self, seed, dimension, loss, classes=None, scale=1.0, bias=None, names=True):
        rng = random.Random(seed)
        self.dimension, self.loss, self.classes, self.scale = dimension, loss, classes, scale
        self.bias = bias or [0.0] * dimension
        self.names = ["amount", "count", "age", "balance"] if names else [""] * 4
        self.borders = [sorted({single(rng.gauss(0, 1)) for _ in range(4)}) for _ in range(3)] + [[]]
        self.missing = [(False, AS_IS), (True, AS_FALSE), (True, AS_TRUE), (False, AS_IS)]
        self.splits = [(f, b) for f in range(4) for b in self.borders[f]]
        self.trees = []
        for _ in range(8):
            depth = rng.randrange(0, 5)
            self.trees.append(([rng.randrange(len(self.splits)) for _ in range(depth)],
                               [rng.gauss(0, 0.6) for _ in range(dimension << depth)], [float(rng.randrange(1, 50)) for _ in range(1 << depth)]))

    def evaluate(self, row):
        sums = [0.0] * self.dimension
        for splits, values, _ in self.trees:
            leaf = 0
            for level, name in enumerate(splits):
                feature, border = self.splits[name]
                value = row[feature]
                has, treatment = self.missing[feature]
                if math.isnan(value):
                    above = has and treatment == AS_TRUE
                else:
                    above = (single(value) if abs(value) < 3e38 else value) > border
                leaf |= above << level
            for k in range(self.dimension):
                sums[k] += values[leaf * self.dimension + k]
        return [s * self.scale + b for s, b in zip(sums, self.bias)]

    def parameters(self):
        return {"loss_function": {"type": self.loss, "params": {}}, "iterations": 8}

    def class_parameters(self):
        return {"class_label_type": "String", "class_to_label": [0, 1], "class_names": self.classes, "classes_count": 0}


class Buffer:
    """FlatBuffers, built front to back: a table's fields are filled in when its children are there."""

    def __init__(self):
        self.bytes = bytearray(4)

    def align(self, size):
        while len(self.bytes) % size:
            self.bytes.append(0)

    def vector(self, code, values):
        size = struct.calcsize(code)
        while (len(self.bytes) + 4) % max(4, size):
            self.bytes.append(0)
        at = len(self.bytes)
        self.bytes += struct.pack("<I", len(values)) + b"".join(struct.pack("<" + code, v) for v in values)
        return at

    def text(self, value):
        self.align(4)
        at = len(self.bytes)
        content = value.encode()
        self.bytes += struct.pack("<I", len(content)) + content + b"\0"
        return at

    def tables(self, builders):
        """A vector of tables, each built after it."""
        self.align(4)
        at = len(self.bytes)
        self.bytes += struct.pack("<I", len(builders)) + bytes(4 * len(builders))
        for i, build in enumerate(builders):
            place = at + 4 + 4 * i
            struct.pack_into("<I", self.bytes, place, build() - place)
        return at

    def table(self, fields):
        """fields: number -> ('?', value), ('b', ..), ('i', ..), ('d', ..) or ('ref', builder)."""
        count = max(fields) + 1
        self.align(8)
        offsets, size = [0] * count, 4
        for number, (code, _) in sorted(fields.items()):
            width = 4 if code == "ref" else struct.calcsize(code)
            size = (size + width - 1) // width * width
            offsets[number] = size
            size += width
        vtable = len(self.bytes)
        self.bytes += struct.pack(f"<HH{count}H", 4 + 2 * count, size, *offsets)
        self.align(8)
        at = len(self.bytes)
        self.bytes += struct.pack("<i", at - vtable) + bytes(size - 4)
        for number, (code, value) in sorted(fields.items()):
            place = at + offsets[number]
            if code == "ref":
                struct.pack_into("<I", self.bytes, place, value() - place)
            else:
                struct.pack_into("<" + code, self.bytes, place, value)
        return at


def binary(model, extra=None):
    b = Buffer()

    def feature(i):
        has, treatment = model.missing[i]
        fields = {1: ("i", i), 2: ("i", i), 3: ("ref", lambda: b.vector("f", model.borders[i]))}
        fields.update({0: ("?", True)} if has else {})
        fields.update({4: ("ref", lambda: b.text(model.names[i]))} if model.names[i] else {})
        fields.update({5: ("b", treatment)} if treatment else {})
        return b.table(fields)

    def trees():
        starts = [0]
        for splits, _, _ in model.trees:
            starts.append(starts[-1] + len(splits))
        fields = {
            0: ("i", model.dimension),
            1: ("ref", lambda: b.vector("i", [s for t in model.trees for s in t[0]])),
            2: ("ref", lambda: b.vector("i", [len(t[0]) for t in model.trees])),
            3: ("ref", lambda: b.vector("i", starts[:-1])),
            5: ("ref", lambda: b.tables([lambda i=i: feature(i) for i in range(4)])),
            8: ("ref", lambda: b.vector("d", [v for t in model.trees for v in t[1]])),
            9: ("ref", lambda: b.vector("d", [w for t in model.trees for w in t[2]])),
        }
        if model.scale != 1:
            fields[14] = ("d", model.scale)
        if model.dimension > 1:
            fields[16] = ("ref", lambda: b.vector("d", model.bias))
        elif model.bias[0]:
            fields[15] = ("d", model.bias[0])
        fields.update({number: ("ref", lambda: b.tables([lambda: b.table({0: ("i", 0)})])) for number in extra or []})
        return b.table(fields)

    def info():
        pairs = [("params", json.dumps(model.parameters()))]
        pairs += [("class_params", json.dumps(model.class_parameters()))] if model.classes else []
        return b.tables([lambda k=k, v=v: b.table({0: ("ref", lambda: b.text(k)), 1: ("ref", lambda: b.text(v))}) for k, v in pairs])

    root = b.table({0: ("ref", lambda: b.text("FlabuffersModel_v1")), 1: ("ref", trees), 2: ("ref", info)})
    struct.pack_into("<I", b.bytes, 0, root)
    b.align(8)
    return b"CBM1" + struct.pack("<I", len(b.bytes)) + bytes(b.bytes)


def as_json(model):
    def split(name):
        feature, border = model.splits[name]
        return {"border": border, "float_feature_index": feature, "split_index": name, "split_type": "FloatFeature"}
    features = []
    for i in range(4):
        has, treatment = model.missing[i]
        features.append({"borders": model.borders[i], "feature_id": model.names[i], "feature_index": i, "flat_feature_index": i,
                         "has_nans": has, "nan_value_treatment": TREATMENTS[treatment]})
    info = {"params": model.parameters()}
    info.update({"class_params": model.class_parameters()} if model.classes else {})
    return json.dumps({"features_info": {"float_features": features}, "model_info": info,
                       "oblivious_trees": [{"leaf_values": v, "leaf_weights": w, "splits": [split(s) for s in splits]} for splits, v, w in model.trees],
                       "scale_and_bias": [model.scale, model.bias]}).encode()


def pickled(content, name):
    module = types.ModuleType("catboost.core")
    sys.modules.update({"catboost": types.ModuleType("catboost"), "catboost.core": module})
    cls = type(name, (), {"__module__": "catboost.core"})
    setattr(module, name, cls)
    wrapper = cls()
    wrapper.__dict__.update({"iterations": 8, "verbose": 0})
    if content:
        wrapper.__dict__["__model"] = content
    return pickle.dumps(wrapper, 4)


def rows(model, seed):
    rng = random.Random(seed)
    result = []
    for i in range(ROWS):
        row = [rng.gauss(0, 1) for _ in range(4)]
        if 20 <= i < 150:
            feature, border = rng.choice(model.splits)
            row[feature] = rng.choice([border, step(border, 1), step(border, -1), math.nextafter(border, math.inf), math.nextafter(border, -math.inf)])
        for feature in range(4):
            if rng.random() < 0.15:
                row[feature] = math.nan
        result.append(row)
    result[0], result[1], result[2] = [math.inf] * 4, [-math.inf] * 4, [math.nan] * 4
    return result


def cell(value):
    return "" if math.isnan(value) else repr(value).replace("inf", "Infinity")


def write(name, content):
    with open(name, "wb") as out:
        out.write(content)


def write_rows(name, model, link, labels):
    with open(name + ".csv.gz", "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        for row in rows(model, 3):
            values = link(model.evaluate(row))
            label = labels[values.index(max(values))] if labels else ""
            out.write((",".join([cell(v) for v in row] + [label] + [repr(v) for v in values]) + "\n").encode())


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def softmax(sums):
    powers = [math.exp(s - max(sums)) for s in sums]
    return [p / sum(powers) for p in powers]


def pair(sums):
    p = sigmoid(sums[0])
    return [1 - p, p]


model = Model(1, 1, "Logloss", ["ham", "spam"], scale=0.8, bias=[0.3])
write("binary.cbm", binary(model))
write("binary.json", as_json(model))
write("binary.pkl", pickled(binary(model), "CatBoostClassifier"))
write("unfitted.refused.pkl", pickled(None, "CatBoostClassifier"))
write("categories.refused.cbm", binary(model, [4]))
write("counters.refused.cbm", binary(model, [7]))
write("texts.refused.cbm", binary(model, [12]))
write("shapes.refused.cbm", binary(model, [10]))
write_rows("binary", model, pair, ["ham", "spam"])
model = Model(2, 3, "MultiClass", [0, 1, 2], bias=[0.1, -0.2, 0.0], names=False)
write("classes.cbm", binary(model))
write("classes.json", as_json(model))
write_rows("classes", model, softmax, ["0", "1", "2"])
model = Model(3, 3, "MultiClassOneVsAll", None)
write("one-versus-all.cbm", binary(model))
write_rows("one-versus-all", model, lambda sums: [sigmoid(s) for s in sums], ["0", "1", "2"])
model = Model(4, 1, "RMSE", None, scale=2.0, bias=[-7.5])
write("value.cbm", binary(model))
write("value.json", as_json(model))
write("value.pkl", pickled(binary(model), "CatBoostRegressor"))
write_rows("value", model, lambda sums: sums, None)
