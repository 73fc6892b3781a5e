"""Writes the fixtures of the pickle reader: one nested value in every protocol, in every layout of joblib and in every container, and what a
reader must find in it (expected.txt, in the notation of PyNotation.cs). Run by hand in this folder, with Python 3.11, NumPy 1.24, SciPy 1.10
and joblib 1.2; nothing in it is random. Layouts of joblib that 1.2 does not write any more are written by the small picklers below."""
import bz2, collections, io, lzma, os, pickle, struct, sys, types, zlib

import joblib
import joblib.numpy_pickle as writer
import joblib.numpy_pickle_compat as old
import numpy as np


class Holder:
    """Stands for an estimator: a class of a package that the reader does not know."""
    def __init__(self, **state):
        self.__dict__.update(state)


class Named(dict):
    """A subclass of a dictionary, as sklearn.utils.Bunch."""


class Numbered(list):
    """A subclass of a list."""


package = types.ModuleType("package.models")
sys.modules["package"] = types.ModuleType("package")
sys.modules["package.models"] = package
for kind in (Holder, Named, Numbered):
    kind.__module__ = "package.models"
    setattr(package, kind.__name__, kind)

NODES = np.dtype([("left", "<i8"), ("right", "<i4"), ("threshold", ">f8"), ("missing", "u1")], align=True)


def records():
    """The gaps between fields are zeros, so that the files are the same every time."""
    array = np.zeros(2, NODES)
    array[:] = [(1, 2, 0.5, 1), (-1, -1, -2.0, 0)]
    return array


def value():
    shared = [1, 2]
    numbers = np.arange(12, dtype="f8").reshape(3, 4) / 3
    ring = []
    ring.append(ring)
    return {
        "none": None, "true": True, "false": False,
        "integers": [0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, -2**31, 2**63, -2**200],
        "floats": [0.0, -0.0, 1.5, float("inf"), float("-inf"), float("nan"), 5e-324, 1.7976931348623157e308],
        "texts": ["", "plain", "quote ' and \" \\ and\nline", "Grüße, 世界 \U0001f600", "x" * 300, "\ud800 alone"],
        "bytes": [b"", b"\x00\xff\n'", bytearray(b"array"), b"y" * 300],
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
        "sets": [{3}, frozenset([4]), set()],
        "shared": [shared, shared],
        "ordered": collections.OrderedDict([("b", 1), ("a", 2)]),
        "counted": collections.Counter("aab"),
        "defaults": collections.defaultdict(list, {"k": [1]}),
        "slice": slice(1, None, 2),
        "class": Holder,
        "object": Holder(_sklearn_version="1.2.1", inner=Holder(weights=numbers)),
        "named": Named(a=1), "numbered": Numbered([1, 2]),
        "ring": ring,
        "f8": numbers, "f8 columns": np.asfortranarray(numbers), "f4": np.array([1.5, -2], "f4"), "f2": np.array([0.5], "f2"),
        "big endian": np.array([[1, 2], [3, 4]], ">i4"), "i1": np.array([-1, 1], "i1"), "u8": np.array([2**64 - 1], "u8"),
        "b1": np.array([True, False]), "U": np.array(["a", "größer", ""]), "S": np.array([b"ab", b"c"]),
        "empty": np.zeros((0, 3)), "single": np.array(7.0), "three axes": np.arange(24, dtype="i2").reshape(2, 3, 4),
        "three axes columns": np.asfortranarray(np.arange(24, dtype="i2").reshape(2, 3, 4)),
        "records": records(), "records with attributes": records().view(np.recarray),
        "objects": np.array(["a", 1, None, 2.5], dtype=object),
        "objects columns": np.asfortranarray(np.array([["a", "b"], ["c", Holder(array=np.array([1.0]))]], dtype=object)),
        "scalars": [np.float64(0.1), np.float32(0.1), np.int64(-5), np.int32(70000), np.bool_(True), np.str_("né"), np.uint8(9), np.bytes_(b"z")],
        "dtype": np.dtype("<f4"),
        "vocabulary": {word: np.int64(i) for i, word in enumerate(["alpha", "beta", "gamma"])},
    }


def quoted(text):
    return "".join(c if " " <= c <= "~" and c not in "'\\" else "".join("\\u%04x" % u for u in units(c)) for c in text)


def units(c):
    raw = c.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(raw[i:i + 2], "big") for i in range(0, len(raw), 2)]


def bits(number):
    return struct.pack(">d", number).hex()


