"""Writes the fixtures of scikit-learn's transformers: NAME.LAYOUT.pkl, and NAME.json.gz with rows and what transform() makes of each of them
alone (null where it refuses the row; [width, indices, values] where it is sparse).

Run by hand in this folder with Python 3.11, scikit-learn 1.2.1 and NumPy 1.24: python3 make.py. Seeded. layouts.py has the layouts.
"""
import math
import pathlib
import warnings

import numpy as np
import scipy.sparse as sp
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA, FastICA, IncrementalPCA, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.feature_selection import (
    RFE, RFECV, GenericUnivariateSelect, SelectFdr, SelectFromModel, SelectFwe, SelectFpr, SelectKBest, SelectPercentile, VarianceThreshold, chi2, f_classif)
from sklearn.impute import KNNImputer, MissingIndicator, SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import (
    Binarizer, FunctionTransformer, KBinsDiscretizer, MaxAbsScaler, MinMaxScaler, Normalizer, OneHotEncoder, OrdinalEncoder, PolynomialFeatures,
    PowerTransformer, QuantileTransformer, RobustScaler, StandardScaler)

import frames
import layouts
import rowfile
from texts import TEXTS

warnings.simplefilter("ignore")
ALL_TEXTS = {"colour", "flag", "note"}
rng = np.random.default_rng(7)
COUNT = 200


def transformed(model, row):
    try:
        # A KNNImputer of this version forgets its flags when nothing is missing in any of the rows, so it is given a second one.
        out = model.transform(np.vstack([row, [[math.nan] * 4]]))[:1] if isinstance(model, KNNImputer) else model.transform(row)
    except Exception:
        return None
    if sp.issparse(out):
        out = sp.csr_matrix(out)
        out.sort_indices()
        return [out.shape[1], out.indices.tolist(), [float(v) for v in out.data]]
    return [rowfile.plain(v) for v in np.asarray(out).reshape(-1).tolist()]


def write(name, model, rows, kinds=("asis", "old", "new"), frame=None, is_text=False):
    outputs = []
    for row in rows:
        given = [row[0]] if is_text else frames.frame_of([row], frame, ALL_TEXTS) if frame is not None else np.array([row], dtype=object if any(isinstance(v, str) for v in row) or hasattr(model, "object_rows") else float)
        outputs.append(transformed(model, given))
    assert any(o is not None for o in outputs), name
    for kind in kinds:
        pathlib.Path(f"{name}.{kind}.pkl").write_bytes(layouts.dump(model, kind))
    rowfile.write(name, [[rowfile.plain(v) for v in row] for row in rows], outputs)


def numbers(count, missing=0.0, positive=False):
    x = np.round(rng.normal(size=(count, 4)) * [1, 10, 100, 0.01] + [0, 3, -50, 1], 3)
    x[:, 3] = rng.integers(0, 5, count)
    x = np.abs(x) + 0.5 if positive else x
    x[rng.random(x.shape) < missing] = np.nan
    return x


def rows_of(x, extra=()):
    return [list(map(float, row)) for row in x[:COUNT - len(extra)]] + [list(row) for row in extra]


ODD = [[math.nan, 1, 2, 3], [math.inf, 0, 0, 0], [0, 0, 0, 0], [1e300, -1e300, 0, 1], [-0.0, 1e-300, 1, 2]]
train, target = numbers(300), rng.integers(0, 2, 300)
train[:, 0] += target
test = rows_of(numbers(COUNT), ODD)
gaps = numbers(300, 0.15)
gap_rows = rows_of(numbers(COUNT, 0.15), ODD)

for name, model in {
    "standard": StandardScaler(), "standard-mean": StandardScaler(with_std=False), "standard-scale": StandardScaler(with_mean=False),
    "minmax": MinMaxScaler(), "minmax-clip": MinMaxScaler((-1, 2), clip=True), "robust": RobustScaler(quantile_range=(10, 80)),
    "robust-scale": RobustScaler(with_centering=False), "maxabs": MaxAbsScaler(), "power": PowerTransformer(), "power-plain": PowerTransformer(standardize=False),
    "quantile": QuantileTransformer(n_quantiles=20, random_state=0), "quantile-normal": QuantileTransformer(n_quantiles=50, output_distribution="normal", random_state=0),
}.items():
    model.fit(train)
    edges = [list(map(float, row)) for row in train[:40]]
    write(name, model, (gap_rows[:150] + edges + ODD)[:COUNT])
