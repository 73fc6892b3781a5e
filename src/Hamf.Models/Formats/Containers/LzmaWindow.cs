using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Containers;

/// <summary>
/// The last bytes that were decoded, to copy from: a ring as large as the dictionary, which grows with what was decoded, so that a header that
/// asks for gigabytes costs nothing.
/// </summary>
internal sealed class LzmaWindow
{
    private const int SmallestSize = 1 << 16;
    private const int PieceSize = 1 << 16;

    private readonly MemoryBudget _budget;
    private readonly int _sizeMax;
    private byte[] _ring;
    private int _next;
    private int _pieceStart;

    /// <summary>An empty window.</summary>
    /// <param name="dictionarySize">How far back a copy may reach.</param>
    /// <param name="budget">Charged as the window grows.</param>
    public LzmaWindow(uint dictionarySize, MemoryBudget budget)
    {
        _budget = budget;
        _sizeMax = (int)Math.Clamp(dictionarySize, SmallestSize, 1u << 30);
        _budget.Charge(SmallestSize);
        _ring = new byte[SmallestSize];
    }

    /// <summary>Bytes decoded since the dictionary began.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes that still fit into the piece being decoded.</summary>
    public int Room => Math.Min(_ring.Length - _next, PieceSize - (_next - _pieceStart));

    /// <summary>Begins a piece: whatever was decoded before may be overwritten once it is a dictionary's length away.</summary>
    public void BeginPiece()
    {
        if (_next == _ring.Length)
        {
            if (_ring.Length < _sizeMax)
            {
                int size = (int)Math.Min(2L * _ring.Length, _sizeMax);
                _budget.Charge(size);
                Array.Resize(ref _ring, size);
            }
            else
            {
                _next = 0;
            }
        }

        _pieceStart = _next;
    }

    /// <summary>What was decoded since the piece began.</summary>
    public ReadOnlyMemory<byte> Piece() => _ring.AsMemory(_pieceStart, _next - _pieceStart);

    /// <summary>Forgets what was decoded.</summary>
    public void Reset() => Count = 0;

    /// <summary>The byte a distance back, 1 for the last; 0 before the first.</summary>
    public byte Back(long distance)
    {
        if (distance > Count || distance > _ring.Length)
        {
            return Count == 0 ? (byte)0 : throw new InvalidDataException();
        }

        int place = _next - (int)distance;
        return _ring[place < 0 ? place + _ring.Length : place];
    }

    public void Put(byte value)
    {
        _ring[_next++] = value;
        Count++;
    }

    /// <summary>Repeats as many bytes from a distance back as fit; returns how many.</summary>
    public int Copy(long distance, int length)
    {
        if (distance > Count || distance > _ring.Length)
        {
            throw new InvalidDataException();
        }

        int count = Math.Min(length, Room);
        int from = _next - (int)distance;
        from = from < 0 ? from + _ring.Length : from;
        for (int i = 0; i < count; i++)
        {
            _ring[_next++] = _ring[from++];
            from = from == _ring.Length ? 0 : from;
        }

        Count += count;
        return count;
    }
}