def notation(v, inside=()):
    """The notation of PyNotation.cs."""
    if any(v is other for other in inside):
        return "<ring>"
    deeper = inside + (v,)

    def many(items):
        return ", ".join(notation(item, deeper) for item in items)
    if v is None or isinstance(v, (bool, np.bool_)):
        return str(v)
    if isinstance(v, (bytes, bytearray)):
        return "b" + bytes(v).hex()
    if isinstance(v, str):
        return "'" + quoted(str(v)) + "'"
    if isinstance(v, (int, np.integer)):
        return str(int(v))
    if isinstance(v, (float, np.floating)):
        return "f" + bits(float(v))
    if isinstance(v, np.dtype):
        return "dtype " + v.kind + str(v.itemsize)
    if isinstance(v, np.ndarray):
        return "array %s%d [%s] (%s)" % (v.dtype.kind, v.dtype.itemsize, " x ".join(map(str, v.shape)), elements(v, deeper))
    if isinstance(v, Named):
        return "package.models.Named() {%s}" % many(x for pair in v.items() for x in pair)
    if isinstance(v, Numbered):
        return "package.models.Numbered() {%s}" % many(v)
    if isinstance(v, dict):
        return "{" + ", ".join(notation(k, deeper) + ": " + notation(x, deeper) for k, x in v.items()) + "}"
    if isinstance(v, list):
        return "[" + many(v) + "]"
    if isinstance(v, tuple):
        return "(" + many(v) + ")"
    if isinstance(v, (set, frozenset)):
        return "set(" + many(v) + ")"
    if isinstance(v, slice):
        return "builtins.slice(" + many((v.start, v.stop, v.step)) + ")"
    if isinstance(v, type):
        return "name " + v.__module__ + "." + v.__name__
    return "package.models.Holder() " + notation(v.__dict__, deeper)


def elements(array, inside):
    if array.dtype.names:
        return "; ".join(name + ": " + elements(np.ascontiguousarray(array[name]), inside) for name in array.dtype.names)
    return ", ".join(notation(item, inside) for item in array.ravel(order="C"))


class Unaligned(writer.NumpyArrayWrapper):
    """joblib 0.10 to 1.1: no alignment."""
    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.__dict__.pop("numpy_array_alignment_bytes", None)

    def write_array(self, array, pickler):
        if array.dtype.hasobject:
            pickle.dump(array, pickler.file_handle, protocol=2)
        else:
            pickler.file_handle.write(array.tobytes("F" if self.order == "F" else "C"))


def dump_unaligned(v, module, protocol):
    for name in (module.rsplit(".", i)[0] for i in range(module.count(".") + 1)):
        sys.modules.setdefault(name, types.ModuleType(name))
    Unaligned.__module__, Unaligned.__name__, Unaligned.__qualname__ = module, "NumpyArrayWrapper", "NumpyArrayWrapper"
    kept, there = writer.NumpyArrayWrapper, getattr(sys.modules[module], "NumpyArrayWrapper", None)
    sys.modules[module].NumpyArrayWrapper = writer.NumpyArrayWrapper = Unaligned
    out = io.BytesIO()
    try:
        writer.NumpyPickler(out, protocol=protocol).dump(v)
    finally:
        if there is not None:
            sys.modules[module].NumpyArrayWrapper = there
        writer.NumpyArrayWrapper = kept
    return out.getvalue()


class WithCompanions(pickle._Pickler):
    """joblib before 0.10: every array without objects is in a file of its own."""
    def __init__(self, out, name, compressed):
        super().__init__(out, protocol=2)
        self.name, self.compressed, self.count = name, compressed, 0

    def save(self, obj, save_persistent_id=True):
        if type(obj) is np.ndarray and not obj.dtype.hasobject:
            self.count += 1
            name = "%s_%02d.npy%s" % (self.name, self.count, ".z" if self.compressed else "")
            if self.compressed:
                _, (_, _, init), (version, shape, dtype, fortran, data) = obj.__reduce__()
                with open(name, "wb") as f:
                    f.write(zfile(data))
                obj = old.ZNDArrayWrapper(name, (np.ndarray, (0,), "b"), (version, shape, dtype, fortran))
            else:
                with open(name, "wb") as f:
                    np.lib.format.write_array(f, obj, version=(1, 0))
                obj = old.NDArrayWrapper(name, np.ndarray)
        return super().save(obj, save_persistent_id)


def zfile(data):
    return b"ZF" + hex(len(data)).encode().ljust(19) + zlib.compress(data)


