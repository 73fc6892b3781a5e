"""Writes a tree ensemble as an ONNX file. The few messages it needs are put together by hand, so that no onnx package is needed."""
import struct

import numpy as np

INT, STRING, INTS, FLOATS, STRINGS = 2, 3, 7, 6, 8


def write(path, trees, width, average, below):
    """Writes a TreeEnsembleRegressor with one float output.

    trees: hamf_model.Trees, whose thresholds mean "at or below". below: undo that for a library that compares with "less than".
    """
    columns = {name: np.asarray(values) for name, values in trees.columns.items()}
    sizes = np.diff(trees.starts)
    tree_ids = np.repeat(np.arange(len(sizes)), sizes)
    offsets = np.repeat(np.asarray(trees.starts[:-1]), sizes)
    leaf = columns["feature"] < 0
    thresholds = columns["threshold"].astype(np.float32)
    if below:
        thresholds = np.nextafter(thresholds, np.float32(np.inf))
    local = np.arange(trees.starts[-1]) - offsets
    node = message("TreeEnsembleRegressor", "ai.onnx.ml", [
        attribute("n_targets", INT, 1),
        attribute("aggregate_function", STRING, "AVERAGE" if average else "SUM"),
        attribute("post_transform", STRING, "NONE"),
        attribute("nodes_treeids", INTS, tree_ids),
        attribute("nodes_nodeids", INTS, local),
        attribute("nodes_featureids", INTS, np.where(leaf, 0, columns["feature"])),
        attribute("nodes_modes", STRINGS, np.where(leaf, "LEAF", "BRANCH_LT" if below else "BRANCH_LEQ")),
        attribute("nodes_values", FLOATS, np.where(leaf, 0, thresholds)),
        attribute("nodes_truenodeids", INTS, np.where(leaf, 0, columns["left"] - offsets)),
        attribute("nodes_falsenodeids", INTS, np.where(leaf, 0, columns["right"] - offsets)),
        attribute("nodes_missing_value_tracks_true", INTS, columns["default_left"]),
        attribute("target_treeids", INTS, tree_ids[leaf]),
        attribute("target_nodeids", INTS, local[leaf]),
        attribute("target_ids", INTS, np.zeros(np.count_nonzero(leaf))),
        attribute("target_weights", FLOATS, columns["value"][leaf]),
    ])
    graph = field(1, node) + field(2, "trees") + field(11, tensor("x", width)) + field(12, tensor("y", 1))
    model = number(1, 8) + field(7, graph) + field(8, field(1, "") + number(2, 15)) + field(8, field(1, "ai.onnx.ml") + number(2, 3))
    with open(path, "wb") as file:
        file.write(model)


def message(operator, domain, attributes):
    return field(1, "x") + field(2, "y") + field(4, operator) + b"".join(attributes) + field(7, domain)


def attribute(name, kind, value):
    """One attribute of a node; repeated numbers are packed."""
    if kind == INT:
        content = number(3, value)
    elif kind == STRING:
        content = field(4, value)
    elif kind == FLOATS:
        content = field(7, np.asarray(value, "<f4").tobytes())
    elif kind == INTS:
        content = field(8, b"".join(varint(int(v)) for v in value))
    else:
        content = b"".join(field(9, str(v)) for v in value)
    return field(5, field(1, name) + content + number(20, kind))


def tensor(name, width):
    """Floats, [any number of rows, width]."""
    shape = field(1, field(2, "rows")) + field(1, number(1, width))
    return field(1, name) + field(2, field(1, number(1, 1) + field(2, shape)))


def field(tag, content):
    content = content.encode() if isinstance(content, str) else content
    return varint(tag << 3 | 2) + varint(len(content)) + content


def number(tag, value):
    return varint(tag << 3) + varint(value)


def varint(value):
    parts = bytearray()
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes(parts) + struct.pack("B", value)
