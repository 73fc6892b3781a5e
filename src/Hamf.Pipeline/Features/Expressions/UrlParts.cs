namespace Hamf.Pipeline.Features.Expressions;

/// <summary>
/// A URL cut into its parts by its characters alone: nothing is decoded, resolved or fetched, and no text is refused.
/// Reused from text to text.
/// </summary>
internal sealed class UrlParts
{
    private (int Start, int End) _scheme;
    private (int Start, int End) _host;
    private (int Start, int End) _path;
    private (int Start, int End) _query;

    /// <summary>The whole text.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Before <c>:</c>, empty when there is none.</summary>
    public ReadOnlySpan<char> Scheme => Source.AsSpan()[_scheme.Start.._scheme.End];

    /// <summary>The host without user, port and, for IPv6, with its square brackets; empty when there is none.</summary>
    public ReadOnlySpan<char> Host => Source.AsSpan()[_host.Start.._host.End];

    /// <summary>From the first slash after the host to <c>?</c> or <c>#</c>.</summary>
    public ReadOnlySpan<char> Path => Source.AsSpan()[_path.Start.._path.End];

    /// <summary>Between <c>?</c> and <c>#</c>.</summary>
    public ReadOnlySpan<char> Query => Source.AsSpan()[_query.Start.._query.End];

    /// <summary>Cuts a text.</summary>
    public void Split(string text)
    {
        if (ReferenceEquals(text, Source))
        {
            return;
        }

        Source = text;
        int start = 0;
        while (start < text.Length && text[start] <= ' ')
        {
            start++;
        }

        int end = text.Length;
        while (end > start && text[end - 1] <= ' ')
        {
            end--;
        }

        int rest = SplitScheme(start, end, out bool hasAuthority);
        int authorityEnd = rest;
        if (hasAuthority)
        {
            while (authorityEnd < end && text[authorityEnd] is not ('/' or '\\' or '?' or '#'))
            {
                authorityEnd++;
            }
        }

        SplitHost(rest, authorityEnd);
        SplitPath(authorityEnd, end);
    }

    /// <summary>Finds the scheme and gives the position after it and its slashes.</summary>
    private int SplitScheme(int start, int end, out bool hasAuthority)
    {
        hasAuthority = true;
        _scheme = (start, start);
        int colon = start;
        while (colon < end && (char.IsAsciiLetterOrDigit(Source[colon]) || Source[colon] is '+' or '-' or '.'))
        {
            colon++;
        }

        bool isScheme = colon > start && colon < end && Source[colon] == ':' && char.IsAsciiLetter(Source[start]);
        int slashes = isScheme ? colon + 1 : start;
        int rest = slashes;
        while (rest < end && Source[rest] is '/' or '\\')
        {
            rest++;
        }

        if (!isScheme)
        {
            // '//host/path' names a host, '/path' does not.
            hasAuthority = rest - slashes != 1;
            return hasAuthority ? rest : start;
        }

        if (rest - slashes >= 2 || IsWebScheme(Source.AsSpan(start, colon - start)))
        {
            _scheme = (start, colon);
            return rest;
        }

        // 'host:8080/path' and 'user:secret@host' have no scheme; 'mailto:a@b' and 'data:...' have one and no host.
        bool isPort = slashes < end && char.IsAsciiDigit(Source[slashes]);
        bool isHost = isPort || Source.AsSpan(start, colon - start).Contains('.');
        if (!isHost)
        {
            _scheme = (start, colon);
            hasAuthority = false;
            return slashes;
        }

        return start;
    }

    private static bool IsWebScheme(ReadOnlySpan<char> scheme) =>
        scheme.Equals("http", StringComparison.OrdinalIgnoreCase) ||
        scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ||
        scheme.Equals("ftp", StringComparison.OrdinalIgnoreCase);

    private void SplitHost(int start, int end)
    {
        int at = Source.AsSpan(start, end - start).LastIndexOf('@');
        int hostStart = at < 0 ? start : start + at + 1;
        ReadOnlySpan<char> host = Source.AsSpan(hostStart, end - hostStart);
        int bracket = host.Length > 0 && host[0] == '[' ? host.IndexOf(']') : -1;
        int length = bracket >= 0 ? bracket + 1 : host.IndexOf(':');
        _host = (hostStart, length < 0 ? end : hostStart + length);
    }

    private void SplitPath(int start, int end)
    {
        ReadOnlySpan<char> rest = Source.AsSpan(start, end - start);
        int fragment = rest.IndexOf('#');
        int stop = fragment < 0 ? end : start + fragment;
        int mark = Source.AsSpan(start, stop - start).IndexOf('?');
        _path = (start, mark < 0 ? stop : start + mark);
        _query = mark < 0 ? (stop, stop) : (start + mark + 1, stop);
    }
}
