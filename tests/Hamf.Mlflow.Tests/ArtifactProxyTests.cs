using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>The artifact proxy, as <c>mlflow-artifacts:/</c> reaches it.</summary>
public sealed class ArtifactProxyTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private const string Root = "/api/2.0/mlflow-artifacts/artifacts";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/2.0/mlflow-artifacts/artifacts")]
    [InlineData("/ajax-api/2.0/mlflow-artifacts/artifacts")]
    public async Task Returns_what_was_uploaded(string root)
    {
        byte[] content = Bytes(300_001);

        await PutAsync("up/a.bin", content, root);

        using HttpResponseMessage response = await server.Client.GetAsync($"{root}/up/a.bin", Cancellation);
        Assert.Equal(content, await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(content.Length, response.Content.Headers.ContentLength);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.StartsWith("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"", response.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task An_upload_in_chunks_of_unknown_length_is_taken()
    {
        byte[] content = Bytes(2_500_000);
        using HttpRequestMessage request = new(HttpMethod.Put, $"{Root}/chunked/c.bin") { Content = new StreamContent(new MemoryStream(content)) };
        request.Headers.TransferEncodingChunked = true;

        using HttpResponseMessage response = await server.Client.SendAsync(request, Cancellation);

        Assert.Equal("{}", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(content, await server.Client.GetByteArrayAsync($"{Root}/chunked/c.bin", Cancellation));
    }

    [Fact]
    public async Task Lists_files_and_folders_by_their_base_names()
    {
        await PutAsync("listing/dir/b.txt", "1"u8.ToArray());
        await PutAsync("listing/a.txt", "0"u8.ToArray());
        await PutAsync("listing/dir/deep/c.txt", "2"u8.ToArray());

        Assert.Equal(
            """{"files":[{"path":"a.txt","is_dir":false,"file_size":1},{"path":"dir","is_dir":true}]}""",
            await server.Client.GetStringAsync($"{Root}?path=listing", Cancellation));
        Assert.Equal(
            """{"files":[{"path":"b.txt","is_dir":false,"file_size":1},{"path":"deep","is_dir":true}]}""",
            await server.Client.GetStringAsync($"{Root}?path=listing/dir", Cancellation));
        Assert.Equal("{}", await server.Client.GetStringAsync($"{Root}?path=listing/none", Cancellation));
        JsonElement all = JsonDocument.Parse(await server.Client.GetStringAsync(Root, Cancellation)).RootElement;
        Assert.Contains(all.GetProperty("files").EnumerateArray(), file => file.GetProperty("path").GetString() == "listing" && file.GetProperty("is_dir").GetBoolean());
    }

    [Fact]
    public async Task Removes_a_file_and_a_folder_with_all_in_it()
    {
        foreach (string path in (string[])["gone/a", "gone/b/c", "gone/b/d/e", "gone-not"])
        {
            await PutAsync(path, "x"u8.ToArray());
        }

        await server.Client.DeleteAsync($"{Root}/gone/a", Cancellation);
        await server.Client.DeleteAsync($"{Root}/gone/b", Cancellation);
        using HttpResponseMessage again = await server.Client.DeleteAsync($"{Root}/gone/b", Cancellation);

        Assert.Equal("{}", await again.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("{}", await server.Client.GetStringAsync($"{Root}?path=gone", Cancellation));
        Assert.Equal("x", await server.Client.GetStringAsync($"{Root}/gone-not", Cancellation));
    }

    [Fact]
    public async Task What_is_not_there_is_404_so_that_no_client_tries_again()
    {
        using HttpResponseMessage response = await server.Client.GetAsync($"{Root}/none/at/all", Cancellation);

        new MlflowAnswer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(Cancellation))
            .Refused(404, "RESOURCE_DOES_NOT_EXIST", "none/at/all");
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync($"{Root}/listing", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("over/a", "over/a/b")]
    [InlineData("under/a/b", "under/a")]
    public async Task A_name_is_a_file_or_a_folder(string first, string second)
    {
        await PutAsync(first, "1"u8.ToArray());

        using HttpResponseMessage response = await server.Client.PutAsync($"{Root}/{second}", new ByteArrayContent([1]), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("1", await server.Client.GetStringAsync($"{Root}/{first}", Cancellation));
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=10-19", 10, 10)]
    [InlineData("bytes=990-", 990, 10)]
    [InlineData("bytes=990-5000", 990, 10)]
    [InlineData("bytes=-7", 993, 7)]
    [InlineData("bytes=-5000", 0, 1000)]
    public async Task Sends_the_part_that_was_asked_for(string range, int start, int length)
    {
        byte[] content = Bytes(1000);
        await PutAsync("ranges.bin", content);

        using HttpResponseMessage response = await GetAsync("ranges.bin", ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal($"bytes {start}-{start + length - 1}/1000", response.Content.Headers.ContentRange!.ToString());
        Assert.Equal(content[start..(start + length)], await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("bytes=1000-", 416)]
    [InlineData("bytes=-0", 416)]
    [InlineData("bytes=5-2", 200)]
    [InlineData("lines=1-2", 200)]
    [InlineData("bytes=0-1,5-6", 200)]
    [InlineData("nonsense", 200)]
    public async Task A_range_that_cannot_be_sent_is_said_or_ignored(string range, int status)
    {
        await PutAsync("ranges-not.bin", Bytes(1000));

        using HttpResponseMessage response = await GetAsync("ranges-not.bin", ("Range", range));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 416 ? 0 : 1000, (await response.Content.ReadAsByteArrayAsync(Cancellation)).Length);
        Assert.Equal(status == 416 ? "bytes */1000" : null, response.Content.Headers.ContentRange?.ToString());
    }

    [Fact]
    public async Task A_part_of_another_content_is_not_joined_to_this_one()
    {
        await PutAsync("if-range.bin", Bytes(100));

        using HttpResponseMessage response = await GetAsync("if-range.bin", ("Range", "bytes=0-9"), ("If-Range", "\"other\""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Content_that_the_client_has_is_not_sent_again()
    {
        await PutAsync("etag.bin", Bytes(100));
        using HttpResponseMessage first = await GetAsync("etag.bin");

        using HttpResponseMessage second = await GetAsync("etag.bin", ("If-None-Match", $"\"x\", {first.Headers.ETag!.Tag}"));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Cancellation));
        await PutAsync("etag.bin", Bytes(101));
        using HttpResponseMessage third = await GetAsync("etag.bin", ("If-None-Match", first.Headers.ETag!.Tag));
        Assert.Equal(101, third.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Head_tells_the_size_and_sends_nothing()
    {
        await PutAsync("head.bin", Bytes(1234));

        using HttpResponseMessage response = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{Root}/head.bin"), Cancellation);

        Assert.Equal(1234, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("a.txt", "text/plain")]
    [InlineData("b.pkl", "application/octet-stream")]
    [InlineData("c.png", "image/png")]
    [InlineData("d.pdf", "application/pdf")]
    [InlineData("MLmodel", "text/plain")]
    [InlineData("mlproject", "text/plain")]
    [InlineData("conda.yaml", "text/plain")]
    [InlineData("e.html", "text/html")]
    [InlineData("dog+step+20+timestamp+100+a.png", "image/png")]
    public async Task Types_come_from_the_name_whatever_the_client_wants(string name, string type)
    {
        await PutAsync($"types/{name}", []);

        using HttpResponseMessage response = await GetAsync($"types/{name}", ("Accept", "text/html"));

        Assert.Equal(type, Assert.Single(response.Content.Headers.GetValues("Content-Type")));
        Assert.StartsWith($"attachment; filename={name}", Assert.Single(response.Content.Headers.GetValues("Content-Disposition")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b.txt")]
    [InlineData("größe/ü.txt")]
    [InlineData("100%.txt")]
    [InlineData("a%20b")]
    [InlineData("dog%step%20%timestamp%100.png")]
    [InlineData("日本/モデル.bin")]
    [InlineData("a+b=c&d,e@f!g'h(i)[j]")]
    [InlineData(".hidden/..two/x")]
    [InlineData("2026-01-01T10:00:00.json")]
    public async Task Names_are_kept_as_they_are(string path)
    {
        string url = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        byte[] content = Encoding.UTF8.GetBytes(path);

        await PutAsync("names/" + url, content);

        Assert.Equal(content, await server.Client.GetByteArrayAsync($"{Root}/names/{url}", Cancellation));
        string parent = "names/" + path;
        string listing = await server.Client.GetStringAsync($"{Root}?path={Uri.EscapeDataString(parent[..parent.LastIndexOf('/')])}", Cancellation);
        Assert.Contains(
            JsonDocument.Parse(listing).RootElement.GetProperty("files").EnumerateArray(),
            file => file.GetProperty("path").GetString() == parent[(parent.LastIndexOf('/') + 1)..]);
    }

    [Fact]
    public async Task The_same_bytes_are_on_disk_once_and_a_copy_survives_the_other()
    {
        byte[] content = Bytes(5000);
        string digest = Convert.ToHexStringLower(SHA256.HashData(content));
        await PutAsync("once/a", content);
        await PutAsync("once/b", content);

        await server.Client.DeleteAsync($"{Root}/once/a", Cancellation);

        Assert.Single(Directory.GetFiles(Path.Combine(server.HomePath, "artifacts"), digest, SearchOption.AllDirectories));
        Assert.Equal(content, await server.Client.GetByteArrayAsync($"{Root}/once/b", Cancellation));
    }

    [Fact]
    public async Task The_root_itself_is_neither_written_nor_removed()
    {
        await PutAsync("kept.txt", "k"u8.ToArray());

        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.DeleteAsync($"{Root}/", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.PutAsync($"{Root}/", new ByteArrayContent([1]), Cancellation)).StatusCode);
        Assert.Equal("k", await server.Client.GetStringAsync($"{Root}/kept.txt", Cancellation));
    }

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private async Task PutAsync(string path, byte[] content, string root = Root)
    {
        using HttpResponseMessage response = await server.Client.PutAsync($"{root}/{path}", new ByteArrayContent(content), Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Cancellation)}");
    }

    private async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"{Root}/{path}");
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await server.Client.SendAsync(request, Cancellation);
    }
}
