using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every tree of artifact names does, on any database.</summary>
public abstract class ArtifactNamesSuite
{
    protected abstract Database Database { get; }

    protected abstract DateTimeOffset Now { get; }

    protected abstract void Advance(TimeSpan by);

    private ArtifactNames Names => new(Database);

    [Fact]
    public void Finds_and_replaces_a_file()
    {
        Names.Put("1/r/artifacts/a", "d1", 10);
        Names.Put("1/r/artifacts/a", "d2", 20);

        Assert.Equal(new ArtifactFile("1/r/artifacts/a", false, 20, "d2"), Names.Find("1/r/artifacts/a"));
        Assert.Null(Names.Find("1/r/artifacts"));
        Assert.Null(Names.Find("1/r/artifacts/A"));
    }

    // The oracle reads every path and looks at it.
    [Fact]
    public void Lists_what_stands_directly_in_a_folder() => Seeds.ForEach(6, random =>
    {
        string root = $"seed{random.Next()}";
        HashSet<string> paths = [];
        string[] words = ["a", "a!", "a-b", "a.b", "a0", "aa", "b", "ü", "\uFF41", "\U0001F600", "0"];
        for (int i = 0; i < 400; i++)
        {
            string path = string.Join('/', Enumerable.Range(0, 1 + random.Next(3)).Select(_ => words[random.Next(words.Length)]));
            try
            {
                Names.Put($"{root}/{path}", "d", i);
                paths.Add(path);
            }
            catch (RegistryException)
            {
                Assert.Contains(paths, other => other.StartsWith(path + '/', StringComparison.Ordinal) || path.StartsWith(other + '/', StringComparison.Ordinal));
            }
        }

        foreach (string folder in paths.SelectMany(Folders).Append("").Distinct())
        {
            string prefix = folder.Length == 0 ? "" : folder + '/';
            string[] below = [.. paths.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)).Select(p => p[prefix.Length..])];
            (string, bool)[] expected = [.. below.Select(p => p.Split('/')).Select(p => (p[0], p.Length > 1)).Distinct().OrderBy(p => p.Item1, StringComparer.Ordinal)];
            string full = $"{root}/{prefix}".TrimEnd('/');

            Assert.Equal(expected, Names.List(full).Select(f => (f.Path[(full.Length + 1)..], f.IsFolder)));
            Assert.Equal(below.Order(StringComparer.Ordinal), Names.ListAll(full).Select(f => f.Path[(full.Length + 1)..]).Order(StringComparer.Ordinal));
        }
    });

    [Fact]
    public void Lists_the_root()
    {
        Names.Put("x/1", "d", 1);
        Names.Put("y", "d", 1);

        Assert.Equal(["x", "y"], Names.List("").Select(f => f.Path));
        Assert.Equal(["x/1", "y"], Names.ListAll("").Select(f => f.Path));
    }

    [Fact]
    public void Removal_tells_what_nothing_names_any_more()
    {
        string run = new RunStore(Database).Start("e", "r");
        Names.Put("f/a", "shared", 1);
        Names.Put("f/b", "alone", 1);
        Names.Put("f/c", "bundle", 1);
        Names.Put("f/d", "state", 1);
        Names.Put("f-g", "shared", 1);
        new ModelStore(Database).Register(new ModelVersion
        {
            Name = "m",
            Version = 0,
            CreatedAt = default,
            RunId = run,
            BundleDigest = "bundle",
            StateDigest = "state",
            DetectorYaml = "",
        });

        Assert.Equal(["alone"], Names.Remove("f"));
        Assert.Empty(Names.List("f"));
        Assert.Equal(["shared"], Names.Remove("f-g"));
        Assert.Empty(Names.Remove("f-g"));
    }

    [Fact]
    public void Orphans_wait_and_a_new_name_saves_them()
    {
        Names.Put("a", "first", 1);
        Names.Put("b", "second", 1);
        Names.Put("c", "third", 1);
        Names.Remove("a");
        Names.Remove("b");
        Names.Put("c", "fourth", 1);
        DateTimeOffset removed = Now;
        Advance(TimeSpan.FromMinutes(5));
        Names.Put("d", "second", 1);

        Assert.Equal(["first", "third"], Names.Orphans(removed).Order());
        Assert.Empty(Names.Orphans(removed.AddSeconds(-1)));
        Names.Forget("first");
        Assert.Equal(["third"], Names.Orphans(Now));
    }

    [Fact]
    public void An_orphan_that_was_named_meanwhile_waits_anew()
    {
        Names.Put("a", "d", 1);
        Names.Remove("a");
        DateTimeOffset first = Now;
        Advance(TimeSpan.FromMinutes(5));
        Names.Put("b", "d", 1);
        Names.Remove("b");

        Assert.Empty(Names.Orphans(first));
        Assert.Equal(["d"], Names.Orphans(Now));
    }

    private static IEnumerable<string> Folders(string path) =>
        Enumerable.Range(0, path.Length).Where(i => path[i] == '/').Select(i => path[..i]);
}
