using Hamf.Adapters.Slack;
using Hamf.Adapters.Smtp;

namespace Hamf.Adapters.Tests.Smtp;

public sealed class SmtpOptionsTests
{
    [Fact]
    public void Reads_the_names_of_both_source_systems()
    {
        SmtpOptions? first = Read(("SMTP_SERVER", "mail"), ("SMTP_USER", "a@b.c"), ("SMTP_PASSWORD", "p"), ("EMAIL_RECIPIENT", "x@y.z, v@w.x"));
        SmtpOptions? second = Read(("SMTP_SERVER", "mail"), ("SMTP_PORT", "2525"), ("SMTP_USERNAME", "u"), ("SMTP_PASSWORD", "p"), ("SMTP_FROM", "a@b.c"), ("SMTP_STARTTLS", "0"));

        Assert.Equivalent(new SmtpOptions { Server = "mail", User = "a@b.c", Password = "p", From = "a@b.c", Recipients = ["x@y.z", "v@w.x"] }, first);
        Assert.Equivalent(new SmtpOptions { Server = "mail", Port = 2525, User = "u", Password = "p", From = "a@b.c", StartTls = false }, second);
        Assert.Null(Read());
    }

    [Fact]
    public void Lists_everything_that_is_wrong_at_once()
    {
        Dictionary<string, string> set = new() { ["SMTP_SERVER"] = "mail", ["SMTP_PORT"] = "70000", ["SMTP_USER"] = "u", ["EMAIL_RECIPIENT"] = "nobody" };

        SmtpOptions? options = SmtpOptions.FromEnvironment(set.GetValueOrDefault, out IReadOnlyList<string> problems);

        Assert.Null(options);
        Assert.Equal(4, problems.Count);
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData("", false, false)]
    [InlineData("https://hooks.example.com/services/T/B/x", true, false)]
    [InlineData("hooks.example.com", false, true)]
    public void Reads_the_webhook_of_slack(string? value, bool isThere, bool isWrong)
    {
        SlackOptions? options = SlackOptions.FromEnvironment(_ => value, out string? problem);

        Assert.Equal((isThere, isWrong), (options is not null, problem is not null));
    }

    private static SmtpOptions? Read(params (string Name, string Value)[] variables)
    {
        Dictionary<string, string> set = variables.ToDictionary(v => v.Name, v => v.Value);
        SmtpOptions? options = SmtpOptions.FromEnvironment(set.GetValueOrDefault, out IReadOnlyList<string> problems);
        Assert.Empty(problems);
        return options;
    }
}
