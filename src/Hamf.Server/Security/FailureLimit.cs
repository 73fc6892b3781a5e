using System.Net;
using System.Net.Sockets;

namespace Hamf.Server.Security;

/// <summary>
/// Counts wrong keys per address and minute. What goes beyond is told to wait; a key that is right is accepted from any address at any time,
/// since one broken client behind a shared address must not shut out the others, and 256 random bits are not found by trying. Bounded. Thread-safe.
/// </summary>
internal sealed class FailureLimit(TimeProvider time)
{
    /// <summary>Wrong keys that an address may present in a minute.</summary>
    public const int PerMinute = 20;

    private const int AddressesMax = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, int> _counts = [];
    private long _minute;

    /// <summary>Notes a wrong key.</summary>
    /// <returns>How many the address has presented in this minute, this one included.</returns>
    public int Add(IPAddress? address)
    {
        UInt128 key = KeyOf(address);
        long minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        lock (_lock)
        {
            // Forgetting all of them when there are too many costs a flood of addresses a fresh count, and everybody else nothing.
            if (minute != _minute || _counts.Count >= AddressesMax)
            {
                _counts.Clear();
                _minute = minute;
            }

            int count = _counts.GetValueOrDefault(key) + 1;
            _counts[key] = count;
            return count;
        }
    }

    // A holder of IPv6 addresses has a whole network of 64 bits.
    private static UInt128 KeyOf(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.MapToIPv6().TryWriteBytes(bytes, out _))
        {
            return 0;
        }

        bool isV6 = address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6;
        return new UInt128(BitConverter.ToUInt64(bytes), isV6 ? 0 : BitConverter.ToUInt64(bytes[8..]));
    }
}
