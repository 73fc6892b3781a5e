namespace Hamf.Simulator.Urls;

/// <summary>A made-up address. None can exist: names end in a reserved domain, numbers are from blocks reserved for documentation.</summary>
/// <param name="Url">The address.</param>
/// <param name="IsPhishing">The truth.</param>
public sealed record LabeledUrl(string Url, bool IsPhishing)
{
    /// <summary>The header of the CSV form, without its line break.</summary>
    public const string CsvHeader = "url,label";

    /// <summary>The label in files: <c>phishing</c> or <c>benign</c>.</summary>
    public string Label => IsPhishing ? "phishing" : "benign";

    /// <summary>The line of the CSV form, without its line break. No address holds a comma or a quote.</summary>
    public string ToCsvLine() => Url + "," + Label;
}
