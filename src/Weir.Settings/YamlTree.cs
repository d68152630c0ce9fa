using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Weir.Settings;

/// <summary>
/// Reads YAML into <see cref="ConfigNode"/>s. Takes the plain part of the language: no tags, no anchors, no second
/// document, every key once. What is left cannot mean something else than it says.
/// </summary>
internal sealed class YamlTree
{
    private const int MostDepth = 16;
    private readonly Parser _parser;
    private readonly ConfigFaults _faults;
    private readonly string _name;
    private readonly string _folder;
    private readonly bool _flag;

    private YamlTree(TextReader text, string name, string folder, bool flag, ConfigFaults faults)
    {
        _parser = new Parser(text);
        (_name, _folder, _flag, _faults) = (name, folder, flag, faults);
    }

    /// <summary>Null when the text is empty or not YAML; the faults say which.</summary>
    /// <param name="flag">The text came with a flag: its lines mean nothing to anyone.</param>
    public static ConfigNode? Read(TextReader text, string path, string name, string folder, bool flag, ConfigFaults faults)
    {
        var tree = new YamlTree(text, name, folder, flag, faults);
        try
        {
            return tree.Document(path);
        }
        catch (YamlException exception)
        {
            faults.Add(tree.At(exception.Start), path, $"cannot be read as YAML: {Reason(exception)}", null, "look at this line and the one before it: indentation, quotes, and a space after each colon");
            return null;
        }
    }

    private static string Reason(YamlException exception)
    {
        var message = (exception.InnerException ?? exception).Message;
        return char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
    }

    private ConfigPlace At(in Mark mark) => _flag ? new(_name) : new(_name, (int)mark.Line, (int)mark.Column);

    private ConfigNode? Document(string path)
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var root = Node(path, 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            _faults.Add(At(second.Start), "", "is a second document", "one document in a file", "take out the line '---' and what does not belong here");
        return root;
    }

    private ConfigNode Node(string path, int depth)
    {
        if (depth > MostDepth)
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, "nested too deep");
        if (_parser.Accept<AnchorAlias>(out var alias))
            throw new YamlException(alias.Start, alias.End, "Aliases (*) are not taken here, write the value out");
        if (_parser.Current is NodeEvent { Anchor.IsEmpty: false } anchored)
            throw new YamlException(anchored.Start, anchored.End, "Anchors (&) are not taken here, write the value out wherever it is needed");
        if (_parser.Current is NodeEvent { Tag.IsEmpty: false } tagged)
            throw new YamlException(tagged.Start, tagged.End, "Tags (!) are not taken here");
        return _parser.Current switch
        {
            MappingStart => Mapping(path, depth),
            SequenceStart => Sequence(path, depth),
            _ => Scalar(path),
        };
    }

    private ConfigScalar Scalar(string path)
    {
        var scalar = _parser.Consume<Scalar>();
        return new ConfigScalar(path, At(scalar.Start), _folder, scalar.Value, scalar.Style is not ScalarStyle.Plain);
    }

    private ConfigList Sequence(string path, int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<ConfigNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node($"{path}[{items.Count}]", depth + 1));
        return new ConfigList(path, At(start.Start), _folder, items);
    }

    private ConfigMap Mapping(string path, int depth)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<ConfigEntry>();
        var seen = new Dictionary<string, ConfigPlace>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(path, depth + 1);
            var name = key is ConfigScalar scalar ? scalar.Text : "";
            if (key is not ConfigScalar)
                _faults.Add(key, "has a key that is not a word", "plain words as keys", "write the key as one word");
            var value = Node(ConfigPath.Join(path, name), depth + 1);
            if (seen.TryGetValue(name, out var first))
                _faults.Add(key.Place, ConfigPath.Join(path, name), $"is written twice, first in {first}", "every key once", "keep one of the two");
            else if (key is ConfigScalar)
                entries.Add(new ConfigEntry(name, key.Place, value));
            seen.TryAdd(name, key.Place);
        }

        return new ConfigMap(path, At(start.Start), _folder, entries);
    }
}
