using System.Buffers.Binary;

namespace MissingPackage.Documents.Intake.Structure;

/// <summary>
/// What a PNG's gAMA and cHRM say, as a colour profile that says the same: decoders differ in what they make of the
/// former, and agree about the latter.
/// </summary>
internal static class PngColours
{
    // 1 / 2.2 in 100,000ths, and the chromaticities of white, red, green and blue, x and y each (PNG, 11.3.2.5).
    private const uint SrgbGamma = 45_455;
    private static readonly double[] s_srgb = [0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06];

    // The white of every profile, D50 (ICC.1, 7.2.16), and Bradford's matrix to the responses of the eye and back (annex E).
    private static readonly double[] s_d50 = [0.9642, 1, 0.8249];
    private static readonly double[,] s_toEye = { { 0.8951, 0.2664, -0.1614 }, { -0.7502, 1.7135, 0.0367 }, { 0.0389, -0.0685, 1.0296 } };

    /// <summary>The colour profile (ICC.1:2010, 8.3.3 and 8.3.4).</summary>
    /// <param name="gamma">In 100,000ths: a sample of s stands for light of s to the power of 1 / gamma.</param>
    /// <param name="chromaticities">Of white, red, green and blue, x and y each; sRGB's where null.</param>
    /// <param name="grey">For grey pixels rather than coloured ones.</param>
    /// <returns>The profile, or null where nothing is to be done: sRGB's own gamma alone, or values that are none of this world.</returns>
    public static byte[]? Profile(uint gamma, double[]? chromaticities, bool grey)
    {
        // A curve's number has 16 bits before its point, and 16 behind.
        if ((gamma == SrgbGamma && chromaticities is null) || gamma is < 100 or > 10_000_000)
        {
            return null;
        }

        byte[] curve = [.. "para"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. Fixed(100_000.0 / gamma)];
        if (grey)
        {
            return Assemble("GRAY"u8, [("wtpt", Xyz(s_d50)), ("kTRC", curve)]);
        }

        return Primaries(chromaticities ?? s_srgb) is not { } primaries ? null : Assemble("RGB "u8, [
            ("wtpt", Xyz(s_d50)), ("rXYZ", Xyz(primaries[0])), ("gXYZ", Xyz(primaries[1])), ("bXYZ", Xyz(primaries[2])),
            ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ]);
    }

    // The light of red, green and blue at their brightest, as under D50.
    private static double[][]? Primaries(double[] chromaticities)
    {
        for (var i = 0; i < 8; i += 2)
        {
            if (chromaticities[i] is < 0 or > 1 || chromaticities[i + 1] is <= 0.001 or > 1)
            {
                return null;
            }
        }

        double[] Light(int i)
        {
            var (x, y) = (chromaticities[i], chromaticities[i + 1]);
            return [x / y, 1, (1 - x - y) / y];
        }

        double[] white = Light(0), red = Light(2), green = Light(4), blue = Light(6);
        var columns = new[,] { { red[0], green[0], blue[0] }, { red[1], green[1], blue[1] }, { red[2], green[2], blue[2] } };
        if (Solve(columns, white) is not { } shares)
        {
            return null;
        }

        double[] from = Multiply(s_toEye, white), to = Multiply(s_toEye, s_d50);
        if (Array.Exists(from, response => Math.Abs(response) < 0.001))
        {
            return null;
        }

        double[] Adapt(double[] light, double share)
        {
            var eye = Multiply(s_toEye, [.. light.Select(value => value * share)]);
            return Solve(s_toEye, [eye[0] * to[0] / from[0], eye[1] * to[1] / from[1], eye[2] * to[2] / from[2]])!;
        }

        double[][] primaries = [Adapt(red, shares[0]), Adapt(green, shares[1]), Adapt(blue, shares[2])];
        return primaries.All(primary => primary.All(value => Math.Abs(value) < 100)) ? primaries : null;
    }

    private static double[] Multiply(double[,] m, double[] v) =>
    [
        (m[0, 0] * v[0]) + (m[0, 1] * v[1]) + (m[0, 2] * v[2]),
        (m[1, 0] * v[0]) + (m[1, 1] * v[1]) + (m[1, 2] * v[2]),
        (m[2, 0] * v[0]) + (m[2, 1] * v[1]) + (m[2, 2] * v[2]),
    ];

    // Cramer's rule; null where there is no one answer.
    private static double[]? Solve(double[,] m, double[] v)
    {
        var whole = Determinant(m);
        if (Math.Abs(whole) < 1e-6)
        {
            return null;
        }

        var answer = new double[3];
        for (var column = 0; column < 3; column++)
        {
            var changed = (double[,])m.Clone();
            for (var row = 0; row < 3; row++)
            {
                changed[row, column] = v[row];
            }

            answer[column] = Determinant(changed) / whole;
        }

        return answer;
    }

    private static double Determinant(double[,] m) =>
        (m[0, 0] * ((m[1, 1] * m[2, 2]) - (m[1, 2] * m[2, 1])))
        - (m[0, 1] * ((m[1, 0] * m[2, 2]) - (m[1, 2] * m[2, 0])))
        + (m[0, 2] * ((m[1, 0] * m[2, 1]) - (m[1, 1] * m[2, 0])));

    private static byte[] Xyz(double[] light) => [.. "XYZ "u8, 0, 0, 0, 0, .. Fixed(light[0]), .. Fixed(light[1]), .. Fixed(light[2])];

    // s15Fixed16Number.
    private static byte[] Fixed(double value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (int)Math.Round(value * 65_536));
        return bytes;
    }

    // The header of 128 bytes, the table of tags, the tags.
    private static byte[] Assemble(ReadOnlySpan<byte> colours, (string Name, byte[] Value)[] tags)
    {
        const int headerBytes = 128, entryBytes = 12;
        var at = headerBytes + 4 + (entryBytes * tags.Length);
        var profile = new byte[at + tags.Sum(tag => tag.Value.Length)];
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        profile[8] = 4; // version
        profile[9] = 0x20;
        "mntr"u8.CopyTo(profile.AsSpan(12));
        colours.CopyTo(profile.AsSpan(16));
        "XYZ "u8.CopyTo(profile.AsSpan(20));
        profile[25] = profile[27] = profile[29] = 1; // the first of January of year 0, rather than no date
        "acsp"u8.CopyTo(profile.AsSpan(36));
        Xyz(s_d50).AsSpan(8).CopyTo(profile.AsSpan(68));
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(headerBytes), tags.Length);
        var entry = profile.AsSpan(headerBytes + 4);
        foreach (var (name, value) in tags)
        {
            for (var i = 0; i < 4; i++)
            {
                entry[i] = (byte)name[i];
            }

            BinaryPrimitives.WriteInt32BigEndian(entry[4..], at);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], value.Length);
            value.CopyTo(profile.AsSpan(at));
            at += value.Length;
            entry = entry[entryBytes..];
        }

        return profile;
    }
}
