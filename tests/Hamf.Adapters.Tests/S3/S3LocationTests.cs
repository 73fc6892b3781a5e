using Hamf.Adapters.S3;

namespace Hamf.Adapters.Tests.S3;

public sealed class S3LocationTests
{
    [Theory]
    [InlineData("s3://bucket", "bucket", "")]
    [InlineData("s3://bucket/", "bucket", "")]
    [InlineData("s3://my.bucket-1/a/b/", "my.bucket-1", "a/b/")]
    public void Reads_bucket_and_prefix(string text, string bucket, string prefix)
    {
        Assert.True(S3Location.TryParse(text, out S3Location? location));
        Assert.Equal((bucket, prefix), (location.Bucket, location.Prefix));
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3://UPPER/x")]
    [InlineData("s3://user@bucket/x")]
    [InlineData("s3://bucket/../other")]
    [InlineData("s3://bucket/a%2f..%2fb")]
    [InlineData("http://bucket/x")]
    public void Refuses_what_is_no_place_in_a_bucket(string text) => Assert.False(S3Location.TryParse(text, out _));

    [Fact]
    public void Knows_what_is_below_it()
    {
        S3Location root = new("b", "team/");

        Assert.Equal("run/artifacts", root.PathOf(new S3Location("b", "team/run/artifacts/")));
        Assert.Null(root.PathOf(new S3Location("b", "teams/")));
        Assert.Null(root.PathOf(new S3Location("other", "team/")));
    }

    [Fact]
    public void Options_come_from_the_variables_that_such_programs_know()
    {
        Dictionary<string, string> variables = new()
        {
            ["MLFLOW_S3_ENDPOINT_URL"] = "http://127.0.0.1:9000",
            ["AWS_DEFAULT_REGION"] = "eu-central-1",
            ["HAMF_S3_SSE"] = "aws:kms",
        };

        S3Options options = S3Options.FromEnvironment(variables.GetValueOrDefault, out IReadOnlyList<string> problems);

        Assert.Empty(problems);
        Assert.Equal((new Uri("http://127.0.0.1:9000"), "eu-central-1", "aws:kms"), (options.Endpoint, options.Region, options.Encryption));
        variables["HAMF_S3_SSE"] = "rot13";
        variables["MLFLOW_S3_ENDPOINT_URL"] = "nowhere";
        S3Options.FromEnvironment(variables.GetValueOrDefault, out problems);
        Assert.Equal(2, problems.Count);
    }
}
