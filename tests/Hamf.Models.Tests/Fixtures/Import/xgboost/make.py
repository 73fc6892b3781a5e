"""Makes the fixtures of this folder; run by hand with XGBoost 1.7.4 and NumPy: python3 make.py

Every model is trained here with a fixed seed and written as that version writes it: pickled wrapper (NAME.pkl), JSON (NAME.json), UBJSON
(NAME.ubj), old binary (NAME.bin). Layouts of other versions come from the same models, changed as those versions are known to differ
(docs/formats/import.md): the header without mark and with the sum as base score (< 1.0), JSON behind 'CONFIG-offset:' (1.2), JSON text in
a pickle (1.5), base scores in a list (3.1). What a model must predict does not depend on its layout: NAME.csv.gz holds 200 rows (some exactly on
thresholds, the float below and above, missing, huge and infinite), the label, and the probabilities or the value, with 17 digits, as the library itself predicts.
"""
import copyreg
import gzip
import io
import json
import math
import pickle
import struct

import numpy as np
import xgboost as xgb

ROWS = 200


def data(classes, seed, scale=1.0):
    """Columns: normal, small whole numbers, mostly missing, wide range, zero or one."""
    rng = np.random.RandomState(seed)
    x = np.column_stack([rng.randn(600), rng.randint(0, 6, 600), rng.randn(600), rng.randn(600) * 1e4, rng.randint(0, 2, 600)])
    score = x[:, 0] + 0.4 * x[:, 1] - 1 + 0.3 * x[:, 4] + 0.5 * rng.randn(600)
    x[rng.rand(600) < 0.6, 2] = np.nan
    x[rng.rand(600) < 0.1, 0] = np.nan
    if classes == 0:
        return x, score * scale
    return x, np.digitize(score, np.quantile(score, np.arange(1, classes) / classes))


def thresholds(booster):
    """Split values per column, as floats."""
    found = {}
    document = json.loads(bytes(booster.save_raw("json")))
    model = document["learner"]["gradient_booster"]
    model = model.get("gbtree", model)["model"]
    for tree in model.get("trees", []):
        for left, feature, value in zip(tree["left_children"], tree["split_indices"], tree["split_conditions"]):
            if left >= 0:
                found.setdefault(feature, []).append(np.float32(value))
    return found


def inputs(x, booster, seed, finite=False):
    rng = np.random.RandomState(seed)
    rows = x[rng.randint(0, len(x), ROWS)].copy()
    for feature, values in sorted(thresholds(booster).items()):
        for row in range(20, 140):
            at = values[rng.randint(len(values))]
            # Exactly on it, the next floats, and doubles that only rounding to float brings onto it.
            choice = [at, np.nextafter(at, np.float32(-np.inf)), np.nextafter(at, np.float32(np.inf)),
                      np.nextafter(np.float64(at), -np.inf), np.nextafter(np.float64(at), np.inf)][rng.randint(5)]
            rows[row, feature] = np.float64(choice)
    if not finite:
        rows[0, 0], rows[1, 0], rows[2, 0], rows[3, 0] = np.inf, -np.inf, 1e39, 1e-45
    rows[4] = np.nan
    rows[5, :] = 0.0
    rows[6, :] = -0.0
    return rows


def cell(value):
    return "" if math.isnan(value) else repr(float(value)).replace("inf", "Infinity")


