using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Hamf.Models.Formats;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Formats.Sklearn;
using Hamf.Models.Graph;

namespace Hamf.Models.Tests.Formats.Sklearn;

/// <summary>scikit-learn's transformers in the layouts of several versions, against its own results row by row.</summary>
public sealed class TransformerTests
{
    private const string Folder = "preprocessing";
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Pickles() =>
        [.. Directory.GetFiles(ImportedModels.PathOf(Folder), "*.*.pkl").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => !name.StartsWith("chain-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pickles))]
    public void Rows_become_what_the_library_makes_of_them(string pickle)
    {
        var transformer = (Operator)ImportedModels.Part($"{Folder}/{pickle}.pkl");
        Operator again = ReadAgain(transformer);
        using JsonDocument expected = Expected(pickle.Split('.')[0]);
        var row = new RowVector();
        (RowVector first, RowVector second) = (new RowVector(), new RowVector());
        int number = 0;
        foreach ((JsonElement input, JsonElement output) in expected.RootElement.GetProperty("rows").EnumerateArray().Zip(expected.RootElement.GetProperty("out").EnumerateArray()))
        {
            Fill(row, input);
            string place = $"{pickle}, row {number++}: {input.GetRawText()}";
            if (output.ValueKind == JsonValueKind.Null)
            {
                Assert.True(Refuses(transformer, row, first), $"{place} should be refused");
                continue;
            }

            transformer.Apply(row, first, new Workspace());
            again.Apply(row, second, new Workspace());

            Agree(output, first, place);
            Assert.Equal(first.Numbers.ToArray(), second.Numbers.ToArray());
            Assert.Equal(first.Indices.ToArray(), second.Indices.ToArray());
        }
    }

    [Theory]
    [InlineData("refused-tokenizer", "tokenizer")]
    [InlineData("refused-function", "norm")]
    [InlineData("refused-unfitted", "saved before training")]
    public void What_cannot_be_imported_is_named(string pickle, string named)
    {
        ImportException refusal = Assert.Throws<ImportException>(() => ImportedModels.Part($"{Folder}/{pickle}.pkl"));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_union_that_holds_itself_exponentially_often_is_refused()
    {
        PyObject inner = Normalizer();
        for (int level = 0; level < 30; level++)
        {
            var state = new PyDictionary();
            PyTuple item = new([new PyText("a"), inner]);
            state.Add(new PyText("transformer_list"), new PyList([item, item]));
            inner = new PyObject(new PyName("sklearn.pipeline", "FeatureUnion"), []) { State = state };
        }

        ImportException refusal = Assert.Throws<ImportException>(() => ClassCatalog.Read(new StateReader(inner, string.Empty)));

        Assert.Contains("again and again", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_text_are_known()
    {
        var columns = (Operator)ImportedModels.Part($"{Folder}/columns-filled.asis.pkl");

        Assert.Equal([false, true, false, true, false, false], Enumerable.Range(0, columns.InputWidth).Select(columns.ReadsText));
        Assert.Equal([0, 2, 1], [columns.SourceOf(0), columns.SourceOf(1), columns.SourceOf(2)]);
    }

    [Fact]
    public void The_stop_words_are_those_whose_origin_is_written_down()
    {
        using Stream words = typeof(GraphModel).Assembly.GetManifestResourceStream("english_stop_words.txt")!;

        Assert.Equal("4e22be0ad71ae1c41dd7a8f944e851ead671d114edf4faad1ee8c698d2ba5084", Convert.ToHexStringLower(SHA256.HashData(words)));
    }

    private static PyObject Normalizer()
    {
        var state = new PyDictionary();
        state.Add(new PyText("n_features_in_"), new PyInteger(1));
        return new PyObject(new PyName("sklearn.preprocessing._data", "Normalizer"), []) { State = state };
    }

    private static Operator ReadAgain(Operator transformer)
    {
        using var bytes = new MemoryStream();
        using (var writer = new ModelWriter(bytes))
        {
            new PartWriter(writer).Part(transformer);
            writer.Finish();
        }

        var reader = new PartReader(new ModelReader(bytes.ToArray()));
        return reader.Part<Operator>();
    }

    private static bool Refuses(Operator transformer, RowVector row, RowVector output)
    {
        try
        {
            transformer.Apply(row, output, new Workspace());
            return false;
        }
        catch (RowRefusedException)
        {
            return true;
        }
    }

    private static void Fill(RowVector row, JsonElement cells)
    {
        bool hasTexts = cells.EnumerateArray().Any(cell => cell.ValueKind == JsonValueKind.String);
        row.ResetDense(cells.GetArrayLength(), hasTexts);
        for (int i = 0; i < row.Width; i++)
        {
            row.Numbers[i] = cells[i].ValueKind == JsonValueKind.Number ? cells[i].GetDouble() : double.NaN;
            if (cells[i].ValueKind == JsonValueKind.String)
            {
                row.Texts[i] = cells[i].GetString();
            }
        }
    }

    private static void Agree(JsonElement expected, RowVector found, string place)
    {
        bool isSparse = expected.GetArrayLength() == 3 && expected[1].ValueKind == JsonValueKind.Array;
        Assert.Equal(isSparse, found.IsSparse);
        Assert.Equal(isSparse ? expected[0].GetInt32() : expected.GetArrayLength(), found.Width);
        JsonElement values = isSparse ? expected[2] : expected;
        if (isSparse)
        {
            Assert.True(expected[1].EnumerateArray().Select(i => i.GetInt32()).SequenceEqual(found.Indices.ToArray()), $"{place}: other columns");
        }

        for (int i = 0; i < found.StoredCount; i++)
        {
            string? text = found.HasTexts ? found.Texts[i] : null;
            if (values[i].ValueKind == JsonValueKind.String)
            {
                Assert.Equal(values[i].GetString(), text);
                continue;
            }

            double value = values[i].ValueKind == JsonValueKind.Null ? double.NaN : values[i].GetDouble();
            bool isEqual = value.Equals(found.Numbers[i]) || Math.Abs(value - found.Numbers[i]) <= Tolerance * Math.Max(1, Math.Abs(value));
            Assert.True(isEqual, $"{place}, output {i}: expected {value:R}, found {found.Numbers[i]:R}");
        }
    }

    private static JsonDocument Expected(string name)
    {
        using var stream = new GZipStream(File.OpenRead(ImportedModels.PathOf($"{Folder}/{name}.json.gz")), CompressionMode.Decompress);
        return JsonDocument.Parse(stream);
    }
}
