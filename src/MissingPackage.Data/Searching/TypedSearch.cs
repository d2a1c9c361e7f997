using MissingPackage.Domain.Carriers;

namespace MissingPackage.Data.Searching;

/// <summary>A run of neighbouring terms in the index.</summary>
/// <param name="From">The first term that may match.</param>
/// <param name="Until">The first one after them.</param>
/// <param name="Words">What a term has to hold besides: other words' beginnings, each with a space in front.</param>
public sealed record TermRange(string From, string Until, IReadOnlyList<string> Words);

/// <summary>What an agent typed to find a request, as ranges of terms: at most one for each kind of text it may be.</summary>
public static class TypedSearch
{
    /// <summary>The longest text worth reading, in characters.</summary>
    public const int MaxLength = 254;

    /// <summary>The ranges, in the order of the index and apart from each other; empty when nothing can match.</summary>
    public static IReadOnlyList<TermRange> Read(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var ranges = new List<TermRange>();
        void Add(string beginning, params IEnumerable<string> words)
        {
            var from = SearchText.Cut(beginning, RequestSearchTerm.MaxLength);
            if (beginning is not ("#" or "$") && !ranges.Exists(range => from.StartsWith(range.From, StringComparison.Ordinal)))
            {
                ranges.RemoveAll(range => range.From.StartsWith(from, StringComparison.Ordinal));
                ranges.Add(new TermRange(from, SearchText.After(from), [.. words]));
            }
        }

        var text = typed.Trim();
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            // A number alone, or in the middle of what was pasted.
            foreach (var number in new[] { text, TrackingNumber.Recognise(text) is { Matches.Count: > 0 } found ? found.Value : text })
            {
                foreach (var term in RequestSearchTerm.Tracking(number))
                {
                    Add(term);
                }
            }
        }

        if (!text.Any(char.IsWhiteSpace))
        {
            Add(RequestSearchTerm.Email(text));
        }

        // The longest word leads the fewest astray; the others are looked for in the same terms.
        var words = SearchText.Words(text).OrderByDescending(word => word.Length).ToList();
        if (words.Count > 0 && !text.Contains('@', StringComparison.Ordinal))
        {
            Add(words[0], words.Skip(1).Select(word => " " + word));
        }

        return [.. ranges.OrderBy(range => range.From, StringComparer.Ordinal)];
    }
}
