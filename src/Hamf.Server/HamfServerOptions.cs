using System.Net;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Rows;
using Hamf.Server.Mlflow;

namespace Hamf.Server;

/// <summary>How the server listens and what it accepts.</summary>
public sealed record HamfServerOptions
{
    /// <summary>The address to listen on; on any but a loopback address every request needs a key. <value>127.0.0.1</value></summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Whether requests need a key on a loopback address too. <value>false</value></summary>
    public bool RequireKeys { get; init; }

    /// <summary>Names under which the server is reached, besides the loopback names; any name is fine beyond loopback when there are none. <value>none</value></summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>PEM file with the certificate, and those between it and the root; null: no TLS. <value>null</value></summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with the certificate's private key. <value>null</value></summary>
    public string? CertificateKey { get; init; }

    /// <summary>The port; 0 takes a free one. <value>5080</value></summary>
    public int Port { get; init; } = 5080;

    /// <summary>Whether webhooks may lead to this machine and to private networks. <value>false</value></summary>
    public bool AllowPrivateWebhooks { get; init; }

    /// <summary>The detector that answers where a request names none, or null: then the only one does. <value>null</value></summary>
    public string? DefaultDetector { get; init; }

    /// <summary>Aliases that only an admin may move or take away, also by deleting or renaming what they point at. <value>champion</value></summary>
    public IReadOnlyList<string> ProtectedAliases { get; init; } = [ModelReference.Champion];

    /// <summary>
    /// Where clients write the artifacts of new experiments that name no place, such as <c>s3://bucket/runs</c>; null: through this server, which keeps them.
    /// <value>null</value>
    /// </summary>
    public string? DefaultArtifactRoot { get; init; }

    /// <summary>Largest request body in bytes. <value>10 MiB</value></summary>
    public long MaxBodyBytes { get; init; } = RowLimits.RequestBytesMax;

    /// <summary>Largest body of an import, all its files together, in bytes; it is held in memory. <value>512 MiB</value></summary>
    public long MaxImportBytes { get; init; } = 512L << 20;

    /// <summary>Largest artifact that a client may upload, in bytes; it is streamed to disk. <value>1 TiB</value></summary>
    public long MaxArtifactBytes { get; init; } = 1L << 40;

    /// <summary>Most rows of one request. <value>10,000</value></summary>
    public int MaxRows { get; init; } = RowLimits.EventsMax;

    /// <summary>Most browsers and scripts that follow the live stream at a time. <value>32</value></summary>
    public int MaxFollowers { get; init; } = 32;

    /// <summary>The product's version, as shown in metrics, pages and the API description. <value>0.1.0</value></summary>
    public string Version { get; init; } = "0.1.0";

    /// <summary>Everything that is wrong with these options, in sentences; empty when the server can be built.</summary>
    /// <param name="hasAdminKey">Whether a key with the role admin is there; where keys are required, nobody could do anything without.</param>
    public IReadOnlyList<string> Check(bool hasAdminKey)
    {
        List<string> problems = [];
        if (ListenAddress is null)
        {
            problems.Add($"'{Address}' is not an IP address; use 127.0.0.1, ::1 or localhost, or 0.0.0.0 for all addresses.");
        }
        else if (KeysNeeded && !hasAdminKey)
        {
            string why = IsLoopback ? "Keys are required" : $"Refused to listen on {Address}: whoever reaches that address needs a key";
            problems.Add($"{why}, and no admin key exists. Make one first, it is shown once: hamf keys create NAME --role admin");
        }

        if (Certificate is null != CertificateKey is null)
        {
            problems.Add("A certificate needs its private key and the other way round: --certificate FILE.pem --certificate-key FILE.pem.");
        }

        problems.AddRange(ProtectedAliases.Where(alias => !AliasNames.IsValid(alias)).Select(alias =>
            $"'{alias}' cannot be protected, for no alias is called so: it has letters, digits, - and _, at most {AliasNames.MaxLength}."));
        problems.AddRange(Hosts.Where(host => Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown).Select(host =>
            $"--host takes a name such as hamf.example.com, without scheme, port and path; '{host}' is none."));
        if (DefaultArtifactRoot is not null && ArtifactLocations.Problem(DefaultArtifactRoot) is { } wrong)
        {
            problems.Add($"--default-artifact-root: {wrong}");
        }

        if (Port is < 0 or > 65535)
        {
            problems.Add($"Port {Port} is not between 0 and 65535.");
        }

        if (MaxImportBytes is < 1024 or > int.MaxValue)
        {
            problems.Add("--max-import-mb must be from 1 to 2047.");
        }

        if (MaxArtifactBytes < 1)
        {
            problems.Add("MaxArtifactBytes must be at least 1.");
        }

        if (MaxBodyBytes < 1024 || MaxRows < 1 || MaxFollowers < 1)
        {
            problems.Add("MaxBodyBytes must be at least 1024, MaxRows and MaxFollowers at least 1.");
        }

        return problems;
    }

    /// <summary>Whether every request needs a key: asked for, or because the address can be reached from other machines.</summary>
    public bool KeysNeeded => RequireKeys || !IsLoopback;

    /// <summary>Whether only this machine reaches the server.</summary>
    public bool IsLoopback => ListenAddress is { } address && IPAddress.IsLoopback(address);

    internal string? ArtifactRoot => DefaultArtifactRoot is null ? null : ArtifactLocations.Read(DefaultArtifactRoot);

    internal AliasGuard AliasGuard => new(ProtectedAliases);

    /// <summary><see cref="Address"/> as one, or null where it is none.</summary>
    public IPAddress? ListenAddress =>
        Address is "localhost" ? IPAddress.Loopback : IPAddress.TryParse(Address, out IPAddress? parsed) ? parsed : null;
}
