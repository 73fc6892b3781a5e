using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hamf.TestKit;

/// <summary>A throw-away PostgreSQL server on a free port of the loopback interface.</summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>Who connects.</summary>
    public const string User = "hamf";

    /// <summary>The password: one that an address must write with percent signs.</summary>
    public const string Password = "p@ss/w:rd#%1";

    private const string Install = "apt-get install postgresql-15";
    private const int Nobody = 65534;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly Lazy<PostgresServer> SharedServer = new(() => Start());

    private readonly string _folder;
    private readonly bool _durable;
    private GuardedProcess? _process;

    private PostgresServer(string folder, bool durable)
    {
        _folder = folder;
        _durable = durable;
    }

    /// <summary>The server that the tests of this process share, each in a schema of its own; never killed. Skips where PostgreSQL is missing.</summary>
    public static PostgresServer Shared
    {
        get
        {
            Require();
            return SharedServer.Value;
        }
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>The folder of its Unix socket.</summary>
    public string SocketFolder => _folder;

    private static string Binaries { get; } = Environment.GetEnvironmentVariable("HAMF_TEST_POSTGRES") ?? "/usr/lib/postgresql/15/bin";

    private string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Starts a server of its own, for tests that stop or kill it.</summary>
    /// <param name="durable">Whether it writes to the disk before it answers, as a real one does.</param>
    public static PostgresServer Start(bool durable = false)
    {
        Require();
        string folder = Directory.CreateTempSubdirectory("hamf-pg-").FullName;
        var server = new PostgresServer(folder, durable);
        try
        {
            server.Initialise();
            server.Port = FreePort();
            server.Run();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>The address of a schema.</summary>
    public string Url(string schema) => string.Create(
        CultureInfo.InvariantCulture, $"postgres://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}/postgres?schema={schema}&sslmode=disable");

    /// <summary>SIGKILL to the server and all its processes: what was not on the disk is lost.</summary>
    public void Kill()
    {
        int[] all = [.. Children(_process!.Id), _process.Id];
        Shell("kill -9 " + string.Join(' ', all));
        SpinWait.SpinUntil(() => all.All(HasEnded), Limit);
        _process.EndAndKeepFolder();
        _process = null;
    }

    /// <summary>Starts it again after <see cref="Kill"/>, on the same port and data.</summary>
    public void StartAgain() => Run();

    /// <summary>Stops the server and removes its folder.</summary>
    public void Dispose()
    {
        _process?.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static void Require() => RealPart.Require(File.Exists(Path.Combine(Binaries, "initdb")), "PostgreSQL 15", Install);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static int[] Children(int pid) =>
    [
        .. Directory.EnumerateFiles($"/proc/{pid}/task/{pid}", "children")
            .SelectMany(file => File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
    ];

    // A process that nobody asks about any more stays in the list as a zombie (Z).
    private static bool HasEnded(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] == 'Z';
        }
        catch (IOException)
        {
            return true;
        }
    }

    // PostgreSQL refuses to run as root.
    private static string[] AsNobody() => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"]
        : [];

    private static void Shell(string script)
    {
        using Process shell = Process.Start("sh", ["-c", script]);
        shell.WaitForExit();
    }

    private void Initialise()
    {
        string passwords = Path.Combine(_folder, "password");
        File.WriteAllText(passwords, Password);
        if (Environment.IsPrivilegedProcess)
        {
            Shell($"chown -R {Nobody}:{Nobody} '{_folder}'");
        }

        // The language of the database is one that does not order texts by their bytes, as users' databases are.
        string[] command =
        [
            .. AsNobody(), Path.Combine(Binaries, "initdb"), "-D", DataFolder, "-U", User, "--auth=scram-sha-256", $"--pwfile={passwords}", "--encoding=UTF8",
            "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync",
        ];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        using Process initdb = Process.Start(start)!;
        string errors = initdb.StandardError.ReadToEnd();
        initdb.WaitForExit();
        if (initdb.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb failed: {errors}");
        }
    }

    private void Run()
    {
        string safety = _durable ? "on" : "off";
        string[] settings =
        [
            "listen_addresses=127.0.0.1", FormattableString.Invariant($"port={Port}"), $"unix_socket_directories={_folder}", "max_connections=200",
            $"fsync={safety}", $"synchronous_commit={safety}", $"full_page_writes={safety}", "lc_messages=C",
        ];
        string[] command = [.. AsNobody(), Path.Combine(Binaries, "postgres"), "-D", DataFolder, .. settings.SelectMany(s => new[] { "-c", s })];
        _process = GuardedProcess.Start(_folder, command, "ready to accept connections");
    }
}
