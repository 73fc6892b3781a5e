using Hamf.Adapters.Mlflow;

namespace Hamf.Adapters.Tests.Mlflow;

public sealed class MlflowOptionsTests
{
    [Fact]
    public void Reads_the_names_of_mlflow_own_clients()
    {
        MlflowOptions options = Read(
            ("MLFLOW_TRACKING_URI", "https://mlflow.example.com/team"),
            ("MLFLOW_TRACKING_USERNAME", "ann"),
            ("MLFLOW_TRACKING_PASSWORD", "pw"),
            ("MLFLOW_TRACKING_TOKEN", "tok"),
            ("MLFLOW_TRACKING_INSECURE_TLS", "true"),
            ("MLFLOW_EXPERIMENT_NAME", "fraud"))!;

        Assert.Equal("https://mlflow.example.com/team/", options.Server.ToString());
        Assert.Equal(("ann", "pw", "tok", true, "fraud"), (options.User, options.Password, options.Token, options.IsTlsInsecure, options.Experiment));
    }

    [Fact]
    public void Credentials_in_the_address_are_used_and_not_shown()
    {
        MlflowOptions options = Read(("MLFLOW_TRACKING_URI", "http://ann:p%40ss@mlflow:5000"))!;

        Assert.Equal(("ann", "p@ss"), (options.User, options.Password));
        Assert.Equal("http://mlflow:5000/", options.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("mlruns")]
    [InlineData("sqlite:///mlflow.db")]
    [InlineData("databricks")]
    public void What_is_no_server_over_http_is_none(string? address) => Assert.Null(Read(("MLFLOW_TRACKING_URI", address)));

    [Theory]
    [InlineData("http://")]
    [InlineData("https://host/?a=b")]
    [InlineData("httpx://host")]
    public void A_wrong_address_is_a_problem_that_does_not_repeat_it(string address)
    {
        Assert.Null(MlflowOptions.FromEnvironment(name => name == "MLFLOW_TRACKING_URI" ? address : null, out string? problem));
        Assert.StartsWith("MLFLOW_TRACKING_URI", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("a=b", problem, StringComparison.Ordinal);
    }

    private static MlflowOptions? Read(params (string Name, string? Value)[] variables)
    {
        MlflowOptions? options = MlflowOptions.FromEnvironment(name => variables.FirstOrDefault(v => v.Name == name).Value, out string? problem);
        Assert.Null(problem);
        return options;
    }
}
