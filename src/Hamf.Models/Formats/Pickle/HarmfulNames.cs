using System.Collections.Frozen;

namespace Hamf.Models.Formats.Pickle;

/// <summary>
/// Names that a trained model has no use for, but a file made to run commands does. Nothing in Hamf runs what a file names; the list only
/// lets an inspection say what the file was made for.
/// </summary>
internal static class HarmfulNames
{
    private static readonly FrozenSet<string> Modules = FrozenSet.Create(
        StringComparer.Ordinal,
        "os", "posix", "nt", "subprocess", "commands", "sys", "shutil", "socket", "pty", "platform", "runpy", "importlib", "imp", "code", "codeop",
        "ctypes", "pickle", "_pickle", "marshal", "webbrowser", "requests", "urllib", "httplib", "http", "ftplib", "smtplib", "asyncio",
        "multiprocessing", "threading", "signal", "tempfile", "pathlib", "io", "types", "timeit", "cProfile", "profile", "pdb", "bdb", "trace",
        "distutils", "setuptools", "pip", "pydoc", "inspect", "gc", "atexit");

    private static readonly FrozenSet<string> Builtins = FrozenSet.Create(
        StringComparer.Ordinal,
        "eval", "exec", "execfile", "compile", "open", "file", "__import__", "getattr", "setattr", "delattr", "globals", "locals", "vars", "input",
        "breakpoint", "apply", "map", "filter", "memoryview");

    private static readonly FrozenSet<string> Others = FrozenSet.Create(
        StringComparer.Ordinal,
        "operator.attrgetter", "operator.methodcaller", "operator.itemgetter", "numpy.testing._private.utils.runstring", "numpy.load", "joblib.load",
        "torch.load", "torch.hub.load", "functools.reduce", "pandas.read_pickle", "pandas.eval");

    /// <summary>Whether the name is one of them.</summary>
    public static bool Contains(PyName name) =>
        name.Module == "builtins" ? Builtins.Contains(name.Name) : Modules.Contains(name.Package) || Others.Contains(name.FullName);
}
