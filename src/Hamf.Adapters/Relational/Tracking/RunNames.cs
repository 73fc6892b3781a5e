using System.Globalization;
using System.Security.Cryptography;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>Names for runs whose maker gave none: <c>quiet-otter-417</c>. They need not differ; the run's id does.</summary>
internal static class RunNames
{
    /// <summary>The tag that mirrors a run's name.</summary>
    public const string Tag = "mlflow.runName";

    private static readonly string[] Adjectives =
    [
        "able", "amber", "brave", "brisk", "calm", "clever", "crisp", "eager", "fair", "fond", "gentle", "glad", "grand", "keen", "kind", "light", "lively",
        "lucid", "merry", "mild", "neat", "noble", "plain", "proud", "quick", "quiet", "rapid", "ready", "sharp", "silent", "sober", "steady", "sunny",
        "swift", "tidy", "upbeat", "vivid", "warm", "wise", "witty",
    ];

    private static readonly string[] Nouns =
    [
        "badger", "beaver", "bison", "bittern", "carp", "crane", "curlew", "dipper", "dormouse", "eagle", "egret", "falcon", "finch", "fox", "gannet", "goose",
        "hare", "hedgehog", "heron", "ibex", "jackdaw", "kestrel", "lark", "lynx", "magpie", "marten", "merlin", "newt", "osprey", "otter", "owl", "perch",
        "pike", "plover", "raven", "robin", "salmon", "sparrow", "stoat", "swift", "teal", "tench", "trout", "vole", "wagtail", "weasel", "wren",
    ];

    public static string Next() => string.Create(
        CultureInfo.InvariantCulture, $"{Any(Adjectives)}-{Any(Nouns)}-{RandomNumberGenerator.GetInt32(1000)}");

    private static string Any(string[] words) => words[RandomNumberGenerator.GetInt32(words.Length)];
}
