"""NAME.json.gz: rows and what becomes of them; NaN and None are null."""
import gzip
import json
import math


def plain(value):
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return value if isinstance(value, str) else float(value)


def write(name, rows, outputs):
    text = json.dumps({"rows": rows, "out": outputs}, separators=(",", ":")).replace("Infinity", "1e999").replace("NaN", "null")
    with open(f"{name}.json.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
        packed.write(text.encode())
