"""Writes chain-NAME.LAYOUT.pkl and chain-NAME.json.gz: whole models as found in public repositories, with rows, labels and probabilities (or
decisions). Run by hand after make.py, in the same way."""
import math
import pathlib

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier, IsolationForest, RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler
from sklearn.svm import SVC, OneClassSVM

import frames
import layouts
import rowfile
from texts import TEXTS

rng = np.random.default_rng(11)
NAMES = ["type", "amount", "balance", "name"]
TEXT = {"type", "name", "note"}


def payments(count, missing=0.0):
    rows = [[str(rng.choice(["CASH_OUT", "PAYMENT", "TRANSFER", "DEBIT"])), float(np.round(rng.lognormal(4), 2)), float(np.round(rng.normal(0, 500), 2)), f"C{i}"] for i in range(count)]
    for row in rows:
        for i in (0, 1, 2):
            row[i] = math.nan if rng.random() < missing else row[i]
    return rows


def texts(count):
    words = " ".join(TEXTS).split()
    return [" ".join(rng.choice(words, rng.integers(0, 15))) for _ in range(count)]


def write(name, model, rows, kinds, given):
    answers = []
    for row in rows:
        x = given(row)
        values = model.predict_proba(x) if hasattr(model, "predict_proba") else model.decision_function(x)
        answers.append([str(model.predict(x)[0])] + [float(v) for v in np.asarray(values).reshape(-1)])
    for kind in kinds:
        pathlib.Path(f"chain-{name}.{kind}.pkl").write_bytes(layouts.dump(model, kind))
    rowfile.write(f"chain-{name}", [[rowfile.plain(v) for v in row] for row in rows], answers)


train, ask = payments(300), payments(200)
gappy, gappy_ask = payments(300, 0.1), payments(200, 0.1)
label = np.array([int(r[1] > 60) ^ int(rng.random() < 0.2) for r in train])
frame = frames.frame_of(train, NAMES, TEXT)
numeric = np.array([[r[1], r[2], r[1] * 0.5 - r[2], rng.normal()] for r in train])
numeric_ask = [[r[1], r[2], r[1] * 0.5 - r[2], float(rng.normal())] for r in ask[:150]] + [list(map(float, row)) for row in numeric[:50]]
documents, document_ask = texts(300), texts(200)
spam = np.array([len(t) % 2 for t in documents])
table = frames.frame_of([[a, *b] for a, b in zip(documents, numeric.tolist())], ["note", "a", "b", "c", "d"], TEXT)

columns = ColumnTransformer([("num", StandardScaler(), ["amount", "balance"]), ("cat", OneHotEncoder(drop="first"), ["type"])], remainder="drop")
of_frame = lambda row: frames.frame_of([row], NAMES, TEXT)
of_text = lambda row: [row[0]]
of_numbers = lambda row: np.array([row])
write("fraud", Pipeline([("prep", columns), ("clf", LogisticRegression(class_weight="balanced"))]).fit(frame, label), ask, ("asis", "old", "new"), of_frame)
filled = ColumnTransformer([
    ("num", Pipeline([("i", SimpleImputer(strategy="median")), ("s", StandardScaler())]), ["amount", "balance"]),
    ("cat", Pipeline([("i", SimpleImputer(strategy="most_frequent")), ("o", OneHotEncoder(handle_unknown="ignore"))]), ["type"])])
write("filled", Pipeline([("p", filled), ("h", HistGradientBoostingClassifier(max_iter=10, random_state=0))]).fit(frames.frame_of(gappy, NAMES, TEXT), label), gappy_ask, ("asis",), of_frame)
for name, last in {"nb": MultinomialNB(), "lr": LogisticRegression(), "svc": SVC(kernel="linear")}.items():
    write(f"tfidf-{name}", Pipeline([("t", TfidfVectorizer(stop_words="english")), ("m", last)]).fit(documents[:90], spam[:90]), [[t] for t in document_ask], ("asis", "new") if name == "svc" else ("asis", "old", "new"), of_text)
write("count-tfidf-nb", Pipeline([("c", CountVectorizer(ngram_range=(1, 2))), ("t", TfidfTransformer()), ("m", MultinomialNB())]).fit(documents[:90], spam[:90]), [[t] for t in document_ask], ("asis", "new"), of_text)
both = FeatureUnion([("w", TfidfVectorizer()), ("c", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3), max_features=300))])
write("union-lr", Pipeline([("u", both), ("m", LogisticRegression())]).fit(documents, spam), [[t] for t in document_ask], ("asis", "new"), of_text)
mixed = ColumnTransformer([("t", TfidfVectorizer(max_features=50), "note"), ("n", StandardScaler(), ["a", "b", "c", "d"])])
write("mixed-rf", Pipeline([("c", mixed), ("m", RandomForestClassifier(5, max_depth=4, random_state=0))]).fit(table, spam), [[t, *n] for t, n in zip(document_ask, numeric_ask)], ("asis",), lambda row: frames.frame_of([row], ["note", "a", "b", "c", "d"], TEXT))
scaled = lambda last: Pipeline([("s", StandardScaler()), ("p", PCA(3)), ("m", last)]).fit(numeric, label)
write("pca-rf", scaled(RandomForestClassifier(5, max_depth=4, random_state=0)), numeric_ask, ("asis",), of_numbers)
write("pca-gb", scaled(GradientBoostingClassifier(n_estimators=5, random_state=0)), numeric_ask, ("asis",), of_numbers)
write("scaled-isolation", Pipeline([("s", StandardScaler()), ("m", IsolationForest(n_estimators=10, random_state=0))]).fit(numeric), numeric_ask, ("asis",), of_numbers)
write("pca-oneclass", Pipeline([("s", MinMaxScaler()), ("p", PCA(2)), ("m", OneClassSVM(nu=0.2))]).fit(numeric), numeric_ask, ("asis",), of_numbers)
