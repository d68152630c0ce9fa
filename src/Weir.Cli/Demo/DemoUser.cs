namespace Weir.Cli.Demo;

internal enum DemoClient { OpenAi, Anthropic, Gemini }

/// <summary>Somebody who uses the model as people do: one client, one language, one kind of work, and time to read the answer.</summary>
/// <param name="Pause">What passes between an answer and the next question, on average.</param>
internal sealed record DemoUser(
    string Account, string UserAgent, DemoClient Client, bool Streams, string? System, TimeSpan Pause, IReadOnlyList<string> Openings, IReadOnlyList<string> Subjects)
{
    public static IReadOnlyList<DemoUser> All { get; } =
    [
        new("nora-writes", "OpenAI/JS 5.8.2", DemoClient.OpenAi, Streams: true, null, TimeSpan.FromSeconds(5),
            ["Make this sentence shorter: {0}", "Another word for \"{0}\"?", "Is this too formal for a letter to a friend? {0}"],
            ["I would hereby like to thank you for the lovely evening.", "The river was calm as a plate that morning.", "We regret that the ferry no longer runs on Sundays.", "gleaming", "to wander about"]),
        new("shop-helpdesk", "OpenAI/Python 1.99.1", DemoClient.OpenAi, Streams: false, "You answer questions of customers of a shop for garden tools. Be brief and friendly.", TimeSpan.FromSeconds(2),
            ["{0}", "Hello, {0}", "{0} Thanks in advance."],
            ["where is my parcel?", "the hedge trimmer does not start any more.", "can I return gloves that I have worn once?", "which lawn seed suits shade?", "do you repair pumps?", "my invoice shows the wrong address."]),
        new("kenji-studies", "Anthropic/Python 0.64.0", DemoClient.Anthropic, Streams: true, null, TimeSpan.FromSeconds(6),
            ["{0}について、やさしく教えてください。", "{0}の例を一つください。", "{0}と言えますか。"],
            ["川の流れ", "光の速さ", "敬語の使い方", "江戸時代の橋", "「雨が降っている」"]),
        new("lucia-cocina", "Anthropic/JS 0.60.0", DemoClient.Anthropic, Streams: false, null, TimeSpan.FromSeconds(7),
            ["¿Qué cocino hoy con {0}?", "¿Cuánto tiempo necesita {0} en el horno?", "Una idea rápida para la cena con {0}."],
            ["garbanzos y espinacas", "una calabaza pequeña", "arroz de ayer", "pan duro y tomate", "dos huevos y patatas"]),
        new("build-bot", "google-genai-sdk/1.28.0 gl-python/3.12", DemoClient.Gemini, Streams: false, "You write one line that sums up a change to a program.", TimeSpan.FromSeconds(3),
            ["Sum up: {0}", "One line for this change, please: {0}"],
            ["the parser now skips empty lines", "times are stored in UTC instead of local time", "a lock was held while the file was written", "retry when the database closes the connection", "the button for saving was not reachable by keyboard"]),
        new("omar-reist", "google-genai-sdk/1.9.0 gl-node/v22", DemoClient.Gemini, Streams: true, null, TimeSpan.FromSeconds(6),
            ["Was sehe ich in {0} an einem Nachmittag?", "Wie komme ich ohne Auto nach {0}?", "Lohnt sich {0} im November?"],
            ["Lindau", "Tromsø", "Marrakesch", "Bamberg", "Triest"]),
    ];

    public string NextQuestion(Random random) =>
        Openings[random.Next(Openings.Count)].Replace("{0}", Subjects[random.Next(Subjects.Count)], StringComparison.Ordinal);
}