positive = numbers(300, positive=True)
write("power-boxcox", PowerTransformer("box-cox").fit(positive), rows_of(numbers(COUNT, positive=True), ODD + [[1, 2, 3, 0.0], [1, 2, 3, math.nan]]))
for name, model in {
    "normalizer": Normalizer(), "normalizer-l1": Normalizer("l1"), "normalizer-max": Normalizer("max"), "binarizer": Binarizer(threshold=0.5),
    "polynomial": PolynomialFeatures(3), "polynomial-interaction": PolynomialFeatures((2, 3), interaction_only=True, include_bias=False),
    "pca": PCA(3), "pca-whiten": PCA(2, whiten=True), "incremental-pca": IncrementalPCA(2), "svd": TruncatedSVD(2, random_state=0), "ica": FastICA(2, random_state=0, whiten="unit-variance"),
    "log1p": FunctionTransformer(np.log1p), "identity": FunctionTransformer(), "square-validated": FunctionTransformer(np.square, validate=True),
    "absolute": FunctionTransformer(np.abs), "expm1": FunctionTransformer(np.expm1), "sqrt": FunctionTransformer(np.sqrt),
    "k-best": SelectKBest(f_classif, k=2), "k-best-all": SelectKBest(f_classif, k="all"), "percentile": SelectPercentile(f_classif, percentile=60), "fpr": SelectFpr(f_classif, alpha=0.2),
    "fdr": SelectFdr(f_classif, alpha=0.2), "fwe": SelectFwe(f_classif, alpha=0.2), "generic": GenericUnivariateSelect(f_classif, mode="k_best", param=1),
    "from-model": SelectFromModel(LogisticRegression()), "from-model-l1": SelectFromModel(LogisticRegression(penalty="l1", C=0.1, solver="liblinear")),
    "from-model-most": SelectFromModel(LogisticRegression(), threshold="0.1*median", max_features=2),
    "rfe": RFE(LogisticRegression(), n_features_to_select=2), "rfecv": RFECV(LogisticRegression()), "variance": VarianceThreshold(2.0),
    "bins-onehot": KBinsDiscretizer(4, encode="onehot"), "bins-dense": KBinsDiscretizer(3, encode="onehot-dense", strategy="uniform"),
    "union": FeatureUnion([("a", StandardScaler()), ("skip", "drop"), ("b", PCA(2)), ("p", "passthrough")], transformer_weights={"b": 0.5}),
    "union-sparse": FeatureUnion([("a", MaxAbsScaler()), ("b", KBinsDiscretizer(3))]),
}.items():
    model.fit(train, target)
    kinds = ("asis", "new") if name.startswith("bins") or name == "union-sparse" else ("asis", "old", "new")
    if not hasattr(model, "n_features_in_"):
        model.n_features_in_ = 4
    if name in ("normalizer", "log1p", "binarizer"):
        kinds = ("asis", "new")
    widthless = isinstance(model, (Normalizer, Binarizer, FunctionTransformer))
    write(name, model, test[:80] + [list(map(float, row)) for row in train[:COUNT - 80 - len(ODD)]] + ODD, ("asis", "new") if widthless else kinds)
bins = KBinsDiscretizer(5, encode="ordinal").fit(train)
write("bins-ordinal", bins, test + [[float(e[min(i, len(e) - 1)]) for e in bins.bin_edges_] for i in range(6)], ("asis", "new"))
write("old-chain", Pipeline([("n", Normalizer("l1")), ("f", FunctionTransformer(np.abs)), ("s", StandardScaler())]).fit(train), test)

for name, model in {
    "imputer-mean": SimpleImputer(), "imputer-median": SimpleImputer(strategy="median", add_indicator=True), "imputer-frequent": SimpleImputer(strategy="most_frequent"),
    "imputer-constant": SimpleImputer(strategy="constant", fill_value=-1), "knn": KNNImputer(n_neighbors=3), "knn-distance": KNNImputer(n_neighbors=4, weights="distance", add_indicator=True),
    "indicator": MissingIndicator(error_on_new=False), "indicator-all": MissingIndicator(features="all"), "indicator-sparse": MissingIndicator(sparse=True),
}.items():
    fit = gaps.copy()
    rows = gap_rows
    if name.startswith("knn"):  # no two neighbours equally near: which of them counts is left to chance by the library
        fit = np.where(np.isnan(gaps[:60]), np.nan, rng.normal(size=(60, 4)))
        rows = [list(map(float, row)) for row in np.where(np.isnan(np.array(gap_rows)), np.nan, rng.normal(size=(len(gap_rows), 4)))]
    if name == "imputer-mean":
        fit[:, 1] = np.nan
    if name == "indicator-sparse":
        fit[:, 0] = 1
    write(name, model.fit(fit), rows + [[math.nan] * 4], ("asis", "new") if name.startswith(("knn", "indicator")) else ("asis", "old", "new"))
