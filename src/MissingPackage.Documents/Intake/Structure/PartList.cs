using System.Runtime.InteropServices;

namespace MissingPackage.Documents.Intake.Structure;

/// <summary>Collects the parts of a picture; neighbours become one, so that a thousand chunks in a row are one part.</summary>
internal sealed class PartList
{
    private readonly List<PicturePart> _parts = [];

    /// <summary>The parts so far.</summary>
    public IReadOnlyList<PicturePart> Parts => _parts;

    /// <summary>Keeps bytes of the file.</summary>
    public void Keep(long offset, long length)
    {
        if (length <= 0)
        {
            return;
        }

        if (_parts.Count > 0 && _parts[^1] is { Own: null } last && last.Offset + last.Length == offset)
        {
            CollectionsMarshal.AsSpan(_parts)[^1] = last with { Length = last.Length + length };
        }
        else
        {
            _parts.Add(new(offset, length));
        }
    }

    /// <summary>Puts bytes of our own.</summary>
    public void Put(params byte[] own) => _parts.Add(new(0, own.Length, own));

    /// <summary>Appends another list.</summary>
    public void Add(PartList other) => _parts.AddRange(other._parts);
}
