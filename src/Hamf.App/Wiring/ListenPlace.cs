using System.Net;
using System.Net.Sockets;
using Hamf.App.Commands;
using Hamf.Server;

namespace Hamf.App.Wiring;

/// <summary>Whether a server can listen where it is told to, asked before any of it starts: a host that fails to start logs the stack of everything it held.</summary>
internal static class ListenPlace
{
    /// <summary>Takes the port for a moment.</summary>
    /// <exception cref="CommandFailure">Another program has it, the machine has no such address, or the user may not take such a port.</exception>
    public static void Check(HamfServerOptions options)
    {
        using var listener = new TcpListener(options.ListenAddress ?? IPAddress.Loopback, options.Port);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw CommandFailure.Failed(e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => IsTaken(options),
                SocketError.AddressNotAvailable => $"this machine has no address {options.Address}; --address takes one of its own, or 0.0.0.0 for all",
                SocketError.AccessDenied => $"port {options.Port} is reserved for the system; choose one from 1024 on with --port N",
                _ => $"cannot listen on port {options.Port} of {options.Address}: {e.Message}",
            });
        }
    }

    /// <summary>The message for a port that another program has.</summary>
    public static string IsTaken(HamfServerOptions options) =>
        $"port {options.Port} of {options.Address} is taken; choose another with --port N (0 takes a free one)";
}
