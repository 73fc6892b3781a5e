namespace Hamf.Pipeline.Governance;

/// <summary>Roles as people write them.</summary>
public static class RoleNames
{
    /// <summary>All of them, the least first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<Role>().Select(r => r.Word())];

    /// <summary>The role's word: <c>reader</c>, <c>scorer</c>, <c>trainer</c> or <c>admin</c>.</summary>
    public static string Word(this Role role) => role switch
    {
        Role.Reader => "reader",
        Role.Scorer => "scorer",
        Role.Trainer => "trainer",
        _ => "admin",
    };

    /// <summary>The role of a word, or null.</summary>
    public static Role? Parse(string word) => Enum.GetValues<Role>().Where(r => r.Word() == word).Select(r => (Role?)r).FirstOrDefault();
}
