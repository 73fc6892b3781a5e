namespace Hamf.Simulator.Cards;

/// <summary>How a stolen card is used.</summary>
internal enum CampaignKind
{
    /// <summary>Many large payments within hours, online and in shops around.</summary>
    Burst,

    /// <summary>A few tiny payments to see whether the card works, then large ones.</summary>
    Testing,

    /// <summary>Shops far from home.</summary>
    FarMerchant,

    /// <summary>At night, at merchants the card has never seen, for more than usual.</summary>
    NewMerchantAtNight,

    /// <summary>By day, for about what is usual, in unusual categories: hard to see in a single payment.</summary>
    Quiet,
}
