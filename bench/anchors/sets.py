"""The data sets: A and B made with fixed seeds, real files as numbers. A set is NAME_{train,test}_{x,y}.f32, floats by rows."""
import csv
import datetime
import gzip
import os

import numpy as np
from sklearn.datasets import make_classification

WIDTHS = {"A": 30, "B": 50}

# Columns that name a row or give the label away, and the label with the value that counts as positive.
REAL = {
    "creditcard_ulb_sample": ("Class", "1", ["Time"]),
    "sparkov_fraudtest_like": ("is_fraud", "1", ["", "trans_date_trans_time", "cc_num", "first", "last", "street", "city", "zip", "dob",
                                                 "trans_num", "unix_time"]),
    "phishing_uci": ("Result", "-1", []),
    "phishing_hannousse": ("status", "phishing", ["url"]),
    "nslkdd_train20": ("is_attack", "1", ["attack", "difficulty"]),
    "drift_elec": ("target", "1", []),
    "vehicle_fraud_oracle": ("FraudFound_P", "1", ["PolicyNumber"]),
}

# Rows in time order that must not be mixed: tests are always later than training.
TIMED = {"sparkov_fraudtest_like", "drift_elec"}


def make(folder, name, rows=None):
    """Makes A or B unless it is there; with rows a small one of that many training rows."""
    if os.path.exists(f"{folder}/{name}_test_y.f32"):
        return
    os.makedirs(folder, exist_ok=True)
    if name == "A":
        train = rows or 284_807
        x, y = make_classification(n_samples=train + train // 4, n_features=30, n_informative=12, n_redundant=8, n_clusters_per_class=3,
                                   weights=[1 - 492 / 284_807], flip_y=1e-4, class_sep=.8, random_state=42)
    else:
        train = rows or 2_000_000
        x, y = make_classification(n_samples=train + train // 4, n_features=50, n_informative=20, n_redundant=10, n_clusters_per_class=4,
                                   weights=[.98], flip_y=.005, class_sep=.7, random_state=43)
        cut_to_levels(x)
    write(folder, name, x, y, train)


def cut_to_levels(x):
    """Every fifth column keeps 5 to 255 levels: real columns have few distinct values."""
    for column, levels in zip(range(0, 50, 5), [5, 10, 20, 40, 60, 90, 120, 160, 200, 255]):
        edges = np.quantile(x[:200_000, column], np.linspace(0, 1, levels + 1)[1:-1])
        x[:, column] = np.searchsorted(edges, x[:, column])


def write(folder, name, x, y, train):
    for part, rows in (("train", slice(0, train)), ("test", slice(train, len(y)))):
        x[rows].astype("<f4").tofile(f"{folder}/{name}_{part}_x.f32")
        y[rows].astype("<f4").tofile(f"{folder}/{name}_{part}_y.f32")


def read(folder, name, part, width):
    x = np.fromfile(f"{folder}/{name}_{part}_x.f32", "<f4").reshape(-1, width)
    return x, np.fromfile(f"{folder}/{name}_{part}_y.f32", "<f4")


def read_real(data, name):
    """The columns of a real file by name, as text, and its labels; repeats are dropped where a file is known for them."""
    label, positive, dropped = REAL[name]
    with gzip.open(f"{data}/{name}.csv.gz", "rt", newline="") as file:
        head, *rows = csv.reader(file)
    if name == "phishing_uci":
        rows = list(dict.fromkeys(map(tuple, rows)))
    columns = dict(zip(head, map(list, zip(*rows))))
    y = np.array([value == positive for value in columns.pop(label)], dtype=np.int8)
    if name == "sparkov_fraudtest_like":
        columns |= clock_columns(columns)
    if name == "vehicle_fraud_oracle":
        columns["Age"] = ["" if value == "0" else value for value in columns["Age"]]
    return {key: values for key, values in columns.items() if key not in dropped}, y


def clock_columns(columns):
    """Hour, day of the week and age of the card's holder at the payment."""
    times = [datetime.datetime.fromisoformat(t) for t in columns["trans_date_trans_time"]]
    births = [datetime.datetime.fromisoformat(t) for t in columns["dob"]]
    return {"hour": [str(t.hour) for t in times], "weekday": [str(t.weekday()) for t in times],
            "age": [str((t - b).days // 365) for t, b in zip(times, births)]}


def encode(columns, train):
    """Numbers for all columns, by what the training rows hold: ([rows, columns], {column index: number of categories})."""
    encoded, categories = [], {}
    for position, values in enumerate(columns.values()):
        try:
            encoded.append(np.array([float(v) if v else np.nan for v in values]))
        except ValueError:
            codes = {value: code for code, value in enumerate(sorted({values[row] for row in train}))}
            categories[position] = len(codes)
            encoded.append(np.array([codes.get(value, len(codes)) for value in values], dtype=float))
    return np.column_stack(encoded), categories


def split(name, y, seed):
    """Training and test rows of a seed: a quarter of each class at random, or a later fifth where rows stand in time."""
    if name in TIMED:
        start = len(y) * (44 + 6 * seed) // 100
        return np.arange(start), np.arange(start, min(len(y), start + len(y) // 5))
    random = np.random.default_rng(seed)
    test = np.concatenate([random.permutation(np.flatnonzero(y == k))[:np.count_nonzero(y == k) // 4] for k in (0, 1)])
    return np.setdiff1d(np.arange(len(y)), test), np.sort(test)


def make_real(folder, data, file, name, copies):
    """A real file as a set of floats, repeated so that times can be measured; returns its width."""
    columns, y = read_real(data, file)
    train, test = split(file, y, 1)
    x, _ = encode(columns, train)
    write(folder, name, np.concatenate([x[np.tile(train, copies)], x[np.tile(test, -(-50_000 // len(test)))]]),
          np.concatenate([np.tile(y[train], copies), np.tile(y[test], -(-50_000 // len(test)))]), copies * len(train))
    return x.shape[1]


def describe(folder, name, width):
    y = read(folder, name, "train", width)[1]
    return f"{len(y):,} x {width}, {y.mean():.2%} positives"
