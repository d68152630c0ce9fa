namespace Weir.Sharing;

/// <summary>How far what is shared may go on: the Traffic Light Protocol, version 2.</summary>
public enum Tlp : byte { Clear, Green, Amber, AmberStrict, Red }

/// <summary>Its words and the ids of its markings, which are the same for everybody.</summary>
public static class TlpWords
{
    public static string Word(this Tlp tlp) => tlp switch
    {
        Tlp.Clear => "clear",
        Tlp.Green => "green",
        Tlp.Amber => "amber",
        Tlp.AmberStrict => "amber+strict",
        _ => "red",
    };

    public static string Id(this Tlp tlp) => "marking-definition--" + tlp switch
    {
        Tlp.Clear => "94868c89-83c2-464b-929b-a1a8aa3c8487",
        Tlp.Green => "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        Tlp.Amber => "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        Tlp.AmberStrict => "939a9414-2ddd-4d32-a0cd-375ea402b003",
        _ => "e828b379-4e03-4974-9ac4-e53a884c97c1",
    };

    public static bool TryParse(string word, out Tlp tlp)
    {
        foreach (var one in Enum.GetValues<Tlp>())
        {
            if (string.Equals(one.Word(), word, StringComparison.OrdinalIgnoreCase))
            {
                tlp = one;
                return true;
            }
        }

        tlp = Tlp.Red;
        return false;
    }
}
