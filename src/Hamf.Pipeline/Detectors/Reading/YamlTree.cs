using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>
/// Builds a tree with line numbers from YAML text. Only what a detector needs is understood: maps, lists and plain values.
/// Anchors, aliases, merge keys and tags are faults, so a short file can never unfold into a large one.
/// </summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 12;
    private const int MaxNodes = 50_000;

    private readonly Parser _events;
    private readonly ProblemList _problems;
    private int _nodeCount;

    private YamlTree(string yaml, ProblemList problems)
    {
        _events = new Parser(new StringReader(yaml));
        _problems = problems;
    }

    /// <summary>Reads the only document of the text.</summary>
    /// <returns>Its root, or null when it is empty or cannot be read at all; the reason is then among the problems.</returns>
    public static YamlItem? Read(string yaml, ProblemList problems)
    {
        var tree = new YamlTree(yaml, problems);
        try
        {
            return tree.ReadDocument();
        }
        catch (Exception e) when (e is InvalidOperationException or EndOfStreamException)
        {
            // So the library gives up on some damaged files, instead of saying what is wrong with them.
            problems.Add((int)(tree._events.Current?.End.Line ?? 1), "this is not valid YAML: a value here or below cannot be read; put quotes around it");
            return null;
        }
        catch (YamlException e)
        {
            // The scanner reports a tab on the line of the enclosing block.
            int tab = e.Message.Contains("tab", StringComparison.Ordinal) ? LineIndentedByTab(yaml) : 0;
            problems.Add(tab > 0 ? tab : (int)e.Start.Line,
                $"this is not valid YAML: {(tab > 0 ? "the line is indented with a tab; use spaces" : Reason(e))}");
            return null;
        }
    }

    private YamlItem? ReadDocument()
    {
        _events.Consume<StreamStart>();
        if (!_events.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        YamlItem root = ReadItem(0);
        _events.Consume<DocumentEnd>();
        if (_events.Current is DocumentStart second)
        {
            _problems.Add((int)second.Start.Line, "a second document starts here; a detector is one document");
        }

        return root;
    }

    private YamlItem ReadItem(int depth)
    {
        int line = (int)_events.Current!.Start.Line;
        if (depth > MaxDepth || ++_nodeCount > MaxNodes)
        {
            throw new YamlException(_events.Current.Start, _events.Current.End,
                $"nested deeper than {MaxDepth} levels or more than {MaxNodes:N0} values");
        }

        Refuse(_events.Current, line);
        switch (_events.Current)
        {
            case Scalar scalar:
                _events.MoveNext();
                return new YamlText(line, scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));
            case SequenceStart:
                _events.MoveNext();
                return ReadList(line, depth);
            case MappingStart:
                _events.MoveNext();
                return ReadMap(line, depth);
            default:
                _events.MoveNext();
                return new YamlText(line, "", IsQuoted: true);
        }
    }

    private YamlList ReadList(int line, int depth)
    {
        var items = new List<YamlItem>();
        while (!_events.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadItem(depth + 1));
        }

        return new YamlList(line, items);
    }

    private YamlMap ReadMap(int line, int depth)
    {
        var entries = new List<YamlEntry>();
        var firstLine = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            YamlItem key = ReadItem(depth + 1);
            YamlItem value = ReadItem(depth + 1);
            if (key is not YamlText { Value: var name })
            {
                _problems.Add(key.Line, "a list or a map is used as a key; expected a name");
            }
            else if (!firstLine.TryAdd(name, key.Line))
            {
                _problems.Add(key.Line, $"'{name}' is given twice; the first is on line {firstLine[name]}. Remove one.");
            }
            else
            {
                entries.Add(new YamlEntry(name, key.Line, value));
            }
        }

        return new YamlMap(line, entries);
    }

    private void Refuse(ParsingEvent current, int line)
    {
        if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false })
        {
            _problems.Add(line, "anchors (&name) and aliases (*name) are not used in a detector; write the value out, "
                + "or quote it if it is meant as text");
        }
        else if (current is NodeEvent { Tag.IsEmpty: false })
        {
            _problems.Add(line, "tags (!name) are not used in a detector; quote the value if it is meant as text");
        }
    }

    private static int LineIndentedByTab(string yaml) =>
        1 + Array.FindIndex(yaml.Split('\n'), line => line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).Contains('\t'));

    private static string Reason(YamlException e) =>
        e.Message.Contains("): ", StringComparison.Ordinal) ? e.Message[(e.Message.IndexOf("): ", StringComparison.Ordinal) + 3)..] : e.Message;
}
