using System.Runtime.CompilerServices;

namespace Weir.TestKit;

/// <summary>Where the sources lie, for tests that hold documents, samples and project files against the code.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Weir.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("No Weir.slnx above " + here);
    }
}