def write_rows(name, rows, labels, outputs):
    with open(name + ".csv.gz", "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        for row, label, values in zip(rows, labels, outputs):
            out.write((",".join([cell(v) for v in row] + [str(label)] + [repr(float(v)) for v in np.atleast_1d(values)]) + "\n").encode())


def write(name, content):
    with open(name, "wb") as out:
        out.write(content)


def save(name, model, protocol=4):
    write(name, pickle.dumps(model, protocol))


def expect_classifier(name, model, rows):
    write_rows(name, rows, model.predict(rows), model.predict_proba(rows))


def expect_value(name, model, rows):
    write_rows(name, rows, [""] * len(rows), model.predict(rows))


def expect_booster(name, booster, rows):
    """A booster of two classes: probability of the second; its complement is taken in floats, as the wrapper does."""
    p = booster.inplace_predict(rows)
    write_rows(name, rows, (p > 0.5).astype(int), np.column_stack([np.float32(1) - p, p]))


def relayout(model, raw):
    """The wrapper with another byte string in its booster's handle."""
    class Writer(pickle._Pickler):
        def reducer_override(self, obj):
            if isinstance(obj, xgb.core.Booster):
                state = obj.__getstate__()
                state["handle"] = bytearray(raw)
                return copyreg.__newobj__, (xgb.core.Booster,), state
            return NotImplemented
    out = io.BytesIO()
    writer = Writer(out, 4)
    writer.dump(model)
    return out.getvalue()


def list_base_score(document):
    """3.1 writes the base score as a list, also for one output."""
    document = json.loads(json.dumps(document))
    parameters = document["learner"]["learner_model_param"]
    parameters["base_score"] = "[" + parameters["base_score"] + "]"
    document["version"] = [3, 1, 2]
    return document


def flags_as_words(document):
    """Up to 1.5 flags are true and false, and the number of parallel trees is not told."""
    document = json.loads(json.dumps(document))
    model = document["learner"]["gradient_booster"]["model"]
    del model["gbtree_model_param"]["num_parallel_tree"]
    for tree in model["trees"]:
        tree["default_left"] = [flag != 0 for flag in tree["default_left"]]
    document["version"] = [1, 5, 2]
    return document


def ubj(value):
    """A writer of UBJSON with the types that XGBoost uses."""
    if isinstance(value, dict):
        return b"{" + b"".join(struct.pack(">cq", b"L", len(k.encode())) + k.encode() + ubj(v) for k, v in value.items()) + b"}"
    if isinstance(value, list):
        if value and all(isinstance(v, float) for v in value):
            return b"[$d#" + struct.pack(">cq", b"L", len(value)) + struct.pack(f">{len(value)}f", *value)
        if value and all(isinstance(v, int) for v in value):
            return b"[$l#" + struct.pack(">cq", b"L", len(value)) + struct.pack(f">{len(value)}i", *value)
        return b"[#" + struct.pack(">cq", b"L", len(value)) + b"".join(ubj(v) for v in value)
    if isinstance(value, str):
        return b"S" + struct.pack(">cq", b"L", len(value.encode())) + value.encode()
    if isinstance(value, bool) or value is None:
        return {True: b"T", False: b"F", None: b"Z"}[value]
    return struct.pack(">ci", b"l", value) if isinstance(value, int) else struct.pack(">cf", b"d", value)


def before_1_0(binary, margin):
    """No mark, no version, and the sum in place of the base score."""
    header = bytearray(binary[4:])
    header[:4] = struct.pack("<f", margin)
    header[20:36] = bytes(16)
    return bytes(header)


def binary_model():
    x, y = data(2, 1)
    model = xgb.XGBClassifier(n_estimators=12, max_depth=4, learning_rate=0.3, base_score=0.3, random_state=1).fit(x, y)
    model.get_booster().set_attr(best_iteration=None, best_ntree_limit=None)
    rows = inputs(x, model.get_booster(), 11)
    expect_classifier("binary", model, rows)
    save("binary.pkl", model)
    save("binary.protocol2.pkl", model, 2)
    save("binary.protocol5.pkl", model, 5)
    booster = model.get_booster()
    document = json.loads(bytes(booster.save_raw("json")))
    binary = bytes(booster.save_raw("deprecated"))
    write("binary.json", bytes(booster.save_raw("json")))
    write("binary.ubj", bytes(booster.save_raw("ubj")))
    write("binary.bin", binary)
    margin = -np.log(np.float32(1) / np.float32(0.3) - np.float32(1))
    old = before_1_0(binary, margin)
    write("binary.v082.bin", old)
    write("binary.v082.pkl", relayout(model, old))
    config = json.dumps({"learner": {}, "version": [1, 2, 0]}).encode()
    write("binary.v12.pkl", relayout(model, b"CONFIG-offset:" + struct.pack("<q", len(binary)) + binary + config))
    pair = {"Config": {"version": [1, 5, 2]}, "Model": flags_as_words(document)}
    write("binary.v15.pkl", relayout(model, json.dumps(pair, separators=(",", ":")).encode()))
    write("binary.v31.json", json.dumps(list_base_score(document)).encode())
    write("binary.v31.pkl", relayout(model, ubj({"Config": {}, "Model": list_base_score(document)})))
    save("booster.pkl", booster)
    expect_booster("booster", booster, rows)


def named_model():
    x, y = data(2, 2)
    model = xgb.XGBClassifier(n_estimators=4, max_depth=3, random_state=2).fit(x, y)
    booster = model.get_booster()
    booster.feature_names = ["amount", "count", "age in days", "balance", "is new"]
    rows = inputs(x, booster, 12, finite=True)
    p = booster.predict(xgb.DMatrix(rows, feature_names=booster.feature_names))
    write_rows("named", rows, (p > 0.5).astype(int), np.column_stack([np.float32(1) - p, p]))
    write("named.json", bytes(booster.save_raw("json")))


def early_model():
    x, y = data(2, 3)
    model = xgb.XGBClassifier(n_estimators=60, max_depth=4, learning_rate=0.5, early_stopping_rounds=3, random_state=3)
    model.fit(x[:300], y[:300], eval_set=[(x[300:], y[300:])], verbose=False)
    assert model.best_iteration + 1 < model.get_booster().num_boosted_rounds()
    rows = inputs(x, model.get_booster(), 13)
    expect_classifier("early", model, rows)
    save("early.pkl", model)
    model.save_model("early.ubj")
    model.save_model("early.json")


def parallel_model():
    x, y = data(2, 9)
    model = xgb.XGBClassifier(n_estimators=40, num_parallel_tree=2, subsample=0.6, max_depth=4, learning_rate=0.6, early_stopping_rounds=2, random_state=9)
    model.fit(x[:300], y[:300], eval_set=[(x[300:], y[300:])], verbose=False)
    assert model.best_iteration + 1 < model.get_booster().num_boosted_rounds()
    rows = inputs(x, model.get_booster(), 23)
    expect_classifier("parallel", model, rows)
    save("parallel.pkl", model)
    document = flags_as_words(json.loads(bytes(model.get_booster().save_raw("json"))))
    write("parallel.v15.pkl", relayout(model, json.dumps({"Config": {}, "Model": document}, separators=(",", ":")).encode()))


def category_model():
    rng = np.random.RandomState(12)
    x = np.column_stack([rng.randint(0, 70, 800), rng.randn(800), rng.randint(0, 5, 800), rng.randn(800)])
    y = ((x[:, 0].astype(int) % 3 == 0) ^ (x[:, 2] == 2)).astype(int)
    x[rng.rand(800) < 0.1, 0] = np.nan
    model = xgb.XGBClassifier(n_estimators=6, max_depth=4, tree_method="hist", enable_categorical=True, feature_types=["c", "q", "c", "q"],
                              max_cat_to_onehot=3, random_state=12).fit(x, y)
    rows = x[rng.randint(0, 800, ROWS)].copy()
    rows[0:10, 0] = [-1, -0.5, 69, 70, 71, 95.9, 128, 1e6, 2.9, 0.0]
    rows[10:20, 2] = [-1, -0.5, 4, 5, 6, 31, 32, 63.5, 64, 1e7]
    rows[20, :] = np.nan
    p = model.get_booster().inplace_predict(rows)
    write_rows("categories", rows, (p > 0.5).astype(int), np.column_stack([np.float32(1) - p, p]))
    save("categories.pkl", model)
    write("categories.json", bytes(model.get_booster().save_raw("json")))


def label_model():
    """Labels of an encoder, as before 2.0."""
    x, y = data(2, 10)
    model = xgb.XGBClassifier(n_estimators=3, max_depth=3, random_state=10).fit(x, y)
    rows = inputs(x, model.get_booster(), 24)
    write_rows("labels", rows, np.array(["ham", "spam"])[model.predict(rows)], model.predict_proba(rows))
    encoder = type("XGBoostLabelEncoder", (), {"__module__": "xgboost.compat"})
    xgb.compat.XGBoostLabelEncoder = encoder
    model._le = encoder()
    model._le.classes_ = np.array(["ham", "spam"], dtype=object)
    del model.classes_
    save("labels.pkl", model)


def missing_model():
    x, y = data(2, 4)
    x = np.where(np.isnan(x), -999.0, x)
    model = xgb.XGBClassifier(n_estimators=6, max_depth=4, missing=-999.0, random_state=4).fit(x, y)
    rows = inputs(x, model.get_booster(), 14)
    rows[7, 0], rows[8, 0] = -999.00001, -998.9999
    expect_classifier("missing", model, rows)
    save("missing.pkl", model)


def multi_models():
    x, y = data(3, 5)
    model = xgb.XGBClassifier(n_estimators=5, max_depth=3, random_state=5).fit(x, y)
    rows = inputs(x, model.get_booster(), 15)
    expect_classifier("softprob", model, rows)
    save("softprob.pkl", model)
    write("softprob.bin", bytes(model.get_booster().save_raw("deprecated")))
    write("softprob.json", bytes(model.get_booster().save_raw("json")))
    parallel = xgb.XGBClassifier(n_estimators=3, num_parallel_tree=2, subsample=0.7, max_depth=3, objective="multi:softmax", random_state=5).fit(x, y)
    expect_classifier("softmax", parallel, rows)
    save("softmax.pkl", parallel)


def other_models():
    x, y = data(2, 6)
    forest = xgb.XGBRFClassifier(n_estimators=6, max_depth=4, random_state=6).fit(x, y)
    rows = inputs(x, forest.get_booster(), 16)
    expect_classifier("forest", forest, rows)
    save("forest.pkl", forest)
    dart = xgb.XGBClassifier(booster="dart", n_estimators=10, rate_drop=0.4, max_depth=3, random_state=6).fit(x, y)
    rows = inputs(x, dart.get_booster(), 17)
    expect_classifier("dart", dart, rows)
    save("dart.pkl", dart)
    write("dart.bin", bytes(dart.get_booster().save_raw("deprecated")))
    hinge = xgb.XGBClassifier(objective="binary:hinge", n_estimators=5, max_depth=3, random_state=6).fit(x, y)
    rows = inputs(x, hinge.get_booster(), 18)
    expect_classifier("hinge", hinge, rows)
    save("hinge.pkl", hinge)
    linear = xgb.XGBClassifier(booster="gblinear", updater="coord_descent", n_estimators=6, random_state=6).fit(x / [1, 1, 1, 1e4, 1], y)
    rows = inputs(x / [1, 1, 1, 1e4, 1], linear.get_booster(), 19, finite=True)
    expect_classifier("linear", linear, rows)
    save("linear.pkl", linear)
    write("linear.bin", bytes(linear.get_booster().save_raw("deprecated")))
    x, y = data(3, 7)
    linear = xgb.XGBClassifier(booster="gblinear", updater="coord_descent", n_estimators=6, random_state=7).fit(x / [1, 1, 1, 1e4, 1], y)
    rows = inputs(x / [1, 1, 1, 1e4, 1], linear.get_booster(), 20, finite=True)
    expect_classifier("linear-3", linear, rows)
    save("linear-3.pkl", linear)


def regressors():
    x, y = data(0, 8, 50.0)
    for name, objective, target in [("squared", "reg:squarederror", y), ("absolute", "reg:absoluteerror", y), ("poisson", "count:poisson", np.floor(np.abs(y))),
                                    ("gamma", "reg:gamma", np.abs(y) + 1), ("tweedie", "reg:tweedie", np.maximum(y, 0))]:
        model = xgb.XGBRegressor(objective=objective, n_estimators=8, max_depth=3, base_score=2.5, random_state=8).fit(x, target)
        rows = inputs(x, model.get_booster(), 21)
        expect_value(name, model, rows)
        save(name + ".pkl", model)
    model = xgb.XGBClassifier(objective="binary:logitraw", n_estimators=4, max_depth=3, random_state=8).fit(x, (y > 0).astype(int))
    rows = inputs(x, model.get_booster(), 22)
    write_rows("logitraw", rows, [""] * ROWS, model.get_booster().inplace_predict(rows, predict_type="margin"))
    write("logitraw.json", bytes(model.get_booster().save_raw("json")))
    save("logitraw-classifier.refused.pkl", model)


for make in (binary_model, named_model, early_model, parallel_model, category_model, label_model, missing_model, multi_models, other_models, regressors):
    make()
