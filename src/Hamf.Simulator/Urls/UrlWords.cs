namespace Hamf.Simulator.Urls;

/// <summary>Words that made-up addresses are put together from. The names are invented and belong to nobody.</summary>
internal static class UrlWords
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "northbank", "paycorner", "mailhub", "cloudbox", "shopwell", "streamly", "parcelgo", "homebank", "taxdesk", "photonest", "gamevault",
        "newsdaily", "bookloft", "cityclinic", "greenfarm", "travelkit", "jobfinder", "petworld", "autotrade", "musicroom", "chatline",
        "webschool", "artfair", "sportzone", "kitchenlab", "datadock", "solarhub", "lawpoint", "railways", "weathernow",
    ];

    public static IReadOnlyList<string> Topics { get; } =
    [
        "about", "archive", "articles", "blog", "books", "contact", "data", "events", "faq", "forum", "gallery", "guide", "help", "history",
        "jobs", "library", "maps", "media", "members", "music", "news", "photos", "press", "products", "research", "reviews", "search",
        "services", "shop", "sports", "store", "support", "team", "topics", "travel", "video", "weather", "wiki", "account", "login",
    ];

    public static IReadOnlyList<string> Lures { get; } =
    [
        "account", "alert", "auth", "billing", "confirm", "customer", "id", "invoice", "limited", "locked", "login", "member", "notice",
        "online", "password", "pay", "portal", "recover", "refund", "restore", "secure", "security", "service", "session", "signin",
        "support", "suspended", "unlock", "update", "user", "validate", "verify", "wallet", "webscr",
    ];
}
