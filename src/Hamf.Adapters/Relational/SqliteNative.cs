using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Hamf.Adapters.Relational;

/// <summary>
/// Chooses the native SQLite once per process: the system's where it is recent enough (security updates reach it, and it is faster), else
/// the one that comes with the program.
/// </summary>
internal static class SqliteNative
{
    /// <summary>3.38.0: the oldest that always has the JSON functions, which our statements use.</summary>
    private const int OldestVersionNumber = 3_038_000;

    private static readonly Lazy<bool> Once = new(Initialise);

    /// <summary>Makes SQLite usable; must come before the first connection. Thread-safe, cheap after the first call.</summary>
    public static void Use() => _ = Once.Value;

    private static bool Initialise()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3" || !OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libsqlite3.so.0", out IntPtr library))
        {
            return IntPtr.Zero;
        }

        if (NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out IntPtr function)
            && Marshal.GetDelegateForFunctionPointer<VersionNumber>(function)() >= OldestVersionNumber)
        {
            return library;
        }

        NativeLibrary.Free(library);
        return IntPtr.Zero;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VersionNumber();
}
