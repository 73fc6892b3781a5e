using Hamf.Pipeline.Governance;

namespace Hamf.Pipeline.Tests.Governance;

public sealed class ApiKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_key_comes_apart_into_its_public_prefix_and_the_sealed_secret()
    {
        (ApiKey key, string text) = ApiKey.Issue("anna", Role.Scorer, null, "test", Now);

        Assert.True(KeyText.TrySplit(text, out ReadOnlySpan<char> prefix, out ReadOnlySpan<char> secret));
        Assert.StartsWith("hamf_", text, StringComparison.Ordinal);
        Assert.Equal(KeyText.Length, text.Length);
        Assert.Equal(key.Prefix, prefix.ToString());
        Assert.True(key.Seal.Matches(secret));
        Assert.True(KeySeal.Stored(key.Seal.Salt, key.Seal.Hash).Matches(secret));
        Assert.DoesNotContain(secret.ToString(), key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Seals_of_the_same_secret_differ_and_match_nothing_else()
    {
        string secret = KeyText.NewSecret();
        KeySeal one = KeySeal.Of(secret);
        KeySeal other = KeySeal.Of(secret);

        Assert.NotEqual(one.Salt, other.Salt);
        Assert.NotEqual(one.Hash, other.Hash);
        Assert.False(one.Matches(KeyText.NewSecret()));
        Assert.False(one.Matches(""));
        Assert.False(one.Matches(secret.AsSpan(0, secret.Length - 1)));
        Assert.False(one.Matches(secret + "A"));
        Assert.False(one.Matches(new string('€', 1000)));
    }

    // SHA-256 of sixteen zero bytes followed by 43 letters A, by another implementation.
    [Fact]
    public void The_seal_is_sha_256_over_salt_and_secret() => Assert.True(KeySeal
        .Stored(new string('0', 32), "e57790bd742c4863c6c7b400fd409d762e28f4e05d6b505b4e6a82f552e905a0")
        .Matches(new string('A', 43)));

    [Fact]
    public void Keys_are_all_different()
    {
        string[] texts = [.. Enumerable.Range(0, 1000).Select(_ => ApiKey.Issue("a", Role.Reader, null, "test", Now).Text)];

        Assert.Equal(1000, texts.Distinct().Count());
        Assert.Equal(1000, texts.Select(t => t[5..17]).Distinct().Count());
    }

    [Fact]
    public void A_key_is_live_until_it_expires_or_is_revoked()
    {
        ApiKey key = ApiKey.Issue("a", Role.Reader, TimeSpan.FromHours(1), "test", Now).Key;

        Assert.True(key.IsLive(Now.AddMinutes(59)));
        Assert.False(key.IsLive(Now.AddHours(1)));
        Assert.Equal("expired", key.State(Now.AddHours(1)));
        Assert.False((key with { RevokedAt = Now }).IsLive(Now));
        Assert.True((key with { ExpiresAt = null }).IsLive(DateTimeOffset.MaxValue));
    }

    [Theory]
    [InlineData("anna.k-1_x@corp", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a:b", false)]
    [InlineData("ä", false)]
    [InlineData("a\n", false)]
    public void A_name_is_safe_in_logs_and_headers(string name, bool isFine)
    {
        Assert.Equal(isFine, ApiKey.NameProblem(name) is null);
        Assert.NotNull(ApiKey.NameProblem(new string('a', 65)));
    }

    [Theory]
    [InlineData("90d", 90 * 24)]
    [InlineData("12h", 12)]
    [InlineData("3650d", 87600)]
    [InlineData("3651d", null)]
    [InlineData("0d", null)]
    [InlineData("-1d", null)]
    [InlineData("d", null)]
    [InlineData("90", null)]
    [InlineData("99999999999d", null)]
    public void A_lifetime_is_in_days_or_hours(string text, int? hours) =>
        Assert.Equal(hours is { } h ? TimeSpan.FromHours(h) : null, KeyLifetime.Parse(text));

    [Fact]
    public void Roles_have_words() => Assert.All(Enum.GetValues<Role>(), role => Assert.Equal(role, RoleNames.Parse(role.Word())));
}
