using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Smtp;

/// <summary>A real mail server (tests/servers/smtp.js) with STARTTLS and one user, and the mails it took.</summary>
public sealed class SmtpServer : IDisposable
{
    public const string User = "hamf@example.com";
    public const string Password = "s3cret pass";

    private readonly TempFolder _folder = new();
    private readonly Process _process;

    private SmtpServer()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 certificate = SelfSigned(key);
        Trust(certificate.GetCertHashString(HashAlgorithmName.SHA256));
        string keyFile = _folder.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        string certFile = _folder.Write("cert.pem", certificate.ExportCertificatePem());
        string script = Path.Combine(RealPart.RepositoryRoot, "tests", "servers", "smtp.js");
        _process = Process.Start(new ProcessStartInfo("node", [script, keyFile, certFile, User, Password])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
    }

    public int Port { get; private set; }

    public static async Task<SmtpServer> StartAsync(CancellationToken cancellation)
    {
        RealPart.Program("node", "apt-get install nodejs npm");
        RealPart.Require(
            Directory.Exists(Path.Combine(RealPart.RepositoryRoot, "tests", "servers", "node_modules", "smtp-server")),
            "The npm package smtp-server is not there",
            "npm ci --prefix tests/servers");
        SmtpServer server = new();
        server.Port = (await server.NextAsync(cancellation)).GetProperty("port").GetInt32();
        return server;
    }

    /// <summary>The next mail that the server took.</summary>
    public async Task<JsonElement> NextAsync(CancellationToken cancellation)
    {
        string? line = await _process.StandardOutput.ReadLineAsync(cancellation);
        Assert.NotNull(line);
        return JsonDocument.Parse(line).RootElement;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private static X509Certificate2 SelfSigned(RSA key)
    {
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    // SmtpClient has no hook of its own. Only the certificate made here is trusted; the product never touches this switch.
    private static void Trust(string sha256)
    {
#pragma warning disable SYSLIB0014
        ServicePointManager.ServerCertificateValidationCallback = (_, certificate, _, errors) =>
            errors == SslPolicyErrors.None || certificate?.GetCertHashString(HashAlgorithmName.SHA256) == sha256;
#pragma warning restore SYSLIB0014
    }
}
