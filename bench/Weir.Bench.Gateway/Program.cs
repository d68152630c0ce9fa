using Weir.Bench.Gateway;

// The parts of bench/gateway.sh that wrk and nginx cannot play: paced streams, load at a fixed rate, and a forwarder to compare with.
return args switch
{
    ["stream-upstream", var port, var chunks, var gap] => await StreamUpstream.RunAsync(int.Parse(port), int.Parse(chunks), int.Parse(gap)),
    ["forward", var port, var upstream] => await PlainForwarder.RunAsync(int.Parse(port), new Uri(upstream)),
    ["streams", var url, var keys, var count, var chunks] => await StreamClient.RunAsync(new Uri(url), keys, int.Parse(count), int.Parse(chunks)),
    ["rate", var url, var keys, var body, var connections, var perSecond, var seconds] =>
        await RateClient.RunAsync(new Uri(url), keys, body, int.Parse(connections), double.Parse(perSecond), double.Parse(seconds)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        stream-upstream PORT CHUNKS GAP_MS             answers every request with a paced stream of stamped events
        forward PORT UPSTREAM_URL                      forwards every request, with the gateway's server and client and nothing of Weir
        streams URL KEYFILE COUNT CHUNKS               opens COUNT streams at once; prints time to first chunk and transit, in ms
        rate URL KEYFILE BODYFILE CONNECTIONS PER_SECOND SECONDS   sends at a fixed rate; prints latency from the moment each call was due
        """);
    return 2;
}
