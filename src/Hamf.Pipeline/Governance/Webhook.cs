using System.Buffers.Text;
using System.Security.Cryptography;

namespace Hamf.Pipeline.Governance;

/// <summary>An address that is told of registry events, and how its deliveries stand.</summary>
public sealed record Webhook
{
    /// <summary>Fewest characters of a secret that a user chooses.</summary>
    public const int SecretLengthMin = 16;

    private const int UrlLengthMax = 2000;
    private const int SecretLengthMax = 200;

    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>Where deliveries go.</summary>
    public required Uri Url { get; init; }

    /// <summary>The kinds of events that it is told of (<see cref="RegistryEventKinds"/>).</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who added it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Deliveries that wait for their first or next attempt.</summary>
    public long Waiting { get; init; }

    /// <summary>Deliveries that were given up.</summary>
    public long Failed { get; init; }

    /// <summary>Why the last attempt that failed did, or null.</summary>
    public string? LastError { get; init; }

    /// <summary>A new random secret to sign deliveries with.</summary>
    public static string NewSecret() => "whsec_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is wrong with an address, or null.</summary>
    public static string? AddressProblem(string address) =>
        address.Length <= UrlLengthMax && Uri.TryCreate(address, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https"
            && parsed.UserInfo.Length == 0 && parsed.Fragment.Length == 0
            ? null
            : $"an http or https address of at most {UrlLengthMax} characters, without user and fragment";

    /// <summary>What is wrong with a secret, or null.</summary>
    public static string? SecretProblem(string secret) =>
        secret.Length is >= SecretLengthMin and <= SecretLengthMax && secret.All(c => c is > ' ' and <= '~')
            ? null
            : $"{SecretLengthMin} to {SecretLengthMax} ASCII characters without spaces";

    /// <summary>What is wrong with a list of kinds, or null.</summary>
    public static string? EventsProblem(IReadOnlyCollection<string> events) =>
        events.Count > 0 && events.All(RegistryEventKinds.All.Contains) ? null : "one or more of " + string.Join(", ", RegistryEventKinds.All);
}