empty = gaps.copy()
empty[:, 2] = np.nan
write("imputer-keep", SimpleImputer(keep_empty_features=True).fit(empty), gap_rows, ("asis", "new"))
marked = np.where(np.isnan(gaps), -1, gaps)
write("imputer-marked", SimpleImputer(missing_values=-1).fit(marked), [[-1.0 if v != v else v for v in row] for row in gap_rows] + [[math.nan, 1.0, 2.0, 3.0]])

COLOURS = np.array(["red", "green", "blue", "größe", "ΑΒΓ", "\U0001f600"], dtype=object)
SIZES = np.array([1.0, 2.0, 5.0, 8.0])
NAMES = ["colour", "size", "flag"]


def categories(count, missing=False, unseen=False):
    frame = [[str(rng.choice(COLOURS[:5] if not unseen else COLOURS)), float(rng.choice(SIZES)), str(rng.choice(["yes", "no"]))] for _ in range(count)]
    for row in frame:
        if missing and rng.random() < 0.15:
            row[0] = None
        if missing and rng.random() < 0.15:
            row[1] = math.nan
        if unseen and rng.random() < 0.1:
            row[1] = 3.5
    return frame


def frame_of(rows):
    return frames.frame_of(rows, NAMES, ALL_TEXTS)


def nan_for_none(rows):
    return [[math.nan if v is None else v for v in row] for row in rows]


missing_rows = categories(300, True)
seen, with_missing = frame_of(categories(300)), frame_of(missing_rows)
ask = categories(150, False, True) + categories(40, True, True) + categories(10)
for name, model, fit in [
    ("onehot-error", OneHotEncoder(), seen), ("onehot-ignore", OneHotEncoder(handle_unknown="ignore"), seen), ("onehot-dense", OneHotEncoder(handle_unknown="ignore", sparse_output=False), seen),
    ("onehot-drop", OneHotEncoder(drop="first"), seen), ("onehot-binary", OneHotEncoder(drop="if_binary", handle_unknown="ignore"), seen), ("onehot-missing", OneHotEncoder(handle_unknown="ignore"), with_missing),
    ("onehot-infrequent", OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=61), seen), ("onehot-grouped", OneHotEncoder(handle_unknown="ignore", max_categories=3), seen),
    ("onehot-grouped-drop", OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=61, drop="first"), seen),
    ("onehot-given", OneHotEncoder(categories=[["blue", "red", "green", "größe", "ΑΒΓ"], [1.0, 2.0, 5.0, 8.0], ["no", "yes"]], handle_unknown="ignore"), seen),
    ("ordinal-error", OrdinalEncoder(), seen), ("ordinal-unknown", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), seen),
    ("ordinal-missing", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan, encoded_missing_value=-2), with_missing),
]:
    kinds = ("asis", "new") if name in ("onehot-infrequent", "onehot-grouped", "onehot-grouped-drop") or name.startswith("ordinal-m") else ("asis", "old", "new")
    write(name, model.fit(fit), ask, kinds, frame=NAMES)
integers = rng.integers(0, 6, (300, 2)) * 3
write("onehot-integers", OneHotEncoder(handle_unknown="ignore").fit(integers), [[float(a), float(b)] for a, b in rng.integers(0, 19, (COUNT - 2, 2))] + [[1.5, 3.0], [math.nan, 3.0]])
write("imputer-text", SimpleImputer(strategy="most_frequent").fit(frame_of(nan_for_none(missing_rows))), nan_for_none(ask), ("asis", "new"), frame=NAMES)
write("imputer-text-constant", SimpleImputer(strategy="constant", fill_value="missing").fit(frames.frame_of([[r[0], r[2]] for r in nan_for_none(missing_rows)], ["colour", "flag"], ALL_TEXTS)), [[r[0], r[2]] for r in nan_for_none(ask)], frame=["colour", "flag"])

TABLE = ["amount", "colour", "age", "flag", "rest", "note"]


def table(count, missing=False):
    cats, x = categories(count, missing, missing), numbers(count, 0.1 if missing else 0)
    return [[float(x[i, 0]), cats[i][0], float(x[i, 1]), cats[i][2], float(x[i, 3]), TEXTS[i % len(TEXTS)]] for i in range(count)]


rows = table(300)
frame = frames.frame_of(rows, TABLE, ALL_TEXTS)
numeric, category = ["amount", "age"], ["colour", "flag"]
filled = [("num", Pipeline([("i", SimpleImputer()), ("s", StandardScaler())]), numeric),
          ("cat", Pipeline([("i", SimpleImputer(strategy="constant", fill_value="none")), ("o", OneHotEncoder(handle_unknown="ignore"))]), category)]
plain_table = [row for row in table(COUNT, True)]
for row in plain_table:
    row[1] = row[1] if row[1] is not None else math.nan
