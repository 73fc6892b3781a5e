using System.Text;
using Hamf.Pipeline.Validation;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Validation;

public sealed class TextCacheTests
{
    [Fact]
    public void Gives_the_same_string_again()
    {
        var cache = new TextCache();

        cache.TryGet("grocery_pos"u8, out string? first);
        cache.TryGet("grocery_pos"u8, out string? second);

        Assert.Same(first, second);
    }

    [Fact]
    public void Agrees_with_plain_decoding_however_texts_collide()
    {
        Seeds.ForEach(10, random =>
        {
            var cache = new TextCache();
            for (int i = 0; i < 20_000; i++)
            {
                byte[] bytes = new byte[random.Next(1, random.Next(2, 80))];
                for (int b = 0; b < bytes.Length; b++)
                {
                    bytes[b] = random.Next(200) == 0 ? (byte)random.Next(256) : (byte)random.Next('a', 'd');
                }

                string expected = Encoding.UTF8.GetString(bytes);
                bool valid = Encoding.UTF8.GetBytes(expected).AsSpan().SequenceEqual(bytes);

                Assert.Equal(valid, cache.TryGet(bytes, out string? text));
                Assert.Equal(valid ? expected : null, text);
            }
        });
    }

    [Fact]
    public async Task May_be_used_by_many_threads()
    {
        var cache = new TextCache();
        string[] texts = [.. Enumerable.Range(0, 5000).Select(i => $"text {i}")];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                string expected = texts[(i * (t + 1)) % texts.Length];
                Assert.True(cache.TryGet(Encoding.UTF8.GetBytes(expected), out string? text));
                Assert.Equal(expected, text);
            }
        })));
    }
}
