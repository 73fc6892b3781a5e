namespace Hamf.Pipeline.Governance;

/// <summary>An event on its way to a webhook.</summary>
/// <param name="Id">The delivery's number.</param>
/// <param name="WebhookId">The webhook's.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Secret">What it is signed with.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Body">What is sent: JSON with an id that stays the same in every attempt.</param>
/// <param name="Attempts">Failed attempts so far.</param>
public sealed record WebhookDelivery(long Id, long WebhookId, Uri Url, string Secret, string Kind, string Body, int Attempts)
{
    /// <summary>Without the secret, and without the address, whose path may be one.</summary>
    public override string ToString() => $"{Kind} to webhook {WebhookId}";
}
