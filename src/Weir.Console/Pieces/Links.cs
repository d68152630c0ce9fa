namespace Weir.Console.Pieces;

/// <summary>Addresses within the console.</summary>
public static class Links
{
    /// <summary>A browser takes "." and ".." in a path for steps, even escaped, so such names stand in the question.</summary>
    public static string Account(string name) => name is "." or ".." ? "/accounts/?name=" + Uri.EscapeDataString(name) : "/accounts/" + Uri.EscapeDataString(name);

    public static string Campaign(string id) => "/campaigns/" + Uri.EscapeDataString(id);
}
