using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hamf.Pipeline.Training.Search;

/// <summary>The trials of a search in a file, one line of JSON each, on disk before the next one starts. Not thread-safe.</summary>
internal sealed class TrialLog : IDisposable
{
    // Ten thousand lines of a few kilobytes; more than any search measures.
    private const int MaxFileSize = 100_000_000;

    private readonly FileStream _file;
    private readonly List<Trial> _known = [];

    private TrialLog(FileStream file) => _file = file;

    /// <summary>What stood in the file when it was opened.</summary>
    public IReadOnlyList<Trial> Known => _known;

    /// <summary>Opens the file of a search, which is made where it is missing; no other process may have it open.</summary>
    /// <param name="path">The file.</param>
    /// <param name="resume">Whether to go on after the trials in it; otherwise they are dropped.</param>
    /// <exception cref="IOException">It cannot be opened, or another search writes it.</exception>
    public static TrialLog Open(string path, bool resume)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var log = new TrialLog(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        log._file.SetLength(resume ? log.ReadKnown() : 0);
        log._file.Seek(0, SeekOrigin.End);
        return log;
    }

    /// <summary>Adds a trial.</summary>
    public void Append(Trial trial)
    {
        JsonSerializer.Serialize(_file, trial, TrialJsonContext.Default.Trial);
        _file.WriteByte((byte)'\n');
        _file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Returns where the last whole line ends: a process that was killed while writing leaves part of one.
    private long ReadKnown()
    {
        if (_file.Length > MaxFileSize)
        {
            throw new InvalidDataException($"{_file.Name} holds {_file.Length:N0} bytes, more than any search writes; delete it, or leave out --resume.");
        }

        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        int start = 0;
        for (int end = bytes.AsSpan(start).IndexOf((byte)'\n'); end >= 0; end = bytes.AsSpan(start).IndexOf((byte)'\n'))
        {
            if (Parse(bytes.AsSpan(start, end)) is not { } trial)
            {
                break;
            }

            _known.Add(trial);
            start += end + 1;
        }

        return start;
    }

    private static Trial? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, TrialJsonContext.Default.Trial);
        }
        catch (JsonException)
        {
            // A damaged line ends what can be trusted; the search measures again from there.
            return null;
        }
    }
}

/// <summary>Generated serialisation, so that nothing depends on reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Trial))]
internal sealed partial class TrialJsonContext : JsonSerializerContext;
