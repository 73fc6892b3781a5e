"""Writes trees of other libraries as Hamf model files (docs/formats/model.md), and the same trees for ONNX."""
import hashlib
import json
import struct

import numpy as np

LOGISTIC, PROBABILITY, IDENTITY = 0, 2, 3
SUM_MEAN, SUM_FLOAT = 1, 2
LEAF = -1


class Trees:
    """Trees in flat columns, each tree from its root down: a child stands after its parent, as the format demands."""

    def __init__(self):
        self.starts = [0]
        self.columns = {name: [] for name in ("feature", "threshold", "default_left", "left", "right", "value", "cover")}

    def add(self, left, right, feature, threshold, default_left, value, cover):
        """Adds a tree given by its node arrays; left < 0 is a leaf. Nodes are numbered anew, by depth first."""
        order, stack = [], [0]
        while stack:
            node = stack.pop()
            order.append(node)
            if left[node] >= 0:
                stack += [right[node], left[node]]
        number = {node: self.starts[-1] + i for i, node in enumerate(order)}
        for node in order:
            leaf = left[node] < 0
            row = dict(feature=LEAF if leaf else feature[node], threshold=0.0 if leaf else threshold[node],
                       default_left=0 if leaf else int(default_left[node]), left=0 if leaf else number[left[node]],
                       right=0 if leaf else number[right[node]], value=value[node] if leaf else 0.0, cover=max(float(cover[node]), 1e-9))
            for name, cell in row.items():
                self.columns[name].append(cell)
        self.starts.append(self.starts[-1] + len(order))


def from_xgboost(booster):
    """The trees of a booster. It goes left below a threshold; at or below the float before it is the same."""
    trees = Trees()
    model = json.loads(booster.save_raw("json"))
    for tree in model["learner"]["gradient_booster"]["model"]["trees"]:
        conditions = np.array(tree["split_conditions"], np.float32)
        trees.add(tree["left_children"], tree["right_children"], tree["split_indices"], np.nextafter(conditions, np.float32(-np.inf)),
                  tree["default_left"], conditions, tree["sum_hessian"])
    return trees


def from_forest(forest):
    """The trees of a scikit-learn forest: the share of the positive class in each leaf, divided as scikit-learn does."""
    trees = Trees()
    for estimator in forest.estimators_:
        tree = estimator.tree_
        counts = tree.value[:, 0, :]
        trees.add(tree.children_left, tree.children_right, tree.feature, floor_to_float(tree.threshold), np.zeros(tree.node_count),
                  counts[:, 1] / counts.sum(axis=1), tree.weighted_n_node_samples)
    return trees


def floor_to_float(thresholds):
    """The largest float that is not above: for values that are floats the comparison stays the same."""
    nearest = thresholds.astype(np.float32)
    return np.where(nearest > thresholds, np.nextafter(nearest, np.float32(-np.inf)), nearest)


def write(path, trees, width, algorithm, link, summation):
    """Writes a model of one output and numeric features f0, f1, ..."""
    features = struct.pack("<i", width) + b"".join(text(f"f{f}") + struct.pack("<bi", 0, 0) for f in range(width))
    count, nodes, columns = len(trees.starts) - 1, trees.starts[-1], trees.columns
    body = [
        array("<f8", np.zeros(width)), text(algorithm), struct.pack("<bbbii", link, summation, 1, 1, 1), struct.pack("<d", 0.0),
        struct.pack("<i", count), array("<i4", trees.starts), array("<i4", np.zeros(count)),
        struct.pack("<i", nodes), array("<i4", columns["feature"]), array("<f8", columns["threshold"]), array("<i4", np.full(nodes, -1)),
        array("u1", columns["default_left"]), array("<i4", columns["left"]), array("<i4", columns["right"]),
        array("<f8", columns["value"]), array("<f8", columns["cover"]), struct.pack("<i", 0),
    ]
    content = b"HAMFMODL" + struct.pack("<i", 2) + section(b"FEAT", features) + section(b"TREE", b"".join(body))
    with open(path, "wb") as file:
        file.write(content + hashlib.sha256(content).digest())


def section(name, content):
    return name + struct.pack("<Q", len(content)) + content


def text(value):
    return struct.pack("<i", len(value.encode())) + value.encode()


def array(kind, values):
    return np.asarray(values, dtype=kind).tobytes()
