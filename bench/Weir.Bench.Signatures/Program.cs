using Weir.Bench.Signatures;

var test = args.Contains("--test");
var at = Array.IndexOf(args, "--text");
if (at >= 0 && at + 1 >= args.Length)
{
    Console.Error.WriteLine("--text takes a folder of unmarked texts");
    return 2;
}

var texts = BenchTexts.Read(at >= 0 ? args[at + 1] : null, test);
Console.WriteLine(texts.Source);
Speed.Run(texts, test);
if (args.Contains("--speed"))
    return 0;
Strength.Run(texts, test);
Reader.Run(texts, test);
if (!test && args.Contains("--students"))
    Students.Run(texts);
return 0;
