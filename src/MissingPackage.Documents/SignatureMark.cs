using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace MissingPackage.Documents;

/// <summary>Why something is not taken as a signature.</summary>
public enum SignatureProblem
{
    /// <summary>There is none.</summary>
    Empty,

    /// <summary>A dot or a tick too small to be one.</summary>
    TooSmall,

    /// <summary>A typed name without a letter in it.</summary>
    NoLetters,

    /// <summary>A typed name of more than <see cref="TypedSignature.MaxName"/> characters.</summary>
    NameTooLong,

    /// <summary>More than <see cref="DrawnSignature.MaxPoints"/> points, <see cref="DrawnSignature.MaxStrokes"/> strokes or <see cref="SignatureMark.MaxJson"/> bytes.</summary>
    TooMuch,

    /// <summary>A point far outside the box, or one that is no number.</summary>
    Outside,

    /// <summary>Not in the form described at <see cref="SignatureMark.ToJson"/>.</summary>
    Unreadable,
}

/// <summary>What a person signed with: a typed name, or a drawing kept as strokes of the pen, not as a picture.</summary>
public abstract record SignatureMark
{
    /// <summary>The most bytes of JSON that are read: 1 MB.</summary>
    public const int MaxJson = 1024 * 1024;

    private const string TypedName = "typed";
    private const string DrawnName = "drawn";
    private const string AspectName = "aspect";
    private const int MaxDepth = 6;

    // The two records below are all there are.
    private protected SignatureMark()
    {
    }

    /// <summary>Reads what a browser sent or what was stored: <c>{"typed":"Ann Lee"}</c> or
    /// <c>{"drawn":[[[0.1,0.5],[0.12,0.48,0.6]]],"aspect":3}</c>: strokes, each of points, each of x and y from 0 to 1 of
    /// the box, y downwards, and where the pen tells it a pressure from 0 to 1; and the box's width by its height.</summary>
    /// <param name="json">As sent; anything.</param>
    /// <param name="mark">The signature, clamped to the box and with coordinates rounded to four decimals.</param>
    /// <param name="problem">Why it is none.</param>
    public static bool TryParse(string? json, [NotNullWhen(true)] out SignatureMark? mark, [NotNullWhen(false)] out SignatureProblem? problem)
    {
        mark = null;
        if (string.IsNullOrWhiteSpace(json))
        {
            problem = SignatureProblem.Empty;
            return false;
        }

        if (json.Length > MaxJson || Encoding.UTF8.GetByteCount(json) > MaxJson)
        {
            problem = SignatureProblem.TooMuch;
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            problem = Read(document.RootElement, out mark);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not valid UTF-16.
            problem = SignatureProblem.Unreadable;
        }

        return mark is not null;
    }

    /// <summary>The form to store, which <see cref="TryParse"/> reads.</summary>
    public abstract string ToJson();

    private protected static string Quote(string text) => JsonSerializer.Serialize(text);

    private static SignatureProblem? Read(JsonElement root, out SignatureMark? mark)
    {
        mark = null;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return SignatureProblem.Unreadable;
        }

        var properties = root.EnumerateObject().ToList();
        if (properties is [{ Name: TypedName, Value.ValueKind: JsonValueKind.String } name])
        {
            var problem = TypedSignature.Check(name.Value.GetString(), out var typed);
            mark = typed;
            return problem;
        }

        if (properties is [{ Name: DrawnName, Value.ValueKind: JsonValueKind.Array } strokes, { Name: AspectName, Value.ValueKind: JsonValueKind.Number } aspect])
        {
            var problem = ReadStrokes(strokes.Value, out var read);
            if (problem is null)
            {
                problem = DrawnSignature.Check(read, aspect.Value.GetDouble(), out var drawn);
                mark = drawn;
            }

            return problem;
        }

