using Hamf.Models.Formats;
using Hamf.Models.Formats.Pickle;
using static Hamf.Models.Tests.Formats.Pickle.PickleBytes;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>What would do harm in Python is data here: nothing runs, nothing grows, nothing recurses.</summary>
public sealed class HarmlessPickleTests
{
    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("subprocess", "check_output")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "exec")]
    [InlineData("builtins", "__import__")]
    [InlineData("operator", "attrgetter")]
    [InlineData("numpy.testing._private.utils", "runstring")]
    public void Call_is_kept_and_named(string module, string name)
    {
        (PyValue value, PickleSummary summary) = Read(Whole(Call(module, name, Text("touch /tmp/harm"))));

        PyObject call = Assert.IsType<PyObject>(value);
        Assert.Equal(name, call.Type.Name);
        Assert.Equal("touch /tmp/harm", Assert.IsType<PyText>(Assert.Single(call.Arguments)).Value);
        Assert.Equal([call.Type.FullName], summary.SuspiciousNames);
    }

    [Fact]
    public void State_with_the_names_of_Python_is_data()
    {
        PyValue value = Read(Whole(Name("a", "b"), ")", PickleOpcode.NewObj, Dictionary(("__class__", Name("os", "system")), ("__reduce__", Text("x"))), "b")).Value;

        Assert.Equal("os.system", Assert.IsType<PyObject>(value)["__class__"]!.Describe());
    }

    [Fact]
    public void Lists_nested_200_000_deep_are_read_without_recursion()
    {
        const int Depth = 200_000;

        PyValue value = Read(Whole(Repeat((byte)']', Depth), Repeat((byte)'a', Depth - 1))).Value;

        int depth = 1;
        for (PyList list = (PyList)value; list.Items.Count > 0; list = (PyList)list.Items[0])
        {
            depth++;
        }

        Assert.Equal(Depth, depth);
        Assert.Equal("a list of 1", value.Describe());
    }

    [Fact]
    public void Lists_that_hold_the_last_one_ten_times_stay_small()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        byte[] laughs = Join([.. Enumerable.Range(0, 100).Select(i => (object)Join(PickleOpcode.Memoize, "0(", Repeated(i), "l"))]);

        PyValue value = Read(Whole("]", laughs)).Value;

        Assert.Equal("a list of 10", value.Describe());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);

        static byte[] Repeated(int index) => Join([.. Enumerable.Repeat<object>(Join("h", (byte)index), 10)]);
    }

    [Fact]
    public void List_inside_itself_is_the_same_list()
    {
        PyList ring = Assert.IsType<PyList>(Read(Whole("]", PickleOpcode.Memoize, "h\0a")).Value);

        Assert.Same(ring, Assert.Single(ring.Items));
    }

    [Fact]
    public void Type_that_has_itself_as_a_field_keeps_its_bytes()
    {
        byte[] type = Join(
            Call("numpy", "dtype", Text("V8")), PickleOpcode.Memoize,
            Tuple(Integer(3), Text("|"), "N"u8.ToArray(), Tuple(Text("a")), Dictionary(("a", Tuple("h\0"u8.ToArray(), Integer(0)))), Integer(8), Integer(1), Integer(0)),
            "b");

        PyDataType value = Assert.IsType<PyDataType>(Read(Whole(type)).Value);

        Assert.Empty(Assert.Single(value.Type.Fields).Type.Fields);
    }

    [Fact]
    public void Arrays_are_slices_of_the_file()
    {
        byte[] file = Fixture.Read("aligned.joblib");

        PyArray array = Assert.IsType<PyArray>(((PyDictionary)Read(file).Value)["f8"]);

        Assert.True(file.AsSpan().Overlaps(array.Data.Span));
    }

    [Fact]
    public void What_follows_the_end_is_counted_and_not_read()
    {
        (PyValue value, PickleSummary summary) = Read(Join(Whole(Integer(7)), "cos\nsystem\n(S'id'\ntR."));

        Assert.Equal("7", value.Describe());
        Assert.Equal(21, summary.TrailingSize);
        Assert.Empty(summary.SuspiciousNames);
    }

    [Fact]
    public void Limits_of_operations_memo_and_integers_hold()
    {
        byte[] memo = Whole(PickleOpcode.None, Repeat(PickleOpcode.Memoize, 200_000));
        byte[] integer = Whole(PickleOpcode.Long1, (byte)100, new byte[100]);

        Assert.Contains("more than 1000 values", Refusal(memo, new PickleLimits { MemoMax = 1000 }), StringComparison.Ordinal);
        Assert.Contains("more than 1000 operations", Refusal(memo, new PickleLimits { OperationsMax = 1000 }), StringComparison.Ordinal);
        Assert.Contains("more than 64", Refusal(integer, new PickleLimits { IntegerSizeMax = 64 }), StringComparison.Ordinal);
    }

    private static string Refusal(byte[] content, PickleLimits limits) =>
        Assert.Throws<ImportException>(() => PickleFile.Read(content, limits, null, TestContext.Current.CancellationToken)).Message;

    private static (PyValue Value, PickleSummary Summary) Read(byte[] content) =>
        PickleFile.ReadWithSummary(content, new PickleLimits(), null, TestContext.Current.CancellationToken);
}
