using System.Net.Sockets;
using System.Text;

namespace Hamf.Mlflow.Tests;

/// <summary>Sends a request exactly as written: no client puts its address in order first.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request and reads the answer to its end.</summary>
    /// <returns>The status, and the whole answer with its headers.</returns>
    public static async Task<(int Status, string Answer)> SendAsync(Uri server, string method, string target, string body, CancellationToken cancellation)
    {
        using TcpClient client = new();
        await client.ConnectAsync(server.Host, server.Port, cancellation);
        await using NetworkStream stream = client.GetStream();
        string type = body.StartsWith('{') ? "application/json" : "application/octet-stream";
        string head = $"{method} {target} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head + body), cancellation);
        using StreamReader reader = new(stream, Encoding.Latin1);
        string answer = await reader.ReadToEndAsync(cancellation);
        return (answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0, answer);
    }
}
