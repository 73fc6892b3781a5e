using System.Globalization;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Detectors.Inference;
using Hamf.Pipeline.Detectors.Reading;
using Hamf.Pipeline.Features;

namespace Hamf.Pipeline.Flows;

/// <summary>Proposes a detector from a CSV file and writes it. It never guesses silently: what is doubtful is ignored, with a warning.</summary>
public static class InitFlow
{
    /// <summary>Reads the whole file, once or twice, in bounded memory and writes <c>detector.yaml</c>.</summary>
    /// <param name="request">The file and what is known about it.</param>
    /// <param name="cancellation">Stops and writes nothing.</param>
    /// <returns>What was decided, or the reason why nothing was written.</returns>
    public static InitOutcome Run(InitRequest request, CancellationToken cancellation) =>
        Run(request, FeatureSet.Check, cancellation);

    internal static InitOutcome Run(InitRequest request, FeatureCheck check, CancellationToken cancellation)
    {
        string path = Path.Combine(request.OutDir, DetectorFile.FileName);
        if (File.Exists(path))
        {
            return InitOutcome.Refused($"{path} is there already; remove it, or choose another folder with --out");
        }

        try
        {
            return Propose(request, path, check, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return InitOutcome.Refused(e is FileNotFoundException or DirectoryNotFoundException
                ? $"{request.DataPath}: there is no such file"
                : $"{request.DataPath}: {e.Message}");
        }
    }

    private static InitOutcome Propose(InitRequest request, string path, FeatureCheck check, CancellationToken cancellation)
    {
        (TableProfile? table, string? refusal) = Profile(request, cancellation);
        if (table is null)
        {
            return InitOutcome.Refused($"{request.DataPath}: {refusal}");
        }

        (LabelChoice? label, refusal) = LabelChoice.Make(table.Find(request.Label)!, request.Positive);
        if (label is null)
        {
            return InitOutcome.Refused($"{request.DataPath}: {refusal}");
        }

        var wish = new DraftWish
        {
            Label = request.Label,
            Positive = request.Positive,
            Time = request.Time,
            Key = request.Key,
            Entity = request.Entity,
            Ignore = request.Ignore,
        };
        if (request.Time is not null && TimeForms.Of(table, table.Find(request.Time)!, isGiven: true) is not { } or { Doubt: not null })
        {
            return InitOutcome.Refused($"{request.DataPath}: --time {request.Time} is not a time in a format that is certain "
                + "(ISO, seconds or milliseconds since 1970, or a common pattern that fits every row without missing cells)");
        }

        RoleChoice roles = RoleChoice.Make(table, wish);
        EntityTraits traits = CountTraits(request.DataPath, new EntityTraits(table, roles), cancellation);
        DetectorDraft draft = DetectorDrafter.Draft(
            table, wish, label, roles, traits, (request.Name ?? NameFrom(request.OutDir), Path.GetFileName(request.DataPath)));
        bool hasFeatures = draft.Derived.Count > 0 || draft.Columns.Any(c => c.Spec.Role == Rows.ColumnRole.Feature);
        return hasFeatures ? Write(draft, path, check) : Refuse(draft, request);
    }

    // Each column was left out for a reason; the user has to see all of them to find the one that is mistaken.
    private static InitOutcome Refuse(DetectorDraft draft, InitRequest request) => InitOutcome.Refused(
        $"{request.DataPath}: no column is left to learn from: "
        + string.Join("; ", draft.Columns.Where(c => c.Spec.Role == Rows.ColumnRole.Ignore).Select(c => $"{c.Spec.Name}: {c.Warning ?? c.Why}")));

    private static InitOutcome Write(DetectorDraft draft, string path, FeatureCheck check)
    {
        (string text, IReadOnlyDictionary<string, int> lineOf) = DetectorWriter.Write(draft);
        DetectorReading reading = DetectorFile.Parse(text, path, check);
        if (reading.Detector is null)
        {
            throw new InvalidOperationException("The proposed detector does not pass its own check: " + string.Join("; ", reading.Problems));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return new InitOutcome
        {
            Path = path,
            Detector = reading.Detector,
            Columns = [.. draft.Columns.Select(c => new InitColumn(
                c.Spec.Name, ChoiceNames<Rows.ColumnType>.Of(c.Spec.Type), ChoiceNames<Rows.ColumnRole>.Of(c.Spec.Role), c.Why, c.Warning, lineOf[c.Spec.Name]))],
            Rows = draft.Table.Rows,
            Positives = draft.Label.Positives,
            BaseRate = draft.Label.BaseRate,
            Delimiter = draft.Table.Delimiter,
            DecimalSign = draft.Table.DecimalSign,
            DecisionWhy = draft.DecisionWhy,
            Warnings = draft.Warnings,
        };
    }

    private static (TableProfile? Table, string? Refusal) Profile(InitRequest request, CancellationToken cancellation)
    {
        using TableReader reader = TableReader.Open(request.DataPath);
        if (HeaderFault(reader.Header, request) is { } fault)
        {
            return (null, fault);
        }

        bool hasIndex = reader.Header[0].Length == 0;
        List<ColumnProfile> columns =
        [
            .. reader.Header.Select((name, i) => new ColumnProfile(name, i, mayUseComma: reader.Delimiter != ',', DistinctCounter.LimitFor(reader.Header.Count)))
                .Skip(hasIndex ? 1 : 0),
        ];
        int label = reader.Header.ToList().IndexOf(request.Label);
        var classes = new List<ulong>();
        long rows = 0;
        while (reader.Read())
        {
            if ((++rows & 0xfff) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            int classIndex = ClassOf(reader.Cell(label), classes);
            foreach (ColumnProfile column in columns)
            {
                column.Add(reader.Cell(column.Index), classIndex);
            }
        }

        return rows == 0
            ? (null, "the file has a header but no rows with as many fields")
            : (new TableProfile
            {
                Columns = columns,
                Rows = rows,
                RaggedRows = reader.RaggedRows,
                HasIndexColumn = hasIndex,
                Delimiter = reader.Delimiter,
            }, null);
    }

    private static int ClassOf(ReadOnlySpan<byte> label, List<ulong> classes)
    {
        if (label.IsEmpty)
        {
            return -1;
        }

        ulong hash = DistinctCounter.HashOf(label);
        int index = classes.IndexOf(hash);
        if (index < 0 && classes.Count < 3)
        {
            classes.Add(hash);
            index = classes.Count - 1;
        }

        return index;
    }

    private static string? HeaderFault(IReadOnlyList<string> header, InitRequest request)
    {
        if (header.GroupBy(h => h, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return $"the header names '{twice.Key}' twice; expected each name once";
        }

        if (header.Skip(1).Any(h => h.Length == 0))
        {
            return "the header leaves a column other than the first without a name";
        }

        (string Option, string? Name)[] asked =
            [("--label", request.Label), ("--time", request.Time), ("--key", request.Key), ("--entity", request.Entity), .. request.Ignore.Select(i => ("--ignore", (string?)i))];
        foreach ((string option, string? name) in asked)
        {
            if (name is not null && (name.Length == 0 || !header.Contains(name)))
            {
                string hint = Suggestion.For(name, header);
                return $"{option} {name} is not a column of the file{(hint.Length > 0 ? hint : $"; it has {string.Join(", ", header.Where(name => name.Length > 0).Take(40))}")}";
            }
        }

        return asked.Where(a => a.Name is not null).GroupBy(a => a.Name).FirstOrDefault(g => g.Count() > 1) is { } both
            ? $"{string.Join(" and ", both.Select(a => a.Option))} all name '{both.Key}'; a column has one role"
            : null;
    }

    private static EntityTraits CountTraits(string path, EntityTraits traits, CancellationToken cancellation)
    {
        if (!traits.NeedsPass)
        {
            return traits;
        }

        using TableReader reader = TableReader.Open(path);
        for (long row = 1; reader.Read(); row++)
        {
            if ((row & 0xfff) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            traits.Add(reader);
        }

        return traits;
    }

    private static string NameFrom(string folder)
    {
        string last = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        string name = string.Concat(last.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')).TrimStart('-', '_');
        return name.Length == 0 ? "detector" : name[..Math.Min(name.Length, 64)].ToString(CultureInfo.InvariantCulture);
    }
}
