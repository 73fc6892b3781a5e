"""Scoring and explaining the same models on both sides."""
import numpy as np

import machine

# On one processor the runtime waits ten times as long before it compiles hot code again; the figures are those of warm code.
ONE = {"DOTNET_PROCESSOR_COUNT": "1", "DOTNET_TC_DelaySingleProcMultiplier": "1"}
TWO = {"DOTNET_PROCESSOR_COUNT": "2"}

# Two spellings: the runtime changed the name.
NO_AVX512 = {**ONE, "DOTNET_EnableAVX512": "0", "DOTNET_EnableAVX512F": "0"}
NO_AVX2 = {**ONE, "DOTNET_EnableAVX2": "0"}


def boosting(c, table, name, width):
    model = f"{c.folder}/{name}.boosted"
    c.theirs("make_booster", "--set", name, "--width", width, "--trees", c.trees, "--model", model)
    runs = score(c, name, width, model, "xgboost")
    what = f"GBDT {c.trees} x 31"
    compare_batch(table, what, runs, "XGBoost inplace_predict", 40, 30)
    compare_rest(table, what, runs, 2.5)
    load = machine.median(runs["ours"], "load_ms"), machine.median(runs["ours"], "load_first_ms")
    table.row(f"{what}: load with checks and compilation (the first one of a process, JIT included: {load[1]:.0f} ms)", f"{load[0]:.1f} ms", "–", "–",
              "50 ms", load[0] <= 50, [runs["ours"]])
    faster = machine.median(runs["theirs"], "batch_us") / machine.median(runs["no avx512"], "batch_us")
    table.row(f"{what}: batch without AVX-512", micros(runs["no avx512"], "batch_us"), micros(runs["theirs"], "batch_us"), f"{faster:.1f}x", "15x",
              faster >= 15, (runs["no avx512"], runs["theirs"]))
    compare_outputs(table, what, model, "XGBoost", "ONNX Runtime")
    explain(c, table, name, width, model)


def forest(c, table, name, width):
    model = f"{c.folder}/{name}.forest"
    runs = score(c, name, width, model, "forest")
    what = f"forest of {c.small_trees} full trees"
    compare_batch(table, what, runs, "scikit-learn predict_proba", 4, 4)
    compare_rest(table, what, runs, 3)
    compare_outputs(table, what, model, "scikit-learn", "ONNX Runtime")


def score(c, name, width, model, kind):
    data = f"{c.folder}/{name}_test_x.f32"

    def ours(output, environment):
        return lambda _: c.ours("trees-model", "--model", f"{model}.hamf", "--data", data, "--rows", c.score_rows,
                                "--outputs", f"{model}.{output}.f64", environment=environment)

    return machine.alternate(c.rounds, {
        "ours": ours("ours", ONE), "two threads": ours("two", TWO), "no avx512": ours("no-avx512", NO_AVX512), "no avx2": ours("no-avx2", NO_AVX2),
        "theirs": lambda _: c.theirs(f"score_{kind}", "--set", name, "--width", width, "--model", model, "--rows", c.score_rows),
        "onnx": lambda _: c.onnx(model, data, width, c.score_rows),
    })


def compare_batch(table, what, runs, library, bar, bar_onnx):
    for side, label, least in (("theirs", library, bar), ("onnx", "ONNX Runtime", bar_onnx)):
        faster = machine.median(runs[side], "batch_us") / machine.median(runs["ours"], "batch_us")
        table.row(f"{what}: batch, 1 thread, a row, against {label}", micros(runs["ours"], "batch_us"), micros(runs[side], "batch_us"),
                  f"{faster:.1f}x", f"{least}x", faster >= least, (runs["ours"], runs[side]))


def compare_rest(table, what, runs, single_bar):
    single, bytes_each = machine.median(runs["ours"], "single_us"), max(machine.values(runs["ours"], "single_bytes"))
    others = f"{micros(runs['theirs'], 'single_us')}; ONNX {micros(runs['onnx'], 'single_us')}"
    table.row(f"{what}: single row, warm; allocated", f"{single:.2f} µs; {bytes_each:.0f} B", others,
              f"{machine.median(runs['theirs'], 'single_us') / single:.0f}x", f"{single_bar} µs, 0 B", single <= single_bar and bytes_each == 0,
              (runs["ours"], runs["theirs"]))
    one, two = machine.median(runs["ours"], "batch_wall_us"), machine.median(runs["two threads"], "batch_wall_us")
    table.row(f"{what}: batch on 2 threads against 1, wall time", f"{two:.3f} µs", f"{one:.3f} µs (ours, 1 thread)", f"{one / two:.2f}x", "1.5x",
              one >= 1.5 * two, (runs["ours"], runs["two threads"]))
    batch, plain = machine.median(runs["no avx2"], "batch_us"), machine.median(runs["no avx2"], "plain_us")
    table.row(f"{what}: batch without AVX2 against the plain scorer", f"{batch:.3f} µs", f"{plain:.3f} µs (ours, plain)", f"{plain / batch:.1f}x", "1x",
              batch <= plain, [runs["no avx2"]])


def compare_outputs(table, what, model, library, onnx):
    """How many scores are not the same bits."""
    ours = np.fromfile(f"{model}.ours.f64")
    for other, label, is_bar in (("theirs", library, True), ("onnx", onnx, False), ("two", "2 threads", True), ("no-avx512", "no AVX-512", True),
                                 ("no-avx2", "no AVX2", True)):
        theirs = np.fromfile(f"{model}.{other}.f64")
        differing = np.count_nonzero(ours.view(np.int64) != theirs.view(np.int64))
        table.row(f"{what}: scores that differ from those of {label}", f"{differing} of {len(ours)}", f"largest difference {np.abs(ours - theirs).max():.1e}",
                  "–", "0" if is_bar else "–", differing == 0 if is_bar else None)


def explain(c, table, name, width, model):
    runs = machine.alternate(c.rounds, {
        "ours": lambda _: c.ours("trees-explain", "--data", c.folder, "--set", name, "--model", f"{model}.logistic.hamf",
                                 "--rows", min(4096, c.score_rows)),
        "theirs": lambda _: c.theirs("explain_xgboost", "--set", name, "--width", width, "--model", model, "--rows", c.score_rows),
    })
    for what, ours_key, key, bar in (("batch, a row", "batch_us_per_row", "batch_us", 80), ("single row", "single_us", "single_us", 250)):
        ours, theirs = machine.median(runs["ours"], ours_key), machine.median(runs["theirs"], key)
        table.row(f"TreeSHAP, {c.trees} trees x 31 leaves: {what}, against pred_contribs", f"{ours:.1f} µs", f"{theirs:.0f} µs", f"{theirs / ours:.1f}x",
                  f"{bar} µs and 20x" if key == "batch_us" else f"{bar} µs", ours <= bar and (key == "single_us" or theirs >= 20 * ours), runs.values())


def micros(runs, key):
    value = machine.median(runs, key)
    return f"{value:.3f} µs" if value < 10 else f"{value:.1f} µs"