        return SignatureProblem.Unreadable;
    }

    private static SignatureProblem? ReadStrokes(JsonElement json, out List<List<PenPoint>> strokes)
    {
        strokes = [];
        var points = 0;
        foreach (var stroke in json.EnumerateArray())
        {
            if (stroke.ValueKind != JsonValueKind.Array)
            {
                return SignatureProblem.Unreadable;
            }

            points += stroke.GetArrayLength();
            if (points > DrawnSignature.MaxPoints || strokes.Count >= DrawnSignature.MaxStrokes)
            {
                return SignatureProblem.TooMuch;
            }

            var read = new List<PenPoint>(stroke.GetArrayLength());
            foreach (var point in stroke.EnumerateArray())
            {
                if (point.ValueKind != JsonValueKind.Array || point.GetArrayLength() is not (2 or 3)
                    || point.EnumerateArray().Any(number => number.ValueKind != JsonValueKind.Number))
                {
                    return SignatureProblem.Unreadable;
                }

                read.Add(new(point[0].GetDouble(), point[1].GetDouble(), point.GetArrayLength() == 3 ? point[2].GetDouble() : null));
            }

            strokes.Add(read);
        }

        return null;
    }
}

/// <summary>A name typed as a signature.</summary>
public sealed record TypedSignature : SignatureMark
{
    /// <summary>The longest name, in UTF-16 characters.</summary>
    public const int MaxName = 200;

    private TypedSignature(string name) => Name = name;

    /// <summary>The name, without space around it.</summary>
    public string Name { get; }

    /// <summary>Takes a typed name.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="signature">The signature.</param>
    /// <returns>Null, or why it is none.</returns>
    public static SignatureProblem? Check(string? name, out TypedSignature? signature)
    {
        signature = null;
        var typed = PlainText.Clean(name ?? "");
        if (typed.Length == 0)
        {
            return SignatureProblem.Empty;
        }

        if (typed.Length > MaxName)
        {
            return SignatureProblem.NameTooLong;
        }

        if (!typed.EnumerateRunes().Any(Rune.IsLetter))
        {
            return SignatureProblem.NoLetters;
        }

        signature = new TypedSignature(typed);
        return null;
    }

