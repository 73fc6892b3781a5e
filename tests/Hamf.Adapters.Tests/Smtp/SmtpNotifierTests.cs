using System.Globalization;
using System.Text;
using System.Text.Json;
using Hamf.Adapters.Smtp;
using Hamf.Pipeline.Alerts;

namespace Hamf.Adapters.Tests.Smtp;

[Trait("needs", "node")]
public sealed class SmtpNotifierTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delivers_a_mail_with_reasons_and_a_masked_report_over_starttls()
    {
        using SmtpServer server = await SmtpServer.StartAsync(Stop);
        SmtpNotifier notifier = New(Options(server) with { LinkOf = a => new Uri($"http://127.0.0.1:5080/alerts/{a.AlertId}") }, "team@example.com", "Team@Example.com");

        await notifier.SendAsync(SampleAlerts.Card, Stop);

        JsonElement mail = await server.NextAsync(Stop);
        Assert.True(mail.GetProperty("secure").GetBoolean());
        Assert.Equal(SmtpServer.User, mail.GetProperty("user").GetString());
        Assert.Equal("team@example.com", Assert.Single(mail.GetProperty("to").EnumerateArray()).GetString());
        string source = mail.GetProperty("source").GetString()!;
        Assert.Contains("Subject: Security alert - Fraud detected", source, StringComparison.Ordinal);
        Assert.Contains("Message-ID: <alert-17.card-fraud@example.com>", source, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("fraud_detection_report.csv", source, StringComparison.Ordinal);
        string[] parts = Parts(source);
        Assert.Contains("229116******5541", parts[0], StringComparison.Ordinal);
        Assert.Contains("amount: 1,200.5 <é> (+2.25)", parts[0], StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:5080/alerts/17", parts[0], StringComparison.Ordinal);
        Assert.Equal("a,b\r\n1,é\r\n", parts[1]);
    }

    [Fact]
    public async Task A_wrong_password_can_be_put_right_and_is_not_shown()
    {
        using SmtpServer server = await SmtpServer.StartAsync(Stop);
        SmtpNotifier notifier = New(Options(server) with { Password = "wrong-secret" }, "team@example.com");

        NotificationException e = await Assert.ThrowsAsync<NotificationException>(() => notifier.SendAsync(SampleAlerts.Card, Stop));

        Assert.True(e.IsTransient);
        Assert.Contains("SMTP_PASSWORD", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone@example.com", false)]
    [InlineData("busy@example.com", true)]
    public async Task Tells_a_refused_address_from_a_busy_one(string recipient, bool isTransient)
    {
        using SmtpServer server = await SmtpServer.StartAsync(Stop);

        NotificationException e = await Assert.ThrowsAsync<NotificationException>(() => New(Options(server), recipient).SendAsync(SampleAlerts.Card, Stop));

        Assert.Equal(isTransient, e.IsTransient);
    }

    [Fact]
    public async Task A_server_that_is_away_can_come_back()
    {
        SmtpServer server = await SmtpServer.StartAsync(Stop);
        SmtpOptions options = Options(server);
        server.Dispose();

        NotificationException e = await Assert.ThrowsAsync<NotificationException>(() => New(options, "team@example.com").SendAsync(SampleAlerts.Card, Stop));

        Assert.True(e.IsTransient);
        Assert.Contains(options.Port.ToString(CultureInfo.InvariantCulture), e.Message, StringComparison.Ordinal);
    }

    private static SmtpNotifier New(SmtpOptions options, params string[] recipients) => new(options, _ => recipients, _ => "a,b\r\n1,é\r\n");

    private static SmtpOptions Options(SmtpServer server) => new()
    {
        Server = "localhost",
        Port = server.Port,
        User = SmtpServer.User,
        Password = SmtpServer.Password,
        From = SmtpServer.User,
    };

    // The decoded contents of a mail's text and attachment.
    private static string[] Parts(string source)
    {
        string boundary = source.Split("boundary=")[1].Split("\r\n")[0].Trim('"');
        return source.Split("--" + boundary).Skip(1).Take(2).Select(Decode).ToArray();
    }

    private static string Decode(string part)
    {
        int end = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string body = part[(end + 4)..];
        return part[..end].Contains("base64", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\r\n", "", StringComparison.Ordinal)))
            : QuotedPrintable(body);
    }

    private static string QuotedPrintable(string body)
    {
        string joined = body.Replace("=\r\n", "", StringComparison.Ordinal);
        List<byte> bytes = [];
        for (int i = 0; i < joined.Length; i++)
        {
            bool isEscape = joined[i] == '=' && i + 2 < joined.Length;
            bytes.Add(isEscape ? byte.Parse(joined.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : (byte)joined[i]);
            i += isEscape ? 2 : 0;
        }

        string text = Encoding.UTF8.GetString(bytes.ToArray());
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text;
    }
}
