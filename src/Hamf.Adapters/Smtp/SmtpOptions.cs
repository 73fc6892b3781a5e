using System.Globalization;
using System.Net.Mail;
using Hamf.Pipeline.Alerts;

namespace Hamf.Adapters.Smtp;

/// <summary>How mail is sent.</summary>
public sealed record SmtpOptions
{
    /// <summary>The mail server's name or address.</summary>
    public required string Server { get; init; }

    /// <summary>Its port. <value>587</value></summary>
    public int Port { get; init; } = 587;

    /// <summary>The user, or null to send without logging in.</summary>
    public string? User { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the connection is encrypted with STARTTLS before anything is said; a server without it is refused. <value>true</value></summary>
    public bool StartTls { get; init; } = true;

    /// <summary>The sender's address.</summary>
    public required string From { get; init; }

    /// <summary>Recipients of alerts of every detector, besides those that a detector names. <value>none</value></summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>Longest time for one mail. <value>30 s</value></summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The address of an alert's page, or null. <value>null</value></summary>
    public Func<Alert, Uri?>? LinkOf { get; init; }

    /// <summary>
    /// Options from the environment: <c>SMTP_SERVER</c>, <c>SMTP_PORT</c>, <c>SMTP_USER</c> or <c>SMTP_USERNAME</c>, <c>SMTP_PASSWORD</c>,
    /// <c>SMTP_FROM</c> (the user where that is an address), <c>SMTP_STARTTLS</c> (<c>0</c> turns it off) and <c>EMAIL_RECIPIENT</c>
    /// (several separated by commas).
    /// </summary>
    /// <param name="variable">Reads an environment variable; null where it is not set.</param>
    /// <param name="problems">Everything that is wrong, in sentences.</param>
    /// <returns>Null when mail is not configured (no <c>SMTP_SERVER</c>) or something is wrong.</returns>
    public static SmtpOptions? FromEnvironment(Func<string, string?> variable, out IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(variable);
        List<string> found = [];
        problems = found;
        if (variable("SMTP_SERVER") is not { Length: > 0 } server)
        {
            return null;
        }

        string? user = variable("SMTP_USER") ?? variable("SMTP_USERNAME");
        string? password = variable("SMTP_PASSWORD");
        string? from = variable("SMTP_FROM") ?? (user is not null && MailAddress.TryCreate(user, out _) ? user : null);
        int port = PortOf(variable("SMTP_PORT"), found);
        if (from is null || !MailAddress.TryCreate(from, out _))
        {
            found.Add("No sender for mail: set SMTP_FROM to an address, or SMTP_USER to one.");
        }

        if (user is not null && password is null)
        {
            found.Add("SMTP_USER is set but SMTP_PASSWORD is not.");
        }

        string[] recipients = (variable("EMAIL_RECIPIENT") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        found.AddRange(recipients.Where(r => !MailAddress.TryCreate(r, out _)).Select(r => $"EMAIL_RECIPIENT: '{r}' is not a mail address."));
        return found.Count > 0 ? null : new SmtpOptions
        {
            Server = server,
            Port = port,
            User = user,
            Password = password,
            StartTls = variable("SMTP_STARTTLS") is not ("0" or "false" or "no"),
            From = from!,
            Recipients = recipients,
        };
    }

    private static int PortOf(string? text, List<string> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 587;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65536)
        {
            return port;
        }

        problems.Add($"SMTP_PORT: '{text}' is not a port between 1 and 65535.");
        return 0;
    }
}