    /// <summary>Whether it is a person's name, but for case, marks and anything that is neither letter nor digit.</summary>
    /// <param name="declarant">The person's name.</param>
    public bool IsNameOf(string declarant)
    {
        ArgumentNullException.ThrowIfNull(declarant);
        return string.Equals(Bare(Name), Bare(declarant), StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public override string ToJson() => $$"""{"typed":{{Quote(Name)}}}""";

    private static string Bare(string name) => string.Concat(
        PlainText.Clean(name).Normalize(NormalizationForm.FormKD).EnumerateRunes().Where(Rune.IsLetterOrDigit));
}

/// <summary>Where the pen was.</summary>
/// <param name="X">0 at the left side of the box, 1 at the right.</param>
/// <param name="Y">0 at the top of the box, 1 at the bottom.</param>
/// <param name="Pressure">0 to 1, or null where the pen does not tell.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PenPoint(double X, double Y, double? Pressure = null);

/// <summary>A signature drawn with a finger, a pen or a mouse.</summary>
public sealed record DrawnSignature : SignatureMark
{
    /// <summary>The most points of all strokes together. A slow signature at 120 points a second has about 1,000.</summary>
    public const int MaxPoints = 20_000;

    /// <summary>The most strokes.</summary>
    public const int MaxStrokes = 1_000;

    /// <summary>The narrowest and the widest box, width by height.</summary>
    public const double MinAspect = 0.5, MaxAspect = 10;

    // A captured pointer may leave the box for a moment; what is further away than the box is large is not a pen.
    private const double Reach = 1;

    // The shortest way of the pen and the smallest extent, as a part of the box's height.
    private const double ShortestWay = 0.3;
    private const double SmallestExtent = 0.15;
    private const int Decimals = 4;

    private DrawnSignature(IReadOnlyList<IReadOnlyList<PenPoint>> strokes, double aspect)
    {
        Strokes = strokes;
        Aspect = aspect;
    }

    /// <summary>Each time the pen was set down, and where it went from there.</summary>
    public IReadOnlyList<IReadOnlyList<PenPoint>> Strokes { get; }

    /// <summary>The box's width by its height.</summary>
    public double Aspect { get; }

    /// <summary>Takes strokes: refuses what is no signature, clamps what is a little outside the box, and drops strokes without points.</summary>
    /// <param name="strokes">In the order drawn.</param>
    /// <param name="aspect">The box's width by its height, <see cref="MinAspect"/> to <see cref="MaxAspect"/>.</param>
    /// <param name="signature">The signature.</param>
    /// <returns>Null, or why it is none.</returns>
    public static SignatureProblem? Check(IEnumerable<IReadOnlyList<PenPoint>> strokes, double aspect, out DrawnSignature? signature)
    {
        ArgumentNullException.ThrowIfNull(strokes);
        signature = null;
        if (!(aspect is >= MinAspect and <= MaxAspect)) // also NaN
        {
            return SignatureProblem.Unreadable;
        }

        var drawn = strokes.Where(stroke => stroke.Count > 0).Take(MaxStrokes + 1).ToList();
        if (drawn.Count == 0)
        {
            return SignatureProblem.Empty;
        }

        if (drawn.Count > MaxStrokes || drawn.Sum(stroke => (long)stroke.Count) > MaxPoints)
        {
            return SignatureProblem.TooMuch;
        }

        if (drawn.Any(stroke => stroke.Any(IsFarOff)))
        {
            return SignatureProblem.Outside;
        }

        var clean = drawn.ConvertAll(stroke => (IReadOnlyList<PenPoint>)[.. stroke.Select(Clamp)]);
        var way = clean.Sum(stroke => stroke.Zip(stroke.Skip(1)).Sum(pair => Distance(pair.First, pair.Second, aspect)));
        var all = clean.SelectMany(stroke => stroke).ToList();
        var extent = Math.Max((all.Max(p => p.X) - all.Min(p => p.X)) * aspect, all.Max(p => p.Y) - all.Min(p => p.Y));
        if (way < ShortestWay || extent < SmallestExtent)
        {
            return SignatureProblem.TooSmall;
        }

        signature = new DrawnSignature(clean, Math.Round(aspect, Decimals));
        return null;
    }

    /// <inheritdoc/>
    public override string ToJson()
    {
        var json = new StringBuilder("{\"drawn\":[");
        for (var i = 0; i < Strokes.Count; i++)
        {
            json.Append(i == 0 ? "[" : ",[");
            json.AppendJoin(',', Strokes[i].Select(p => p.Pressure is { } pressure
                ? string.Create(CultureInfo.InvariantCulture, $"[{p.X},{p.Y},{pressure}]")
                : string.Create(CultureInfo.InvariantCulture, $"[{p.X},{p.Y}]")));
            json.Append(']');
        }

        return json.Append(CultureInfo.InvariantCulture, $"],\"aspect\":{Aspect}}}").ToString();
    }

    private static bool IsFarOff(PenPoint p) =>
        !(p.X is >= -Reach and <= 1 + Reach && p.Y is >= -Reach and <= 1 + Reach && p.Pressure is null or (>= 0 and <= 1));

    private static PenPoint Clamp(PenPoint p) => new(
        Math.Round(Math.Clamp(p.X, 0, 1), Decimals),
        Math.Round(Math.Clamp(p.Y, 0, 1), Decimals),
        p.Pressure is { } pressure ? Math.Round(pressure, 2) : null);

    private static double Distance(PenPoint a, PenPoint b, double aspect) => Math.Sqrt(Math.Pow((a.X - b.X) * aspect, 2) + Math.Pow(a.Y - b.Y, 2));
}
