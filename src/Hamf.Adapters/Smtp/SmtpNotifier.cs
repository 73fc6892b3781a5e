using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Hamf.Pipeline.Alerts;

namespace Hamf.Adapters.Smtp;

/// <summary>
/// Delivers alerts by mail: who, why and where to look in the text, the event as a one-row CSV file attached, personal values masked in both.
/// Each alert has one Message-ID, however often its delivery is tried. Thread-safe.
/// </summary>
public sealed class SmtpNotifier : INotifier
{
    /// <summary>The subject of the mail, as the source systems' filters know it.</summary>
    public const string Subject = "Security alert - Fraud detected";

    /// <summary>The attachment's name.</summary>
    public const string AttachmentName = "fraud_detection_report.csv";

    private readonly SmtpOptions _options;
    private readonly Func<string, IReadOnlyList<string>> _recipientsOf;
    private readonly Func<Alert, string> _reportOf;

    /// <summary>A notifier.</summary>
    /// <param name="options">How mail is sent.</param>
    /// <param name="recipientsOf">The recipients that a detector names, by its name.</param>
    /// <param name="reportOf">The attachment's content (<see cref="AlertReport"/>).</param>
    public SmtpNotifier(SmtpOptions options, Func<string, IReadOnlyList<string>> recipientsOf, Func<Alert, string> reportOf)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _recipientsOf = recipientsOf;
        _reportOf = reportOf;
    }

    /// <inheritdoc/>
    public string Channel => AlertChannels.Mail;

    /// <inheritdoc/>
    public async Task SendAsync(Alert alert, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alert);
        string[] recipients = _recipientsOf(alert.Detector).Concat(_options.Recipients).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (recipients.Length == 0)
        {
            throw new NotificationException($"Detector {alert.Detector} names no mail recipient any more.", isTransient: false);
        }

        using MailMessage mail = MailOf(alert, recipients);
        using SmtpClient client = new(_options.Server, _options.Port)
        {
            EnableSsl = _options.StartTls,
            Credentials = _options.User is null ? null : new NetworkCredential(_options.User, _options.Password),
        };
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.Timeout);
        try
        {
            await client.SendMailAsync(mail, limit.Token).ConfigureAwait(false);
        }
        catch (SmtpException e)
        {
            throw Refused(e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new NotificationException(
                $"The mail server {Server} did not take the mail within {_options.Timeout.TotalSeconds:0} s.", isTransient: true, e);
        }
    }

    private string Server => $"{_options.Server}:{_options.Port}";

    private MailMessage MailOf(Alert alert, string[] recipients)
    {
        MailMessage mail = new()
        {
            From = new MailAddress(_options.From),
            Subject = Subject,
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
            Body = MailText.Of(alert, _options.LinkOf?.Invoke(alert)),
        };
        foreach (string recipient in recipients)
        {
            mail.To.Add(new MailAddress(recipient));
        }

        mail.Headers.Add("Message-ID", $"<alert-{alert.AlertId}.{alert.Detector}@{mail.From.Host}>");
        mail.Attachments.Add(Attachment.CreateAttachmentFromString(_reportOf(alert), AttachmentName, Encoding.UTF8, "text/csv"));
        mail.Attachments[0].ContentDisposition!.DispositionType = DispositionTypeNames.Attachment;
        return mail;
    }

    // 5xx answers to an address or a message stay what they are; a server that is busy, away or refuses the login can be put right.
    private NotificationException Refused(SmtpException e)
    {
        bool isTransient = e.StatusCode is not (SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed
            or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.TransactionFailed or SmtpStatusCode.ExceededStorageAllocation);
        string advice = e.StatusCode == SmtpStatusCode.MustIssueStartTlsFirst || e.Message.Contains("Authentication", StringComparison.OrdinalIgnoreCase)
            ? " Check SMTP_USER and SMTP_PASSWORD; a wrong password shows as this too."
            : "";
        string cause = e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message;
        return new NotificationException($"The mail server {Server} did not take the mail: {cause}{advice}", isTransient, e);
    }
}
