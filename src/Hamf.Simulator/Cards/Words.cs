namespace Hamf.Simulator.Cards;

/// <summary>Words that made-up persons and merchants are put together from.</summary>
internal static class Words
{
    public static IReadOnlyList<string> FirstNamesFemale { get; } =
    [
        "Alma", "Bianca", "Carla", "Dana", "Edith", "Fiona", "Greta", "Helen", "Ivy", "Joan", "Kira", "Laura", "Mona", "Nora", "Olga",
        "Paula", "Rita", "Sonia", "Tessa", "Vera", "Wanda", "Yvonne", "Zoe", "Agnes", "Clara", "Dora", "Esther", "Hazel", "June", "Lydia",
    ];

    public static IReadOnlyList<string> FirstNamesMale { get; } =
    [
        "Adam", "Boris", "Carl", "Derek", "Edgar", "Felix", "George", "Hugo", "Ian", "Jonas", "Karl", "Leon", "Marco", "Nils", "Oscar",
        "Paul", "Rafael", "Simon", "Theo", "Victor", "Walter", "Xavier", "Yuri", "Zachary", "Bruno", "Conrad", "Emil", "Frank", "Ivan", "Leo",
    ];

    public static IReadOnlyList<string> LastNames { get; } =
    [
        "Abel", "Barlow", "Castro", "Dalton", "Ellis", "Farrow", "Garner", "Hobbs", "Ingram", "Jarvis", "Keller", "Lambert", "Mercer",
        "Norris", "Osborn", "Pruitt", "Quinn", "Ramsey", "Sutton", "Tanner", "Underhill", "Vaughn", "Whitaker", "Yates", "Zimmer", "Ashby",
        "Blair", "Cortez", "Drake", "Emmerich", "Fitch", "Gibbs", "Hale", "Irwin", "Jensen", "Kirby", "Lowell", "Maddox", "Nolan", "Ortega",
        "Parrish", "Rhodes", "Salinas", "Thorne", "Upton", "Vance", "Wolfe", "York", "Ziegler", "Bauer", "Crane", "Duarte", "Ewing", "Frost",
    ];

    public static IReadOnlyList<string> Streets { get; } =
    [
        "Oak", "Maple", "Cedar", "Lake", "Hill", "River", "Church", "Mill", "Park", "Spring", "Walnut", "Forest", "Meadow", "Sunset",
        "Prairie", "Harbor", "Garden", "Ridge", "Valley", "Bridge",
    ];

    public static IReadOnlyList<string> StreetKinds { get; } =
    [
        "Street", "Avenue", "Road", "Lane", "Drive", "Court", "Pike", "Trail", "Junction", "Gardens",
    ];

    public static IReadOnlyList<string> Jobs { get; } =
    [
        "Accountant", "Architect", "Audiological scientist", "Baker", "Chiropractor", "Civil engineer", "Designer, textile", "Electrician",
        "Farmer", "Film editor", "Geologist, engineering", "Librarian", "Mechanic", "Nurse, mental health", "Optometrist", "Pharmacist",
        "Pilot, airline", "Plumber", "Psychologist, clinical", "Research officer", "Sales executive", "Set designer", "Software developer",
        "Sound technician, broadcasting", "Surveyor, building", "Teacher, primary school", "Therapist, drama", "Translator", "Waiter", "Writer",
    ];

    public static IReadOnlyList<string> CompanyKinds { get; } = ["Inc", "LLC", "Group", "Ltd", "and Sons", "PLC"];
}
