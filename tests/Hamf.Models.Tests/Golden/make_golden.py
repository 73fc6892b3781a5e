"""Writes wine.json: what scikit-learn 1.2.1 makes of its copy of the UCI wine data (178 rows, 13 numbers, 3 classes; CC BY 4.0).

Run: python3 make_golden.py > wine.json. The tests compare Hamf's models with these numbers.
"""
import json
import sys
import warnings

import numpy as np
from scipy.special import expit
from sklearn import __version__
from sklearn.calibration import _sigmoid_calibration
from sklearn.datasets import load_wine
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import CategoricalNB, GaussianNB, MultinomialNB
from sklearn.preprocessing import StandardScaler

warnings.simplefilter("error")
x, y = load_wine(return_X_y=True)
weights = 0.25 * (1 + np.arange(len(y)) % 7)
cultivar = (y == 1).astype(int)


def logistic(labels, l1, l2, sample_weight=None, class_weight=None):
    scaled = StandardScaler().fit(x, sample_weight=sample_weight).transform(x)
    c = 1 / (l1 + l2)
    # lbfgs stops where the loss no longer falls, with five digits right; saga goes on to the same minimum.
    model = LogisticRegression(
        penalty="elasticnet", l1_ratio=l1 * c, C=c, solver="saga", tol=1e-13, max_iter=2_000_000, random_state=1, class_weight=class_weight)
    model.fit(scaled, labels, sample_weight=sample_weight)
    if l1 == 0:
        lbfgs = LogisticRegression(C=c, solver="lbfgs", tol=1e-12, max_iter=100_000, class_weight=class_weight)
        lbfgs.fit(scaled, labels, sample_weight=sample_weight)
        assert np.abs(lbfgs.coef_ - model.coef_).max() < 1e-3
    return {"l1": l1, "l2": l2, "intercepts": model.intercept_.tolist(), "coefficients": model.coef_.tolist()}


# Two columns as categories, by their quartiles.
codes = np.stack([np.searchsorted(np.quantile(x[:, f], [0.25, 0.5, 0.75]), x[:, f]) for f in (0, 1)], axis=1)
gaussian = GaussianNB(var_smoothing=1e-15).fit(x, y, sample_weight=weights)
numbers = GaussianNB().fit(x[:, 2:], y)
categories = CategoricalNB(alpha=0.5, min_categories=4).fit(codes, y)
joint = numbers.predict_joint_log_proba(x[:, 2:]) + categories.predict_joint_log_proba(codes) - np.log(numbers.class_prior_)
joint = np.exp(joint - joint.max(axis=1, keepdims=True))
one_hot = np.hstack([np.eye(4)[codes[:, 0]], np.eye(4)[codes[:, 1]], x[:, 2:]])
multinomial = MultinomialNB(alpha=0.5).fit(one_hot, y, sample_weight=weights)

# Scores with many ties that do not tell everything.
log_odds = np.round(4 * (x[:, 0] - 13), 0) / 4
slope, offset = _sigmoid_calibration(log_odds, cultivar, sample_weight=weights)
isotonic = IsotonicRegression(out_of_bounds="clip", increasing=True).fit(expit(-log_odds), cultivar, sample_weight=weights)
grid = np.linspace(0, 1, 41)

json.dump({
    "source": f"scikit-learn {__version__}, numpy {np.__version__}, sklearn.datasets.load_wine",
    "x": x.T.tolist(),
    "y": y.tolist(),
    "weights": weights.tolist(),
    "codes": codes.T.tolist(),
    "logistic": {
        "binary": logistic(cultivar, 0, 0.5),
        "binary_weighted": logistic(cultivar, 0, 2, sample_weight=weights, class_weight={0: 1, 1: 3}),
        "binary_balanced": logistic(cultivar, 0, 1, class_weight="balanced"),
        "binary_l1": logistic(cultivar, 2, 0),
        "softmax": logistic(y, 0, 1),
        "softmax_elastic": logistic(y, 1.5, 0.5, sample_weight=weights),
    },
    "gaussian": gaussian.predict_proba(x)[::5].tolist(),
    "gaussian_mixed": (joint / joint.sum(axis=1, keepdims=True))[::5].tolist(),
    "multinomial_mixed": multinomial.predict_proba(one_hot)[::5].tolist(),
    "log_odds": log_odds.tolist(),
    "sigmoid": [-slope, -offset],
    "isotonic": isotonic.predict(grid).tolist(),
}, sys.stdout)
