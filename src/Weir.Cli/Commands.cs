using System.CommandLine;
using Weir.Cli.Analyze;
using Weir.Cli.Calibrate;
using Weir.Cli.Config;
using Weir.Cli.Demo;
using Weir.Cli.Drills;
using Weir.Cli.EvidencePacks;
using Weir.Cli.Indicators;
using Weir.Cli.Keys;
using Weir.Cli.Ledger;
using Weir.Cli.Model;
using Weir.Cli.Privacy;

namespace Weir.Cli;

/// <summary>Every command of the program, in the order in which help lists them.</summary>
internal static class Commands
{
    public static IEnumerable<Command> All(Terminal terminal) =>
    [
        DemoCommand.Create(terminal),
        Serve.ServeCommand.Create(terminal),
        AnalyzeCommand.Create(terminal),
        CalibrateCommand.Create(terminal),
        KeyCommands.Create(terminal),
        LedgerCommands.Create(terminal),
        EvidenceCommands.Create(terminal),
        PrivacyCommands.Create(terminal),
        ConfigCommands.Create(terminal),
        IndicatorCommands.Create(terminal),
        DrillCommands.Create(terminal),
        Policy.PolicyCommands.Create(terminal),
        Signatures.SignatureCommands.Create(terminal),
        Lab.LabCommands.Create(terminal),
        .. Postures.ActCommands.Create(terminal),
        Postures.ReferenceCommand.Create(terminal),
        ModelCommands.Create(terminal),
    ];
}
