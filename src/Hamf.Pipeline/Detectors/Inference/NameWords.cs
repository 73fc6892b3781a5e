using System.Text.RegularExpressions;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>What the words of a column's name suggest. A name alone never decides what reaches a model; it decides what is asked about.</summary>
internal sealed partial class NameWords
{
    private static readonly string[] People =
    [
        "firstname", "lastname", "surname", "forename", "fullname", "street", "address", "addr", "dob", "birthdate", "birthday", "birth",
        "email", "mail", "phone", "mobile", "tel", "telephone", "iban", "ssn", "passport", "pan", "cardnumber", "ccnum", "holder",
    ];

    private static readonly string[] Outcomes =
    [
        "fraud", "fraudulent", "phishing", "scenario", "verdict", "label", "target", "outcome", "attack", "chargeback", "difficulty",
        "prediction", "predicted", "investigation",
    ];

    private static readonly string[] Actors = ["card", "cc", "ccnum", "account", "acct", "customer", "client", "user", "cust"];
    private static readonly string[] Events = ["transaction", "trans", "tx", "txn", "trx", "event", "payment", "claim", "order", "click"];
    private static readonly string[] Identifiers = ["id", "num", "number", "no", "nr", "uuid", "guid", "key"];

    private readonly string[] _words;

    public NameWords(string name)
    {
        Name = name;
        _words = [.. WordPattern().Matches(name).Select(m => m.Value.ToLowerInvariant())];
    }

    public string Name { get; }

    private string Joined => string.Concat(_words);

    public bool IsPersonal =>
        Joined is "first" or "last" or "name" || Has(People) || People.Contains(Joined)
        || (Has("first", "last", "full", "holder", "customer") && Has("name"))
        || (Has("cc", "card", "account", "bank") && Has("num", "number", "no", "nr"));

    /// <summary>The name of an event's own id: <c>trans_num</c>, <c>event_id</c>, <c>uuid</c>.</summary>
    public bool IsEventId => (Has(Events) && Has(Identifiers)) || Joined is "uuid" or "guid" or "eventid" or "transactionid" or "txid";

    /// <summary>The name of an id of somebody who acts, the more specific the lower; -1 when it is none.</summary>
    public int ActorRank
    {
        get
        {
            bool isId = Has(Identifiers) || _words.Length == 1 || Joined.EndsWith("id", StringComparison.Ordinal);
            return isId && !Has(Events) ? Array.FindIndex(Actors, a => _words.Contains(a)) : -1;
        }
    }

    /// <summary>The name of an id of anything.</summary>
    public bool IsId => _words.Length > 0 && _words[^1] is "id" or "uuid" or "guid" || (_words.Length > 1 && _words[^1] is "num" or "number" or "no" or "nr");

    public bool IsOutcome => Has(Outcomes) || Joined is "class" or "attackcat" or "attacktype";

    public bool IsTime => Has("time", "timestamp", "datetime", "ts", "epoch", "unix", "date", "when", "at", "current");

    public bool IsBirth => Has("dob", "birth", "birthdate", "birthday", "born");

    public bool IsAmount => Has("amt", "amount") || Joined is "value" or "total" or "price";

    public bool IsPostcode => Has("zip", "zipcode", "postal", "postcode", "plz");

    /// <summary>The name of seconds or steps since some start.</summary>
    public bool IsElapsed => Joined is "time" or "timestamp" or "step" or "seconds" or "elapsed";

    public bool IsYear => Joined == "year";

    public bool IsLatitude => Has("lat", "latitude");

    public bool IsLongitude => Has("long", "lon", "lng", "longitude");

    public bool IsPlace => Has("merchant", "merch", "shop", "store", "terminal", "pos", "device", "payee", "beneficiary");

    /// <summary>Whether the other name stands whole in this one, as <c>TX_FRAUD</c> in <c>TX_FRAUD_SCENARIO</c>.</summary>
    public bool Includes(NameWords other) => other.Joined.Length > 3 && Joined.Contains(other.Joined, StringComparison.Ordinal);

    /// <summary>The name without its word for latitude or longitude: equal for the two halves of a position.</summary>
    public string PositionOf =>
        string.Join('_', _words.Where(w => w is not ("lat" or "latitude" or "long" or "lon" or "lng" or "longitude")));

    /// <summary>A feature's name from this column's: lower case, words joined by <c>_</c>.</summary>
    public string Plain => string.Join('_', _words);

    private bool Has(params ReadOnlySpan<string> words)
    {
        foreach (string word in _words)
        {
            if (words.Contains(word))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^A-Za-z0-9_\\-. ]+")]
    private static partial Regex WordPattern();
}
