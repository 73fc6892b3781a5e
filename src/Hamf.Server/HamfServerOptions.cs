using System.Net;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Rows;

namespace Hamf.Server;

/// <summary>How the server listens and what it accepts.</summary>
public sealed record HamfServerOptions
{
    /// <summary>The address to listen on; only loopback addresses are accepted. <value>127.0.0.1</value></summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 takes a free one. <value>5080</value></summary>
    public int Port { get; init; } = 5080;

    /// <summary>The detector that answers where a request names none, or null: then the only one does. <value>null</value></summary>
    public string? DefaultDetector { get; init; }

    /// <summary>Aliases that only an admin may move or take away, also by deleting or renaming what they point at. <value>champion</value></summary>
    public IReadOnlyList<string> ProtectedAliases { get; init; } = [ModelReference.Champion];

    /// <summary>Largest request body in bytes. <value>10 MiB</value></summary>
    public long MaxBodyBytes { get; init; } = RowLimits.RequestBytesMax;

    /// <summary>Largest body of an import, all its files together, in bytes; it is held in memory. <value>512 MiB</value></summary>
    public long MaxImportBytes { get; init; } = 512L << 20;

    /// <summary>Most rows of one request. <value>10,000</value></summary>
    public int MaxRows { get; init; } = RowLimits.EventsMax;

    /// <summary>Most browsers and scripts that follow the live stream at a time. <value>32</value></summary>
    public int MaxFollowers { get; init; } = 32;

    /// <summary>The product's version, as shown in metrics, pages and the API description. <value>0.1.0</value></summary>
    public string Version { get; init; } = "0.1.0";

    /// <summary>Everything that is wrong with these options, in sentences; empty when the server can be built.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> problems = [];
        if (ListenAddress is not { } address)
        {
            problems.Add($"'{Address}' is not an IP address; use 127.0.0.1, ::1 or localhost.");
        }
        else if (!IPAddress.IsLoopback(address))
        {
            problems.Add(
                $"Refused to listen on {Address}: anyone who reaches that address could read alarms and move models, and no keys "
                + "are configured (this version has none yet). Listen on 127.0.0.1 and put a proxy that checks users in front.");
        }

        if (Port is < 0 or > 65535)
        {
            problems.Add($"Port {Port} is not between 0 and 65535.");
        }

        if (MaxImportBytes is < 1024 or > int.MaxValue)
        {
            problems.Add("MaxImportBytes must be from 1024 to 2147483647.");
        }

        if (MaxBodyBytes < 1024 || MaxRows < 1 || MaxFollowers < 1)
        {
            problems.Add("MaxBodyBytes must be at least 1024, MaxRows and MaxFollowers at least 1.");
        }

        return problems;
    }

    internal AliasGuard AliasGuard => new(ProtectedAliases);

    internal IPAddress? ListenAddress =>
        Address is "localhost" ? IPAddress.Loopback : IPAddress.TryParse(Address, out IPAddress? parsed) ? parsed : null;
}
