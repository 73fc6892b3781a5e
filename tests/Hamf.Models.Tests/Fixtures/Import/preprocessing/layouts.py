"""Pickles scikit-learn objects as other versions lay them out: names of modules, attributes that came, went or were renamed."""
import io
import pickle
import types

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder

OLD_MODULES = {
    "sklearn.preprocessing._data": "sklearn.preprocessing.data", "sklearn.preprocessing._polynomial": "sklearn.preprocessing.data",
    "sklearn.impute._base": "sklearn.impute", "sklearn.decomposition._pca": "sklearn.decomposition.pca",
    "sklearn.decomposition._truncated_svd": "sklearn.decomposition.truncated_svd", "sklearn.decomposition._incremental_pca": "sklearn.decomposition.incremental_pca",
    "sklearn.decomposition._fastica": "sklearn.decomposition.fastica_", "sklearn.feature_selection._rfe": "sklearn.feature_selection.rfe",
    "sklearn.feature_selection._univariate_selection": "sklearn.feature_selection.univariate_selection",
    "sklearn.feature_selection._from_model": "sklearn.feature_selection.from_model",
    "sklearn.feature_selection._variance_threshold": "sklearn.feature_selection.variance_threshold",
    "sklearn.linear_model._logistic": "sklearn.linear_model.logistic", "scipy.sparse._csr": "scipy.sparse.csr", "scipy.sparse._dia": "scipy.sparse.dia"}
NEW_MODULES = {"numpy.core.multiarray": "numpy._core.multiarray", "numpy.core.numeric": "numpy._core.numeric",
               "numpy.core._multiarray_umath": "numpy"}


class _RemainderColsList:
    """Stands for the class of 1.5 to 1.8."""


_RemainderColsList.__module__ = "sklearn.compose._column_transformer"


class Index:
    """Stands for a pandas Index."""

    def __init__(self, names):
        self.names = names

    def __reduce__(self):
        return _new_Index, (Index, {"data": self.names, "name": None})


def _new_Index(cls, data):
    raise NotImplementedError


Index.__module__ = _new_Index.__module__ = "pandas.core.indexes.base"


class Layout(pickle._Pickler):
    dispatch = dict(pickle._Pickler.dispatch)

    def __init__(self, file, layout):
        super().__init__(file, 2 if layout == "old" else 4)
        self.layout = layout
        self.modules = {"old": OLD_MODULES, "new": NEW_MODULES}.get(layout, {})

    def save_global(self, obj, name=None):
        name = name or getattr(obj, "__qualname__", None) or obj.__name__
        module = pickle.whichmodule(obj, name)
        module = self.modules.get(module, module)
        if self.proto >= 4:
            self.save(module)
            self.save(name)
            self.write(pickle.STACK_GLOBAL)
        else:
            self.write(pickle.GLOBAL + f"{module}\n{name}\n".encode())
        self.memoize(obj)

    dispatch[types.FunctionType] = save_global

    def reducer_override(self, obj):
        if self.layout == "asis" or not isinstance(obj, BaseEstimator):
            return NotImplemented
        state = dict(obj.__getstate__())
        (old if self.layout == "old" else new)(obj, state)
        return _new, (type(obj),), state


def _new(cls):
    return cls.__new__(cls)


Layout.save_reduce_original = pickle._Pickler.save_reduce


def save_reduce(self, func, args, state=None, listitems=None, dictitems=None, state_setter=None, *, obj=None):
    if func is _new:
        self.save(args[0])
        self.save(())
        self.write(pickle.NEWOBJ)
        self.memoize(obj)
        self.save(state)
        self.write(pickle.BUILD)
    else:
        Layout.save_reduce_original(self, func, args, state, listitems, dictitems, state_setter, obj=obj)


Layout.save_reduce = save_reduce


def old(obj, state):
    """About 0.21 to 0.23."""
    state["_sklearn_version"] = "0.22.2"
    names = state.pop("feature_names_in_", None)
    state.pop("n_features_in_", None)
    for name in ("clip", "keep_empty_features", "add_indicator", "indicator_", "_fit_dtype", "subsample", "feature_names_out"):
        if not (name == "clip" and state.get("clip")) and not (name.endswith(("indicator", "indicator_")) and state.get("indicator_") is not None):
            state.pop(name, None)
    if type(obj).__name__ == "PolynomialFeatures":
        state["n_input_features_"] = obj.n_features_in_
    if isinstance(obj, OneHotEncoder):
        state["sparse"] = state.pop("sparse_output")
        if not state.get("_infrequent_enabled"):
            for name in [n for n in state if n.startswith("_") and n != "_sklearn_version" or n in ("min_frequency", "max_categories")]:
                del state[name]
    if isinstance(obj, TfidfTransformer) and "_idf_diag" in state:
        state["_idf_diag"] = sp.csr_matrix(state["_idf_diag"])
    if isinstance(obj, ColumnTransformer):
        state["_n_features"] = obj.n_features_in_
        state.pop("_transformer_to_input_indices", None)
        if names is not None:
            state["_df_columns"] = Index(names)


def new(obj, state):
    """About 1.6."""
    state["_sklearn_version"] = "1.6.1"
    if isinstance(obj, OneHotEncoder):
        state.pop("sparse", None)
        state["_drop_idx_after_grouping"] = state.get("drop_idx_")
        state["feature_name_combiner"] = "concat"
    if isinstance(obj, TfidfTransformer) and "_idf_diag" in state:
        state["idf_"] = state.pop("_idf_diag").diagonal()
    if isinstance(obj, ColumnTransformer):
        state["transformers_"] = [_new_item(obj, item) for item in state["transformers_"]]


def _new_item(obj, item):
    name, transformer, columns = item
    if transformer == "passthrough":
        transformer = FunctionTransformer(accept_sparse=True, check_inverse=False, feature_names_out="one-to-one")
        transformer.n_features_in_ = len(obj._transformer_to_input_indices[name])
    if name == "remainder" and isinstance(columns, list):
        kept, columns = columns, _RemainderColsList()
        columns.__dict__.update(data=kept, future_dtype="str", warning_was_emitted=False, warning_enabled=False)
    return name, transformer, columns


def dump(obj, layout):
    file = io.BytesIO()
    Layout(file, layout).dump(obj)
    return file.getvalue()
