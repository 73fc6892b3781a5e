using Hamf.Models.Formats.Inspecting;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Tests.Formats.Pickle;

namespace Hamf.Models.Tests.Formats.Inspecting;

public sealed class PickleInspectorTests
{
    [Fact]
    public void Names_classes_with_count_place_and_support()
    {
        Inspection inspection = Inspect(Fixture.Read("aligned.joblib.xz"));

        Assert.Equal(("joblib", "xz", 4, "aligned"), (inspection.Format, inspection.Container, inspection.Protocol, inspection.Layout));
        Assert.Equal(["1.2.1"], inspection.ScikitLearnVersions);
        Assert.Equal(
            [
                new InspectedClass("builtins.slice", 1, "['slice']", false),
                new InspectedClass("package.models.Holder", 3, "['object']", true),
                new InspectedClass("package.models.Named", 1, "['named']", false),
                new InspectedClass("package.models.Numbered", 1, "['numbered']", false),
            ],
            inspection.Classes);
    }

    [Fact]
    public void Shows_objects_with_shapes_and_sizes()
    {
        InspectedNode root = Inspect(Fixture.Read("aligned.joblib")).Root;

        InspectedNode holder = root.Children.Single(child => child.Step == "['object']");
        InspectedNode weights = holder.Children.Single(child => child.Step == "inner").Children.Single();
        Assert.Equal(("package.models.Holder", true), (holder.Class, holder.IsSupported));
        Assert.Equal("['object'].inner.weights", weights.Path);
        Assert.Equal(("f8", 96L, "an array of f8 [3 x 4]"), (weights.ElementType, weights.Size, weights.Description));
        Assert.Equal([3, 4], weights.Shape);
    }

    [Fact]
    public void Marks_what_is_shown_elsewhere()
    {
        InspectedNode root = Inspect(Fixture.Read("protocol4.pkl")).Root;

        InspectedNode shared = root.Children.Single(child => child.Step == "['shared']");
        Assert.Equal([null, "['shared'][0]"], shared.Children.Select(child => child.SameAs));
        Assert.Equal("['ring']", Assert.Single(root.Children.Single(child => child.Step == "['ring']").Children).SameAs);
    }

    [Fact]
    public void Leaves_out_what_is_too_much_and_says_how_much()
    {
        PyList list = new([.. Enumerable.Range(0, 5750).Select(i => new PyInteger(i))]);

        InspectedNode root = new ObjectTree(_ => false).Build(list);

        Assert.Equal((50, 5700), (root.Children.Count, root.OmittedCount));
    }

    [Fact]
    public void Nesting_of_any_depth_is_shown_to_a_limit()
    {
        PyValue value = new PyObject(new PyName("a", "b"), []);
        for (int i = 0; i < 200_000; i++)
        {
            value = new PyList([value]);
        }

        InspectedNode node = new ObjectTree(_ => false).Build(value);
        int depth = 0;
        for (; node.Children.Count > 0; depth++)
        {
            node = node.Children[0];
        }

        Assert.Equal((64, 1), (depth, node.OmittedCount));
        Assert.StartsWith("...", Assert.Single(new ClassCensus(_ => false).Count(value)).FirstPath, StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_trees_are_shown_to_a_limit()
    {
        PyList wide = new([.. Enumerable.Range(0, 50).Select(_ => new PyList([.. Enumerable.Range(0, 100).Select(_ => new PyInteger(1))]))]);

        InspectedNode root = new ObjectTree(_ => false).Build(wide);

        Assert.Equal(2000, 1 + root.Children.Count + root.Children.Sum(child => child.Children.Count));
        Assert.All(root.Children, child => Assert.Equal(100, child.Children.Count + child.OmittedCount));
    }

    [Fact]
    public void Names_what_only_harmful_files_call()
    {
        Inspection inspection = Inspect(PickleBytes.Whole(PickleBytes.Call("os", "system", PickleBytes.Text("id"))));

        Assert.Equal(["os.system"], inspection.SuspiciousNames);
        Assert.Equal("os.system", inspection.Root.Class);
        Assert.Equal("__new__[0]", Assert.Single(inspection.Root.Children).Path);
    }

    private static Inspection Inspect(byte[] content)
    {
        (PyValue value, PickleSummary summary) = PickleFile.ReadWithSummary(content, new PickleLimits(), null, TestContext.Current.CancellationToken);
        return PickleInspector.Inspect(value, summary, name => name.Name == "Holder");
    }
}
