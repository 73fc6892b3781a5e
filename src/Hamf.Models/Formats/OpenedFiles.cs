using System.Buffers;
using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Formats;

/// <summary>Files on disk, open for an import. Big ones are mapped, not loaded; they must not be written to meanwhile.</summary>
public sealed class OpenedFiles : IDisposable
{
    // From this size on mapping is cheaper than a buffer for the whole file.
    private const int LeastMappedSize = 1 << 20;

    private readonly List<MappedContent> _mapped = [];
    private readonly List<ImportFile> _files = [];

    private OpenedFiles()
    {
    }

    /// <summary>The files, in the order of their paths; not to be used after <see cref="Dispose"/>.</summary>
    public IReadOnlyList<ImportFile> Files => _files;

    /// <summary>Opens files; a folder stands for the files in it.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <exception cref="IOException">One cannot be read, or has more than 2 GB.</exception>
    public static OpenedFiles Open(IEnumerable<string> paths)
    {
        var opened = new OpenedFiles();
        try
        {
            foreach (string path in paths)
            {
                foreach (string file in Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).Take(ModelImport.FilesMax + 1) : [path])
                {
                    opened.Add(file);
                }
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _files.Clear();
        foreach (MappedContent content in _mapped)
        {
            ((IDisposable)content).Dispose();
        }

        _mapped.Clear();
    }

    private void Add(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > Array.MaxLength)
        {
            throw new IOException($"{path} has {length} bytes; at most {Array.MaxLength} can be read.");
        }

        if (length < LeastMappedSize)
        {
            _files.Add(new ImportFile(Path.GetFileName(path), File.ReadAllBytes(path)));
            return;
        }

        var content = new MappedContent(path);
        _mapped.Add(content);
        _files.Add(new ImportFile(Path.GetFileName(path), content.Memory));
    }

    private sealed unsafe class MappedContent(string path) : MemoryManager<byte>
    {
#pragma warning disable CA2000 // The mapped file closes the stream.
        private readonly MappedFile _file = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
#pragma warning restore CA2000

        public override Span<byte> GetSpan()
        {
            // The span is read-only to every reader; only its type does not say so.
            ReadOnlySpan<byte> content = _file.Content;
            fixed (byte* start = content)
            {
                return new Span<byte>(start, content.Length);
            }
        }

        // The file is mapped at a fixed place for as long as this lives.
        public override MemoryHandle Pin(int elementIndex = 0)
        {
            fixed (byte* start = _file.Content[elementIndex..])
            {
                return new MemoryHandle(start);
            }
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _file.Dispose();
            }
        }
    }
}
