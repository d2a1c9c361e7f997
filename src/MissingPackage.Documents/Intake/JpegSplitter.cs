namespace MissingPackage.Documents.Intake;

/// <summary>
/// Cuts a stream of baseline JPEGs that stand one behind the other, as pdftoppm writes its pages, into a file each (ITU T.81,
/// annex B). Only their frame is looked at; whoever opens them finds out whether they can be decoded.
/// </summary>
/// <param name="newFile">Makes the file for the next one.</param>
/// <param name="maxPages">The most that may come.</param>
/// <param name="maxPageBytes">The most bytes of each.</param>
internal sealed class JpegSplitter(Func<PrivateFile> newFile, int maxPages, long maxPageBytes) : IDisposable
{
    private readonly List<PrivateFile> _files = [];
    private Place _place = Place.Between;
    private Stream? _page;
    private bool _inScan;
    private int _left;

    private enum Place
    {
        Between,
        SecondByte,
        Segment,
        Marker,
        LengthHigh,
        LengthLow,
        Body,
        Data,
        DataMarker,
        Failed,
    }

    /// <summary>Whether no page is cut short.</summary>
    public bool IsWhole => _place == Place.Between;

    /// <summary>Whether it failed because there is more than the bounds allow.</summary>
    public bool OverBounds { get; private set; }

    /// <summary>How many pages have begun.</summary>
    public int Count => _files.Count;

    /// <summary>Takes the next bytes.</summary>
    /// <param name="bytes">As many as there are just now.</param>
    /// <returns>False from where on it is no baseline JPEG, or more than the bounds allow.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public bool Push(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _place != Place.Failed)
        {
            if (_place == Place.Between && !Begin())
            {
                break;
            }

            var length = Advance(bytes, out var ended);
            Write(bytes[..length]);
            bytes = bytes[length..];
            if (ended)
            {
                _page!.Dispose();
                _page = null;
            }
        }

        return _place != Place.Failed;
    }

    /// <summary>Hands over the pages, in order. The caller disposes them.</summary>
    public IReadOnlyList<PrivateFile> Take()
    {
        PrivateFile[] taken = [.. _files];
        _files.Clear();
        return taken;
    }

    /// <summary>Deletes what was not taken.</summary>
    public void Dispose()
    {
        _page?.Dispose();
        _files.ForEach(file => file.Dispose());
        _files.Clear();
    }

    private bool Begin()
    {
        if (_files.Count == maxPages)
        {
            OverBounds = true;
            _place = Place.Failed;
            return false;
        }

        var file = newFile();
        _files.Add(file);
        _page = file.OpenWrite();
        _inScan = false;
        return true;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_place == Place.Failed)
        {
            return;
        }

        if (_files[^1].Length + bytes.Length > maxPageBytes)
        {
            OverBounds = true;
            _place = Place.Failed;
            return;
        }

        _page!.Write(bytes);
    }

    // Until the end of the bytes, of the page, or of what is a JPEG; returns how many bytes belong to the page.
    private int Advance(ReadOnlySpan<byte> bytes, out bool ended)
    {
        ended = false;
        var at = 0;
        while (at < bytes.Length && !ended && _place != Place.Failed)
        {
            switch (_place)
            {
                case Place.Body:
                    var length = Math.Min(_left, bytes.Length - at);
                    _left -= length;
                    at += length;
                    EndBody();
                    break;
                case Place.Data:
                    var marker = bytes[at..].IndexOf((byte)0xFF);
                    _place = marker < 0 ? Place.Data : Place.DataMarker;
                    at = marker < 0 ? bytes.Length : at + marker + 1;
                    break;
                default:
                    ended = Step(bytes[at++]);
                    break;
            }
        }

        return at;
    }

    // True where the page ends with this byte.
    private bool Step(byte value)
    {
        switch (_place)
        {
            case Place.Between:
                _place = value == 0xFF ? Place.SecondByte : Place.Failed;
                break;
            case Place.SecondByte:
                _place = value == 0xD8 ? Place.Segment : Place.Failed;
                break;
            case Place.Segment:
                _place = value == 0xFF ? Place.Marker : Place.Failed;
                break;
            case Place.Marker:
                // Those with a length: frames, tables, the scan, applications' and comments.
                _inScan = value == 0xDA;
                _place = value is >= 0xC0 and <= 0xFE and not (>= 0xD0 and <= 0xD9) ? Place.LengthHigh : Place.Failed;
                break;
            case Place.LengthHigh:
                _left = value << 8;
                _place = Place.LengthLow;
                break;
            case Place.LengthLow:
                _left = (_left | value) - 2;
                _place = _left < 0 ? Place.Failed : Place.Body;
                EndBody();
                break;
            case Place.DataMarker:
                // A stuffed zero, a restart, the end. Anything else is a second scan, which a baseline picture of ours has not.
                _place = value is 0 or (>= 0xD0 and <= 0xD7) ? Place.Data : value == 0xD9 ? Place.Between : Place.Failed;
                return value == 0xD9;
        }

        return false;
    }

    private void EndBody()
    {
        if (_place == Place.Body && _left == 0)
        {
            _place = _inScan ? Place.Data : Place.Segment;
        }
    }
}
