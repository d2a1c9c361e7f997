using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MissingPackage.Application.Text;

namespace MissingPackage.Application.Settings;

/// <summary>One thing that a change of a setting changed.</summary>
/// <param name="What">The property in words, such as <c>Claim, who files</c>.</param>
/// <param name="From">Before, or null where there was nothing.</param>
/// <param name="To">After, or null where there is nothing any more.</param>
public sealed record SettingDiffLine(string What, string? From, string? To);

/// <summary>What a change changed, property by property, whatever the setting.</summary>
public static partial class SettingDiff
{
    /// <summary>Compares two documents.</summary>
    /// <param name="from">JSON, or null for something new.</param>
    /// <param name="to">JSON.</param>
    public static IReadOnlyList<SettingDiffLine> Of(string? from, string to)
    {
        var lines = new List<SettingDiffLine>();
        Compare("", Parse(from), Parse(to), lines);
        return lines;
    }

    private static JsonNode? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Compare(string what, JsonNode? from, JsonNode? to, List<SettingDiffLine> lines)
    {
        if (JsonNode.DeepEquals(from, to))
        {
            return;
        }

        if (from is JsonArray or null && to is JsonArray or null && (from ?? to) is JsonArray)
        {
            List<string> before = Texts(from), after = Texts(to);
            lines.AddRange(before.Except(after, StringComparer.Ordinal).Select(gone => new SettingDiffLine(Words(what), gone, null)));
            lines.AddRange(after.Except(before, StringComparer.Ordinal).Select(added => new SettingDiffLine(Words(what), null, added)));
        }
        else if (from is JsonObject or null && to is JsonObject or null && (from ?? to) is JsonObject)
        {
            var names = new[] { from, to }.OfType<JsonObject>().SelectMany(node => node.Select(property => property.Key)).Distinct(StringComparer.Ordinal);
            foreach (var name in names)
            {
                Compare(what.Length == 0 ? name : $"{what}, {name}", from?[name], to?[name], lines);
            }
        }
        else
        {
            lines.Add(new SettingDiffLine(Words(what), from is null ? null : Text(from), to is null ? null : Text(to)));
        }
    }

    private static List<string> Texts(JsonNode? node) => [.. (node as JsonArray ?? []).Select(Text)];

    private static string Text(JsonNode? node) => node switch
    {
        JsonObject values => string.Join(", ", values.Select(property => Text(property.Value)).Where(text => text.Length > 0)),
        JsonArray items => string.Join(", ", items.Select(Text)),
        null => "",
        _ => node.ToString(),
    };

    /// <summary>From <c>claim, whoFiles</c> to <c>Claim, who files</c>.</summary>
    private static string Words(string names)
    {
        var words = Humps().Replace(names, " $0").ToLowerInvariant();
        return words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("(?<=[a-z])[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex Humps();
}