for name, model in {
    "columns": ColumnTransformer([("num", StandardScaler(), numeric), ("cat", OneHotEncoder(handle_unknown="ignore"), category)]),
    "columns-rest": ColumnTransformer([("cat", OneHotEncoder(handle_unknown="ignore", sparse_output=False), category), ("none", StandardScaler(), []), ("no", "drop", ["note"])], remainder="passthrough"),
    "columns-filled": ColumnTransformer(filled, sparse_threshold=0),
    "columns-text": ColumnTransformer([("t", TfidfVectorizer(), "note"), ("num", StandardScaler(), numeric)], sparse_threshold=1),
    "columns-weights": ColumnTransformer([("num", StandardScaler(), [0, -4]), ("cat", OneHotEncoder(handle_unknown="ignore"), slice("colour", "colour"))], transformer_weights={"num": 2.0}, sparse_threshold=1),
    "columns-mask": ColumnTransformer([("num", MinMaxScaler(), [True, False, True, False, True, False]), ("last", "passthrough", slice(4, 5))]),
}.items():
    write(name, model.fit(frame), plain_table, frame=TABLE)

for name, model in {
    "count": CountVectorizer(), "count-bigrams": CountVectorizer(ngram_range=(1, 2), stop_words="english", min_df=1), "count-trigrams": CountVectorizer(ngram_range=(2, 3)),
    "count-binary-case": CountVectorizer(binary=True, lowercase=False), "count-listed": CountVectorizer(stop_words=["the", "straße", "и"]),
    "count-ascii": CountVectorizer(strip_accents="ascii"), "count-unicode": CountVectorizer(strip_accents="unicode", token_pattern=r"(?u)\b\w+\b"),
    "count-given": CountVectorizer(vocabulary=["free", "money", "ödeme", "οδός", "привет", "i̇stanbul"]), "char": CountVectorizer(analyzer="char", ngram_range=(1, 3)), "char-wb": CountVectorizer(analyzer="char_wb", ngram_range=(2, 4)),
    "pattern-letters": CountVectorizer(token_pattern=r"[^\W\d_]+"), "pattern-class": CountVectorizer(token_pattern=r"(?u)\b[\w'-]+\b"), "pattern-group": CountVectorizer(token_pattern=r"#(\w+)|\d\d+"),
    "pattern-space": CountVectorizer(token_pattern=r"\S+"), "tfidf": TfidfVectorizer(), "tfidf-bigrams": TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, stop_words="english"),
    "tfidf-l1": TfidfVectorizer(norm="l1", smooth_idf=False), "tfidf-plain": TfidfVectorizer(norm=None, use_idf=False), "tfidf-single": TfidfVectorizer(dtype=np.float32, sublinear_tf=True), "tfidf-char": TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), max_features=400),
    "hashing": HashingVectorizer(n_features=512), "hashing-plain": HashingVectorizer(n_features=64, alternate_sign=False, norm=None, ngram_range=(1, 2)), "hashing-binary": HashingVectorizer(n_features=2**20, binary=True, norm="l1"),
}.items():
    if name != "pattern-group":
        model.fit(TEXTS)
    else:
        model.fit(["#tag 12 #größe 345 #x"])
    write(name, model, [[t] for t in (TEXTS * 5)[:COUNT // 2]] + [[t] for t in map("".join, (rng.permutation(list(t)).tolist() for t in TEXTS))] + [[None]], ("asis", "old", "new") if name in ("count", "tfidf", "tfidf-single", "hashing") else ("asis",), is_text=True)
counts = CountVectorizer().fit_transform(TEXTS)
write("count-tfidf", Pipeline([("c", CountVectorizer()), ("t", TfidfTransformer()), ("s", SelectKBest(chi2, k=20)), ("d", TruncatedSVD(3, random_state=0))]).fit(TEXTS, np.arange(len(TEXTS)) % 2), [[t] for t in TEXTS], ("asis", "new"), is_text=True)
write("count-scaled", Pipeline([("c", CountVectorizer()), ("m", MaxAbsScaler()), ("n", Normalizer()), ("b", Binarizer(threshold=0.3))]).fit(TEXTS), [[t] for t in TEXTS], ("asis", "new"), is_text=True)

# What must be refused, by name.
pathlib.Path("refused-tokenizer.pkl").write_bytes(layouts.dump(CountVectorizer(tokenizer=str.split, token_pattern=None).fit(["a b"]), "asis"))
pathlib.Path("refused-function.pkl").write_bytes(layouts.dump(Pipeline([("f", FunctionTransformer(np.linalg.norm)), ("s", StandardScaler().fit(train))]), "asis"))
pathlib.Path("refused-unfitted.pkl").write_bytes(layouts.dump(StandardScaler(), "asis"))
