using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Hamf.Adapters.S3;

/// <summary>How a bucket is reached. Credentials come from where AWS programs have them: environment, profile, role of the machine.</summary>
public sealed record S3Options
{
    /// <summary>Address of a service other than Amazon's, or null; buckets are then part of the path, not of the host. <value>null</value></summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region, or null for that of the profile or machine. <value>null</value></summary>
    public string? Region { get; init; }

    /// <summary>Encryption that is asked for: <c>AES256</c> or <c>aws:kms</c>; null leaves it to the bucket. <value>null</value></summary>
    public string? Encryption { get; init; }

    /// <summary>Objects from this size on are uploaded in parts. <value>64 MiB</value></summary>
    public long LeastPartedSize { get; init; } = 64L << 20;

    /// <summary>Size of a part. <value>16 MiB</value></summary>
    public long PartSize { get; init; } = 16L << 20;

    /// <summary>Reads <c>MLFLOW_S3_ENDPOINT_URL</c> or <c>AWS_ENDPOINT_URL</c>, <c>AWS_REGION</c> or <c>AWS_DEFAULT_REGION</c>, and <c>HAMF_S3_SSE</c>.</summary>
    /// <param name="variable">Looks up a variable.</param>
    /// <param name="problems">What is wrong with them, in sentences.</param>
    public static S3Options FromEnvironment(Func<string, string?> variable, out IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(variable);
        List<string> found = [];
        string? address = First(variable, "MLFLOW_S3_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? endpoint) && address is not null)
        {
            found.Add($"MLFLOW_S3_ENDPOINT_URL is '{address}'; expected an address such as https://s3.example.com:9000.");
        }

        string? encryption = First(variable, "HAMF_S3_SSE");
        if (encryption is not (null or "AES256" or "aws:kms"))
        {
            found.Add($"HAMF_S3_SSE is '{encryption}'; expected AES256 or aws:kms.");
        }

        problems = found;
        return new S3Options { Endpoint = endpoint, Region = First(variable, "AWS_REGION", "AWS_DEFAULT_REGION"), Encryption = encryption };
    }

    /// <summary>A client for these options; the caller disposes of it.</summary>
    /// <param name="credentials">Credentials, or null for those of the machine.</param>
    internal IAmazonS3 Connect(AWSCredentials? credentials = null)
    {
        var config = new AmazonS3Config { RetryMode = RequestRetryMode.Standard, MaxErrorRetry = 5 };
        if (Endpoint is not null)
        {
            // Services beside Amazon's know neither buckets as hosts nor the newer checksums.
            config.ServiceURL = Endpoint.ToString();
            config.ForcePathStyle = true;
            config.AuthenticationRegion = Region ?? "us-east-1";
            config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }
        else if (Region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region);
        }

        return credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
    }

    private static string? First(Func<string, string?> variable, params string[] names) =>
        names.Select(variable).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))?.Trim();
}
