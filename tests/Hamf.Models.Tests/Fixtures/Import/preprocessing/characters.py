"""Writes characters.txt.gz: for every code point that Python knows whether it is a word character and white, its str.lower(), and whether it is
combining. One line per run of code points with the same answers: first, last, flags (w, s, c), and the lower text in hexadecimal if it differs.
Python 3.11 (Unicode 14)."""
import gzip
import unicodedata

lines = []
for code in range(0x110000):
    c = chr(code)
    if 0xD800 <= code < 0xE000 or unicodedata.category(c) == "Cn":
        continue
    flags = ("w" if c.isalnum() or c == "_" else "") + ("s" if c.isspace() else "") + ("c" if unicodedata.combining(c) else "")
    lower = "" if c.lower() == c else "+".join("%X" % ord(x) for x in c.lower())
    if lines and not lower and lines[-1][1] == code - 1 and lines[-1][2] == flags and not lines[-1][3]:
        lines[-1][1] = code
    else:
        lines.append([code, code, flags, lower])
with open("characters.txt.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
    packed.write("".join("%X,%X,%s,%s\n" % tuple(line) for line in lines).encode())
