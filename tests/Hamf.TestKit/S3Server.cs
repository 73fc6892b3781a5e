using System.Diagnostics;
using System.Globalization;

namespace Hamf.TestKit;

/// <summary>A real S3 service (tests/servers/s3.cjs) with one bucket, on a throw-away folder; it ends with this process.</summary>
public sealed class S3Server : IDisposable
{
    /// <summary>The bucket.</summary>
    public const string Bucket = "hamf-test";

    /// <summary>Access key and secret of its one user.</summary>
    public const string Key = "S3RVER";

    private readonly TempFolder _folder = new();
    private readonly Process _process;

    private S3Server()
    {
        string script = Path.Combine(RealPart.RepositoryRoot, "tests", "servers", "s3.cjs");
        _process = Process.Start(new ProcessStartInfo("node", ["--openssl-legacy-provider", script, _folder.Path, Bucket])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        string? port = _process.StandardOutput.ReadLine();
        Url = new Uri($"http://127.0.0.1:{int.Parse(port ?? throw new InvalidOperationException("The S3 server did not start."), CultureInfo.InvariantCulture)}");
    }

    /// <summary>Where it answers.</summary>
    public Uri Url { get; }

    /// <summary>Where it keeps the bucket's objects, each with a suffix of its own.</summary>
    public string BucketFolder => _folder.File(Bucket);

    /// <summary>Starts one, or skips the test when Node.js or the package is missing.</summary>
    public static S3Server Start()
    {
        RealPart.RequireNode("@20minutes/s3rver");
        return new S3Server();
    }

    /// <summary>Makes the next requests fail as a busy service does.</summary>
    public void Fail(int count)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fail {count}"));
        _process.StandardInput.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
