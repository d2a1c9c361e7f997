using System.Buffers;

namespace MissingPackage.Domain.Carriers;

/// <summary>The number of international mail (UPU standard S10): two letters, nine digits of which the last is the check
/// digit, and the two letters of the country it was posted in. In the United States USPS carries all of it.</summary>
internal sealed class S10 : ITrackingFormat
{
    // ISO 3166-1 alpha-2. The country is what keeps two chance words around a number from looking like one of these.
    private const string IsoCountries =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
        + "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO "
        + "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
        + "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
        + "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
        + "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM "
        + "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

    private static readonly SearchValues<string> Countries =
        SearchValues.Create(IsoCountries.Split(' '), StringComparison.Ordinal);

    public bool IsDistinctive => true;

    public TrackingMatch? Match(ReadOnlySpan<char> number)
    {
        if (number.Length != 13
            || !char.IsAsciiLetterUpper(number[0])
            || !char.IsAsciiLetterUpper(number[1])
            || !CheckDigit.IsDigits(number[2..11])
            || !number[11..].ContainsAny(Countries))
        {
            return null;
        }

        return new TrackingMatch(CarrierCode.Usps, "S10", CheckHolds(number[2..11]))
        {
            Handover = number[11..] is "US" ? null : PostedAbroad,
        };
    }

    private static bool CheckHolds(ReadOnlySpan<char> digits)
    {
        ReadOnlySpan<int> weights = [8, 6, 4, 2, 3, 5, 9, 7];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * CheckDigit.Of(digits[i]);
        }

        var check = (11 - (sum % 11)) switch { 10 => 0, 11 => 5, var other => other };
        return check == CheckDigit.Of(digits[^1]);
    }

    private const string PostedAbroad =
        "It was posted abroad and USPS carries it within the United States. Call USPS about the delivery; about the part before, the post of the country it came from can only be asked by the sender.";
}
