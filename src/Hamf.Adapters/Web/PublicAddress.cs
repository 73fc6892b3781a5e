using System.Net;
using System.Net.Sockets;

namespace Hamf.Adapters.Web;

/// <summary>Tells addresses of the internet from those of this machine, this network, or nobody (the registries of special addresses of IANA).</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Of version 6, besides what is outside of 2000::/3: tunnels that lead to addresses of version 4, and documentation.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ]).Select(n => IPNetwork.Parse(n)),
    ];

    private static readonly IPNetwork Unicast6 = IPNetwork.Parse("2000::/3");

    /// <summary>Whether an address is reached over the internet.</summary>
    public static bool Is(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || Unicast6.Contains(plain)) && !NotPublic.Any(n => n.Contains(plain));
    }
}
