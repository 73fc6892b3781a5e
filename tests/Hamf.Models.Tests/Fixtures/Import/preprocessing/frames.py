"""As much of a pandas DataFrame as scikit-learn's transformers ask for."""
import numpy as np


class Columns(list):
    def get_loc(self, name):
        return self.index(name)


class Indexer:
    ndim = 2

    def __init__(self, frame, by_name):
        self.frame, self.by_name = frame, by_name

    def __getitem__(self, key):
        _, columns = key
        names = self.frame.columns
        if isinstance(columns, slice):
            columns = names[columns] if not self.by_name else names[slice(
                None if columns.start is None else names.index(columns.start), None if columns.stop is None else names.index(columns.stop) + 1)]
        elif isinstance(columns, (str, int, np.integer)):
            return self.frame.values[columns if self.by_name else names[columns]]
        elif np.asarray(columns).dtype == bool:
            columns = [name for name, is_taken in zip(names, columns) if is_taken]
        elif not self.by_name:
            columns = [names[i] for i in columns]
        return Frame({name: self.frame.values[name] for name in columns})


class Frame:
    ndim = 2

    def __init__(self, values):
        self.values = values
        self.columns = Columns(values)
        self.shape = (len(next(iter(values.values()))), len(values))
        self.iloc, self.loc = Indexer(self, False), Indexer(self, True)

    def __len__(self):
        return self.shape[0]

    def take(self, columns, axis):
        return self.iloc[:, columns]

    def __array__(self, dtype=None):
        parts = list(self.values.values())
        whole = np.empty(self.shape, dtype=object if any(p.dtype == object for p in parts) else float)
        for i, part in enumerate(parts):
            whole[:, i] = part
        return whole if dtype is None else whole.astype(dtype)


def frame_of(rows, names, texts):
    """Rows as columns; those among texts hold objects."""
    columns = {}
    for i, name in enumerate(names):
        column = np.empty(len(rows), dtype=object if name in texts else float)
        column[:] = [row[i] for row in rows]
        columns[name] = column
    return Frame(columns)
