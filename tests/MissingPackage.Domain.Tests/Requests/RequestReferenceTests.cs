using CsCheck;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Domain.Tests.Requests;

public class RequestReferenceTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly Gen<RequestReference> References =
        Gen.Byte.Array[5].Select(bytes => RequestReference.FromRandom(bytes));

    [Fact]
    public void FromRandom_AnyBytes_HasTheShape() => References.Sample(reference =>
    {
        Assert.Matches($"^MP-[{Alphabet}]{{4}}-[{Alphabet}]{{4}}$", reference.Value);
        Assert.Equal(RequestReference.Length, reference.Value.Length);
        Assert.Equal(reference.Value, reference.ToString());
    });

    [Fact]
    public void FromRandom_EachOfThe35Bits_Matters()
    {
        var references = Enumerable.Range(0, 35).Select(bit =>
        {
            var bytes = new byte[5];
            bytes[bit / 8] = (byte)(0x80 >> (bit % 8));
            return RequestReference.FromRandom(bytes);
        });

        Assert.Equal(36, references.Append(RequestReference.FromRandom(new byte[5])).Distinct().Count());
    }

    // Written down once so that a change of the check would not silently refuse the references already given out.
    [Theory]
    [InlineData("0000000000", "MP-0000-0000")]
    [InlineData("FFFFFFFFFF", "MP-ZZZZ-ZZZC")]
    [InlineData("0123456789", "MP-04HM-ASW1")]
    public void FromRandom_KnownBytes_StaysTheSame(string hex, string expected) =>
        Assert.Equal(expected, RequestReference.FromRandom(Convert.FromHexString(hex)).Value);

    [Fact]
    public void FromRandom_MoreBytes_UsesTheFirstFive() => Assert.Equal(
        RequestReference.FromRandom([1, 2, 3, 4, 5]), RequestReference.FromRandom([1, 2, 3, 4, 5, 6, 7]));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void FromRandom_TooFewBytes_Throws(int count) =>
        Assert.Throws<ArgumentException>(() => RequestReference.FromRandom(new byte[count]));

    [Fact]
    public void TryParse_ItsOwnValue_IsTheSameReference() => References.Sample(reference =>
        RequestReference.TryParse(reference.Value, out var parsed) && parsed == reference);

    [Fact]
    public void TryParse_OneWrongCharacter_IsRefused() => References.Sample(
        reference =>
        {
            foreach (var i in Positions)
            {
                foreach (var wrong in Alphabet.Where(c => c != reference.Value[i]))
                {
                    var text = reference.Value.ToCharArray();
                    text[i] = wrong;
                    Assert.False(RequestReference.TryParse(new string(text), out var parsed));
                    Assert.Null(parsed);
                }
            }
        },
        iter: 200);

    [Fact]
    public void TryParse_TwoCharactersSwapped_IsRefused() => References.Sample(
        reference =>
        {
            foreach (var i in Positions)
            {
                foreach (var j in Positions.Where(j => reference.Value[j] != reference.Value[i]))
                {
                    var text = reference.Value.ToCharArray();
                    (text[i], text[j]) = (text[j], text[i]);
                    Assert.False(RequestReference.TryParse(new string(text), out _));
                }
            }
        },
        iter: 1_000);

    [Fact]
    public void TryParse_SloppyWriting_IsRead() => Gen.Select(
        References, Gen.OneOf("", " ", "-", "–", "—", " - ", ".", "_", "\u00A0", "\u2011"), Gen.Bool, Gen.Bool)
        .Sample((reference, separator, withPrefix, lowerCase) =>
        {
            var parts = reference.Value.Split('-').Skip(withPrefix ? 0 : 1);
            var text = $"  {string.Join(separator, parts)}\t";
            text = lowerCase ? text.ToLowerInvariant() : text;

            Assert.True(RequestReference.TryParse(text, out var parsed), text);
            Assert.Equal(reference, parsed);
        });

    [Fact]
    public void TryParse_LettersThatLookLikeDigits_AreReadAsDigits() => References.Sample(reference =>
    {
        foreach (var (zero, one) in new[] { ('O', 'I'), ('o', 'l'), ('O', 'L'), ('o', 'i') })
        {
            var text = reference.Value.Replace('0', zero).Replace('1', one);

            Assert.True(RequestReference.TryParse(text, out var parsed), text);
            Assert.Equal(reference, parsed);
        }
    });

    [Fact]
    public void TryParse_RandomPartThatBeginsWithMP_IsNotTakenForThePrefix()
    {
        // M is 20 and P is 22: the first ten bits are 10100 10110.
        var reference = RequestReference.FromRandom([0b1010_0101, 0b1000_0000, 0, 0, 0]);

        Assert.StartsWith("MP-MP", reference.Value, StringComparison.Ordinal);
        Assert.True(RequestReference.TryParse(reference.Value[3..], out var parsed));
        Assert.Equal(reference, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("MP")]
    [InlineData("MP-0000-000")]
    [InlineData("MP-0000-00000")]
    [InlineData("XX-0000-0000")]
    [InlineData("MP-000U-0000")]
    [InlineData("MP-0000-0001")]
    [InlineData("MP-0000-000é")]
    [InlineData("MP/0000/0000")]
    public void TryParse_NotAReference_IsRefused(string? text)
    {
        Assert.False(RequestReference.TryParse(text, out var parsed));
        Assert.Null(parsed);
    }

    [Fact]
    public void TryParse_AnyText_DoesNotThrow() => Gen.String.Sample(text =>
        RequestReference.TryParse(text, out var reference) == reference is not null, iter: 5_000);

    [Fact]
    public void TryParse_VeryLongText_IsRefused() =>
        Assert.False(RequestReference.TryParse("MP-0000-0000" + new string(' ', 10_000), out _));

    private static IEnumerable<int> Positions => Enumerable.Range(3, 4).Concat(Enumerable.Range(8, 4));
}
