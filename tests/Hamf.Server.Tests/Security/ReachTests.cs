using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hamf.Pipeline.Governance;
using Hamf.TestKit;

namespace Hamf.Server.Tests.Security;

/// <summary>Servers that are reached by other names, from everywhere, or by HTTPS.</summary>
public sealed class ReachTests
{
    [Theory]
    [InlineData("127.0.0.1", "", "hamf.example.com", 421)]
    [InlineData("127.0.0.1", "hamf.example.com", "HAMF.example.com", 200)]
    [InlineData("127.0.0.1", "hamf.example.com", "localhost", 200)]
    [InlineData("127.0.0.1", "hamf.example.com", "evil.example", 421)]
    [InlineData("0.0.0.0", "", "anything.example", 200)]
    [InlineData("0.0.0.0", "hamf.example.com", "hamf.example.com:5080", 200)]
    [InlineData("0.0.0.0", "hamf.example.com", "192.168.1.5", 200)]
    [InlineData("0.0.0.0", "hamf.example.com", "evil.example", 421)]
    public async Task Names_are_answered_as_told(string address, string hosts, string host, int status)
    {
        await using TestServer server = await TestServer.StartAsync(
            home => home.Keys.New("root", Role.Admin),
            new HamfServerOptions { Address = address, Hosts = hosts.Split(',', StringSplitOptions.RemoveEmptyEntries) });
        using HttpRequestMessage request = new(HttpMethod.Get, "/health");
        request.Headers.Host = host;

        Assert.Equal(status, (int)(await server.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Beyond_loopback_a_key_is_needed_without_asking()
    {
        await using TestServer server = await TestServer.StartAsync(home => home.Keys.New("root", Role.Admin), new HamfServerOptions { Address = "0.0.0.0" });

        (await server.GetAsync("/models")).Problem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_certificate_makes_it_https()
    {
        using TempFolder folder = new();
        (string certificate, string key) = WriteCertificate(folder);

        await using TestServer server = await TestServer.StartAsync(
            home => home.Keys.New("root", Role.Admin), new HamfServerOptions { Certificate = certificate, CertificateKey = key, RequireKeys = true });
        using HttpClient client = new(new SocketsHttpHandler
        {
            // The test's own certificate, of a server of its own.
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.Subject == "CN=hamf.test" },
        })
        { BaseAddress = server.Client.BaseAddress };

        Assert.StartsWith("https://", server.Client.BaseAddress!.ToString(), StringComparison.Ordinal);
        Assert.Equal("{\"status\":\"ok\"}", await client.GetStringAsync("/health", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_named()
    {
        using TempFolder folder = new();
        (string certificate, _) = WriteCertificate(folder);

        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => TestServer.StartAsync(
            null, new HamfServerOptions { Certificate = certificate, CertificateKey = certificate }));

        Assert.Contains(certificate, e.Message, StringComparison.Ordinal);
        Assert.Single(new HamfServerOptions { Certificate = certificate }.Check(hasAdminKey: false));
    }

    private static (string Certificate, string Key) WriteCertificate(TempFolder folder)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = new CertificateRequest("CN=hamf.test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(folder.File("c.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("k.pem"), key.ExportPkcs8PrivateKeyPem());
        return (folder.File("c.pem"), folder.File("k.pem"));
    }
}
