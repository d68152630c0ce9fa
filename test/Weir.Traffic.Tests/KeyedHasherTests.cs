using System.Buffers.Binary;
using System.Security.Cryptography;
using Weir.Traffic;
using Xunit;

namespace Weir.Traffic.Tests;

public sealed class KeyedHasherTests
{
    [Fact]
    public async Task A_hash_is_the_head_of_the_HMAC_whichever_hasher_and_thread_came_before()
    {
        byte[][] keys = [RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32)];
        var hashers = Array.ConvertAll(keys, key => new KeyedHasher(key));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                var text = BitConverter.GetBytes(i * 7919);
                var expected = BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(keys[i % 2], text));
                Assert.Equal(new KeyedHash(expected), hashers[i % 2].Hash(text));
            }
        }, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void A_text_that_comes_again_hashes_the_same_under_its_own_key()
    {
        byte[][] keys = [RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32)];
        var hashers = Array.ConvertAll(keys, key => new KeyedHasher(key));
        // More texts than are remembered, short and long, so that some are found again and some have lost their place.
        for (var i = 0; i < 9_000; i++)
        {
            var text = new byte[2 + i % 3_000 % 700];
            BinaryPrimitives.WriteInt16LittleEndian(text, (short)(i % 3_000));
            var expected = BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(keys[i % 2], text));
            Assert.Equal(new KeyedHash(expected), hashers[i % 2].Hash(text));
        }
    }

    [Fact]
    public void Nothing_hashes_to_none_and_text_hashes_as_its_UTF8()
    {
        var hasher = KeyedHasher.Ephemeral();

        Assert.True(hasher.Hash("").IsNone);
        Assert.True(hasher.Hash((ReadOnlySpan<byte>)[]).IsNone);
        Assert.Equal(hasher.Hash("straße 東京"u8), hasher.Hash("straße 東京"));
    }
}
