"""Files as people save them together: a model, and beside it names, a threshold, a scaler, a label encoder.

Run by hand with Debian's python3-sklearn 1.2.1:  python3 make.py
Writes next to itself the files and expected.csv: rows with the labels and probabilities that scikit-learn gives.
"""
import json
import os
import pickle

import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.svm import LinearSVC

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(4)
NAMES = ["amount", "hour", "distance"]
x = np.column_stack([rng.gamma(2, 40, 400), rng.integers(0, 24, 400), rng.gamma(1, 30, 400)])
y = (x[:, 0] / 60 + x[:, 2] / 40 + rng.normal(0, 0.7, 400) > 2.4).astype(int)
probe = np.column_stack([rng.gamma(2, 40, 200), rng.integers(0, 24, 200), rng.gamma(1, 30, 200)])


def save(name, value):
    with open(os.path.join(HERE, name), "wb") as file:
        pickle.dump(value, file, protocol=4)


def table(name, rows, model, inputs):
    proba = model.predict_proba(inputs)
    with open(os.path.join(HERE, name), "w") as file:
        file.write(",".join(NAMES) + ",label," + ",".join(f"proba_{c}" for c in model.classes_) + "\n")
        for row, label, p in zip(rows, model.predict(inputs), proba):
            file.write(",".join(repr(float(v)) for v in row) + f",{label}," + ",".join(repr(float(v)) for v in p) + "\n")


scaler = StandardScaler().fit(x)
plain = LogisticRegression().fit(x, y)
scaled = LogisticRegression().fit(scaler.transform(x), y)
save("logistic.pkl", plain)
save("scaled.pkl", scaled)
save("scaler.pkl", scaler)
save("encoder.pkl", LabelEncoder().fit(["fraud", "legit"]))
save("encoders.pkl", {"hour": LabelEncoder().fit(["day", "night"])})
save("bundle.pkl", {"model": scaled, "scaler": scaler, "threshold": 0.3, "feature_names": NAMES, "trained_on": "2024-01-01"})
save("two.pkl", {"first": plain, "second": scaled})
save("margin.pkl", LinearSVC(random_state=0).fit(x, y))
save("isolation.pkl", IsolationForest(n_estimators=5, max_samples=32, random_state=0).fit(x))
with open(os.path.join(HERE, "names.json"), "w") as file:
    json.dump(NAMES, file)
table("logistic.csv", probe, plain, probe)
table("scaled.csv", probe, scaled, scaler.transform(probe))

spam = ["win cash now", "free prize claim", "urgent account verify", "claim your free cash"]
ham = ["see you at lunch", "meeting moved to noon", "thanks for your note", "lunch tomorrow maybe"]
vectorizer = TfidfVectorizer().fit(spam + ham)
save("vectorizer.pkl", vectorizer)
save("words.pkl", MultinomialNB().fit(vectorizer.transform(spam + ham), ["spam"] * 4 + ["ham"] * 4))