def lz4_frame(data):
    """A frame of independent blocks, one stored and one compressed, with a checksum of the content and without its size."""
    flags = bytes([0x40 | 0x20 | 0x04, 0x70])
    stored, block = data[:len(data) // 2], lz4_block(data[len(data) // 2:])
    return (b"\x04\x22\x4d\x18" + flags + bytes([(xxh32(flags) >> 8) & 0xff]) + struct.pack("<I", 0x80000000 | len(stored)) + stored
            + struct.pack("<I", len(block)) + block + struct.pack("<II", 0, xxh32(data)))


def lz4_length(n):
    out = b""
    while n >= 255:
        out, n = out + b"\xff", n - 255
    return out + bytes([n])


def lz4_block(data):
    """Greedy matching with a table of four-byte sequences."""
    out, table, start, i, end = b"", {}, 0, 0, len(data) - 12
    while i < end:
        key = data[i:i + 4]
        found = table.get(key)
        table[key] = i
        if found is None or i - found > 65535:
            i += 1
            continue
        length = 4
        while i + length < len(data) - 5 and data[found + length] == data[i + length]:
            length += 1
        out += lz4_sequence(data[start:i], length - 4) + struct.pack("<H", i - found) + (lz4_length(length - 19) if length - 4 >= 15 else b"")
        i += length
        start = i
    return out + lz4_sequence(data[start:], 0)


def lz4_sequence(literals, match):
    token = (min(len(literals), 15) << 4) | min(match, 15)
    return bytes([token]) + (lz4_length(len(literals) - 15) if len(literals) >= 15 else b"") + literals


def xxh32(data, seed=0):
    p1, p2, p3, p4, p5, m = 2654435761, 2246822519, 3266489917, 668265263, 374761393, 0xffffffff

    def rotate(x, n):
        return ((x << n) | (x >> (32 - n))) & m
    i = 0
    if len(data) >= 16:
        v = [(seed + p1 + p2) & m, (seed + p2) & m, seed, (seed - p1) & m]
        while i + 16 <= len(data):
            for k in range(4):
                v[k] = (rotate((v[k] + int.from_bytes(data[i + 4 * k:i + 4 * k + 4], "little") * p2) & m, 13) * p1) & m
            i += 16
        h = (rotate(v[0], 1) + rotate(v[1], 7) + rotate(v[2], 12) + rotate(v[3], 18)) & m
    else:
        h = (seed + p5) & m
    h = (h + len(data)) & m
    while i + 4 <= len(data):
        h = (rotate((h + int.from_bytes(data[i:i + 4], "little") * p3) & m, 17) * p4) & m
        i += 4
    for b in data[i:]:
        h = (rotate((h + b * p5) & m, 11) * p1) & m
    h ^= h >> 15
    h = (h * p2) & m
    h ^= h >> 13
    h = (h * p3) & m
    return h ^ (h >> 16)


def write(name, data):
    with open(name, "wb") as f:
        f.write(data)


def main():
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    v = value()
    with open("expected.txt", "w") as f:
        for key, item in v.items():
            f.write(key + " = " + notation(item) + "\n")
    for protocol in range(6):
        write("protocol%d.pkl" % protocol, pickle.dumps(v, protocol))
    joblib.dump(v, "aligned.joblib")
    joblib.dump(v, "aligned-protocol5.joblib", protocol=5)
    aligned = open("aligned.joblib", "rb").read()
    for method in ("zlib", "gzip", "bz2", "lzma", "xz"):
        joblib.dump(v, "aligned.joblib." + method, compress=(method, 3))
    write("aligned.joblib.lz4", lz4_frame(aligned))
    write("unaligned.joblib", dump_unaligned(v, "joblib.numpy_pickle", 3))
    write("externals.joblib", dump_unaligned(v, "sklearn.externals.joblib.numpy_pickle", 2))
    old.NDArrayWrapper.__module__ = old.ZNDArrayWrapper.__module__ = "joblib.numpy_pickle"
    writer.NDArrayWrapper, writer.ZNDArrayWrapper = old.NDArrayWrapper, old.ZNDArrayWrapper
    small = {key: v[key] for key in ("texts", "f8", "f8 columns", "records", "U", "objects", "shared", "single", "big endian")}
    out = io.BytesIO()
    WithCompanions(out, "companions.pkl", compressed=False).dump(small)
    write("companions.pkl", out.getvalue())
    out = io.BytesIO()
    WithCompanions(out, "companions-z.pkl", compressed=True).dump(small)
    write("companions-z.pkl", zfile(out.getvalue()))
    zeros = bytes(100 << 20)
    write("Bombs/bomb.bz2", bz2.compress(zeros))
    write("Bombs/bomb.xz", lzma.compress(zeros))
    write("Bombs/bomb.lzma", lzma.compress(zeros, lzma.FORMAT_ALONE))


if __name__ == "__main__":
    main()
