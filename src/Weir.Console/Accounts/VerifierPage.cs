using Weir.Console.Shell;

namespace Weir.Console.Accounts;

/// <summary>For those who may do nothing but confirm who an account is: they name it, and are shown nothing of it.</summary>
internal static class VerifierPage
{
    public static void Map(ConsolePages pages) =>
        pages.Get("/verify", static who => who.MayConfirm, static visit => Task.FromResult(visit.Page<VerifierView, VerifierModel>("Verify an account", new VerifierModel())));
}

public sealed record VerifierModel;
