using CsCheck;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Domain.Tests.Carriers;

public class TrackingNumberTests
{
    public static readonly TheoryData<string, CarrierCode, string> Valid = new()
    {
        { "9400111206206406260787", CarrierCode.Usps, "USPS IMpb" },
        { "420787459400111206206406260787", CarrierCode.Usps, "USPS IMpb" },
        { "92748931507708513018050063", CarrierCode.Usps, "USPS IMpb" },
        { "4201002334249200190132607600833457", CarrierCode.Usps, "USPS IMpb" },
        { "03071790000523483741", CarrierCode.Usps, "USPS 20" },
        { "71123456789123456787", CarrierCode.Usps, "USPS 20" },
        { "RB123456785US", CarrierCode.Usps, "S10" },
        { "RB123456785GB", CarrierCode.Usps, "S10" },
        { "1Z5R89390357567127", CarrierCode.Ups, "UPS 1Z" },
        { "1Z879E930346834440", CarrierCode.Ups, "UPS 1Z" },
        { "986578788855", CarrierCode.FedEx, "FedEx 12" },
        { "477179081230", CarrierCode.FedEx, "FedEx 12" },
        { "568283610012734", CarrierCode.FedEx, "FedEx Ground 15" },
        { "9611020987654312345672", CarrierCode.FedEx, "FedEx Ground 96" },
        { "1001921334250001000300779017972697", CarrierCode.FedEx, "FedEx 34" },
        { "3318810025", CarrierCode.DhlExpress, "DHL Express" },
        { "8487135506", CarrierCode.DhlExpress, "DHL Express" },
        { "JJD0099999999", CarrierCode.DhlExpress, "DHL piece" },
        { "JVGL0999999990", CarrierCode.DhlExpress, "DHL piece" },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void Recognise_ValidNumber_HasOneMatchWhoseChecksumHolds(string number, CarrierCode carrier, string format)
    {
        var found = TrackingNumber.Recognise(number)!;

        Assert.Equal(number, found.Value);
        var match = Assert.Single(found.Matches);
        Assert.Equal(carrier, match.Carrier);
        Assert.Equal(format, match.Format);
        Assert.True(match.ChecksumHolds);
        Assert.Equal(carrier, found.LikelyCarrier);
    }

    [Theory]
    [InlineData("9434611206206407667131", CarrierCode.Usps, "USPS IMpb")]
    [InlineData("03071790000523483742", CarrierCode.Usps, "USPS 20")]
    [InlineData("RB123456786US", CarrierCode.Usps, "S10")]
    [InlineData("1Z1111111111111111", CarrierCode.Ups, "UPS 1Z")]
    [InlineData("996578788855", CarrierCode.FedEx, "FedEx 12")]
    [InlineData("568283610012732", CarrierCode.FedEx, "FedEx Ground 15")]
    [InlineData("1001901781990001000300617767839438", CarrierCode.FedEx, "FedEx 34")]
    [InlineData("3318810010", CarrierCode.DhlExpress, "DHL Express")]
    [InlineData("9600000000000000000001", CarrierCode.FedEx, "FedEx Ground 96")]
    public void Recognise_WrongCheckDigit_IsAMatchWhoseChecksumFails(string number, CarrierCode carrier, string format)
    {
        var found = TrackingNumber.Recognise(number)!;

        Assert.Equal(number, found.Value);
        Assert.Equal([new TrackingMatch(carrier, format, false)], found.Matches.Select(Bare));
    }

    [Theory]
    [InlineData("2Z5R89390357567127")]
    [InlineData("RB123456785XX")]
    [InlineData("XJD0099999998")]
    [InlineData("9111206206406260787123")]
    [InlineData("12345")]
    [InlineData("I do not have it")]
    [InlineData("order 112-1234567-1234567")]
    public void Recognise_NoFormatFits_KeepsTheText(string text)
    {
        var found = TrackingNumber.Recognise(text)!;

        Assert.Equal(text, found.Value);
        Assert.Empty(found.Matches);
        Assert.Null(found.LikelyCarrier);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n\u00A0 ")]
    public void Recognise_Blank_IsNull(string? text) => Assert.Null(TrackingNumber.Recognise(text));

    [Fact]
    public void Recognise_UnknownLongText_IsTrimmedCollapsedAndCut()
    {
        Assert.Equal("left at door", TrackingNumber.Recognise("  left\r\n at\t\tdoor ")!.Value);
        Assert.Equal(new string('x', TrackingNumber.MaxLength), TrackingNumber.Recognise(new string('x', 500))!.Value);

        // The 64th character would be the first half of an emoji.
        Assert.Equal(new string('x', 63), TrackingNumber.Recognise(new string('x', 63) + "📦")!.Value);
    }

    [Theory]
    // As labels, receipts and tracking pages print them.
    [InlineData("9400 1112 0620 6406 2607 87", "9400111206206406260787")]
    [InlineData("420 78745 9400 1112 0620 6406 2607 87", "420787459400111206206406260787")]
    [InlineData("420 78745 9400111206206406260787", "420787459400111206206406260787")]
    [InlineData("42078745 9400111206206406260787", "420787459400111206206406260787")]
    [InlineData("420 10023-3424 9200 1901 3260 7600 8334 57", "4201002334249200190132607600833457")]
    [InlineData("1Z 5R8 939 03 5756 712 7", "1Z5R89390357567127")]
    [InlineData("RB 123 456 785 US", "RB123456785US")]
    [InlineData("9865 7878 8855", "986578788855")]
    [InlineData("5682836 10012734", "568283610012734")]
    [InlineData("33 1881 0025", "3318810025")]
    [InlineData("0307 1790 0005 2348 3741", "03071790000523483741")]
    [InlineData("JJD 0099 999 999", "JJD0099999999")]
    [InlineData(" 9 8 6 5   7 8 7 8   8 8 5 5 ", "986578788855")]
    // As people type them.
    [InlineData("9400-1112-0620-6406-2607-87", "9400111206206406260787")]
    [InlineData("9400.1112.0620.6406.2607.87", "9400111206206406260787")]
    [InlineData("9400 – 1112 – 0620 – 6406 – 2607 – 87", "9400111206206406260787")]
    [InlineData("1z5r89390357567127", "1Z5R89390357567127")]
    [InlineData("1z 5r8 939 03 5756 712 7", "1Z5R89390357567127")]
    [InlineData("rb123456785us", "RB123456785US")]
    [InlineData("rb 123 456 785 us", "RB123456785US")]
    [InlineData("rb 123 456 786 us", "RB123456786US")]
    [InlineData("jvgl 0999999990", "JVGL0999999990")]
    [InlineData("#986578788855.", "986578788855")]
    [InlineData("\u200B9865\u00AD7878\u200B8855\u200E", "986578788855")]
    [InlineData("98657 878 88 5 5", "986578788855")]
    // With words around them.
    [InlineData("It says FedEx 986578788855, delivered!", "986578788855")]
    [InlineData("USPS Tracking #: 9400 1112 0620 6406 2607 87 (delivered)", "9400111206206406260787")]
    [InlineData("my parcel is rb 123 456 785 us and it is not here", "RB123456785US")]
    [InlineData("UPS:1Z5R89390357567127;thanks", "1Z5R89390357567127")]
    [InlineData("Tracking number is 9865 7878 8856 I think", "986578788856")]
    // With other digits around them.
    [InlineData("Order 112-1234567-1234567 shipped 11/05/2026, tracking 986578788855", "986578788855")]
    [InlineData("Order 112-1234567-1234567\n986578788855\n$45.99", "986578788855")]
    [InlineData("Delivered 11/05/2026 986578788855", "986578788855")]
    [InlineData("Delivered 11 05 2026 986578788855", "986578788855")]
    [InlineData("2026-11-05 9865 7878 8855", "986578788855")]
    [InlineData("order 4471 9400 1112 0620 6406 2607 87", "9400111206206406260787")]
    [InlineData("9400 1112 0620 6406 2607 87 2026", "9400111206206406260787")]
    [InlineData("9400111206206406260787 11:42 am 5 November 2026", "9400111206206406260787")]
    [InlineData("I called (800) 222-1811 about 3318810025003 and 986578788855", "986578788855")]
    [InlineData("order no 123456785 is late, tracking 986578788855", "986578788855")]
    [InlineData("order no 123456789 is late, tracking 986578788856", "986578788856")]
    [InlineData("I called 800-742-5877 and 1Z5R89390357567127 was delivered", "1Z5R89390357567127")]
    public void Recognise_AsPeoplePasteIt_FindsTheNumber(string pasted, string expected) =>
        Assert.Equal(expected, TrackingNumber.Recognise(pasted)!.Value);

    [Theory]
    [InlineData("https://tools.usps.com/go/TrackConfirmAction?tLabels=9400111206206406260787", "9400111206206406260787")]
    [InlineData("https://tools.usps.com/go/TrackConfirmAction?qtc_tLabels1=9400111206206406260787&tRef=fullpage", "9400111206206406260787")]
    [InlineData("https://www.ups.com/track?tracknum=1Z5R89390357567127&loc=en_US", "1Z5R89390357567127")]
    [InlineData("https://www.ups.com/track?loc=en_US&requester=QUIC&tracknum=1Z5R89390357567127/trackdetails", "1Z5R89390357567127")]
    [InlineData("https://wwwapps.ups.com/WebTracking/track?track=yes&trackNums=1z5r89390357567127", "1Z5R89390357567127")]
    [InlineData("https://www.fedex.com/fedextrack/?trknbr=986578788855", "986578788855")]
    [InlineData("https://www.fedex.com/fedextrack/?trknbr=986578788855&trkqual=2459432000~986578788855~FX", "986578788855")]
    [InlineData("https://www.fedex.com/apps/fedextrack/?tracknumbers=986578788855&cntry_code=us", "986578788855")]
    [InlineData("https://www.dhl.com/us-en/home/tracking.html?tracking-id=3318810025&submit=1", "3318810025")]
    [InlineData("http://www.dhl.com/en/express/tracking.html?brand=DHL&AWB=3318810025", "3318810025")]
    [InlineData("https://tools.usps.com/go/TrackConfirmAction?tLabels=9400%201112%200620%206406%202607%2087", "9400111206206406260787")]
    [InlineData("https%3A%2F%2Fwww.fedex.com%2Ffedextrack%2F%3Ftrknbr%3D986578788855", "986578788855")]
    [InlineData("https://out.example/?u=https%253A%252F%252Fwww.ups.com%252Ftrack%253Ftracknum%253D1Z5R89390357567127%2526a", "1Z5R89390357567127")]
    [InlineData("See https://www.ups.com/track?tracknum=1Z5R89390357567127 please", "1Z5R89390357567127")]
    [InlineData("100% sure it is 986578788855 %zz %", "986578788855")]
    public void Recognise_Link_FindsTheNumber(string link, string expected) =>
        Assert.Equal(expected, TrackingNumber.Recognise(link)!.Value);

    [Theory]
    [MemberData(nameof(Valid))]
    public void Recognise_CarriersOwnPage_FindsTheNumber(string number, CarrierCode carrier, string format)
    {
        var page = CarrierDirectory.Get(carrier).TrackingPage(number).AbsoluteUri;

        Assert.Equal(number, TrackingNumber.Recognise(page)!.Value);
        Assert.Equal(format, TrackingNumber.Recognise(Uri.EscapeDataString(page))!.Matches[0].Format);
    }

    [Theory]
    // Inside each is a shorter number whose own check digit holds.
    [InlineData("00986578788855")]
    [InlineData("9865787888550")]
    [InlineData("X986578788855")]
    [InlineData("33188100250000000")]
    public void Recognise_PartOfALongerNumber_IsNotTheNumber(string number)
    {
        var found = TrackingNumber.Recognise(number)!;

        Assert.Equal(number, found.Value);
        Assert.Empty(found.Matches);
    }

    [Fact]
    public void Recognise_WrongNumberInGroups_BeatsTheRightNumbersInsideIt()
    {
        // The first three groups are a FedEx number in their own right; the 20 digits have a typo.
        var found = TrackingNumber.Recognise("9865 7878 8855 0000 0001")!;

        Assert.Equal("98657878885500000001", found.Value);
        Assert.Equal([new TrackingMatch(CarrierCode.Usps, "USPS 20", false)], found.Matches);
    }

    [Fact]
    public void Recognise_TwoNumbers_TakesTheOneMoreConvincing()
    {
        Assert.Equal("1Z5R89390357567127", TrackingNumber.Recognise("986578788855, 1Z5R89390357567127")!.Value);
        Assert.Equal("986578788855", TrackingNumber.Recognise("986578788855, 477179081230")!.Value);
        Assert.Equal("477179081230", TrackingNumber.Recognise("996578788855 or 477179081230")!.Value);
    }

    [Theory]
    [InlineData("420787459400111206206406260787", "78745")]
    [InlineData("4201002334249200190132607600833457", "10023")]
    [InlineData("1001921334250001000300779017972697", "10003")]
    [InlineData("9400111206206406260787", null)]
    [InlineData("1Z5R89390357567127", null)]
    public void Recognise_LabelWithZip_GivesIt(string number, string? zip) =>
        Assert.Equal(zip, TrackingNumber.Recognise(number)!.Matches[0].LabelZip);

    [Theory]
    // Both are 420, a ZIP code and 9400 92…: 26 digits after ZIP, or 22 after a ZIP+4 that ends in 9400.
    [InlineData("4207874594009201234567890123456789", false)]
    [InlineData("4207874594009201234567890123456780", true)]
    public void Recognise_420With34Digits_LetsTheCheckDigitTellZipFromZip9(string number, bool isPrefix92)
    {
        var match = Assert.Single(TrackingNumber.Recognise(number)!.Matches);

        Assert.True(match.ChecksumHolds);
        Assert.Equal("78745", match.LabelZip);
        Assert.Equal(isPrefix92, match.Handover is not null);
    }

    [Theory]
    [InlineData("92748931507708513018050063")]
    [InlineData("9361289878700317633795")]
    public void Recognise_Usps92Or93_SaysAnotherCarrierMayHaveBegun(string number) => Assert.Contains(
        "Call USPS about the delivery", TrackingNumber.Recognise(number)!.Matches[0].Handover, StringComparison.Ordinal);

    [Fact]
    public void Recognise_UpsServiceYW_NamesBothCarriers()
    {
        var match = TrackingNumber.Recognise("1Z879E93YW46834442")!.Matches[0];

        Assert.True(match.ChecksumHolds);
        Assert.Contains("Call USPS about the delivery", match.Handover, StringComparison.Ordinal);
        Assert.Contains("and UPS about everything before it", match.Handover, StringComparison.Ordinal);
    }

    [Fact]
    public void Recognise_PostedAbroad_NamesUsps() => Assert.Contains(
        "USPS", TrackingNumber.Recognise("RB123456785GB")!.Matches[0].Handover, StringComparison.Ordinal);

    [Theory]
    [InlineData("9400111206206406260787")]
    [InlineData("9505511069605048600624")]
    [InlineData("RB123456785US")]
    [InlineData("1Z5R89390357567127")]
    [InlineData("986578788855")]
    public void Recognise_OneCarrierAllTheWay_HasNoHandover(string number) =>
        Assert.Null(TrackingNumber.Recognise(number)!.Matches[0].Handover);

    [Fact]
    public void Recognise_AnyText_NeverThrowsAndFitsItsLength() => Gen.OneOf(
        Gen.String,
        Gen.Char["0123456789 -.%\n"].Array[0, 300].Select(chars => new string(chars)),
        Gen.Char["019ZJDUSRBGL420 -"].Array[0, 300].Select(chars => new string(chars))).Sample(text =>
    {
        if (TrackingNumber.Recognise(text) is { } found)
        {
            Assert.InRange(found.Value.Length, 1, TrackingNumber.MaxLength);
            Assert.Equal(found.Matches.Count, found.Matches.DistinctBy(m => (m.Carrier, m.Format)).Count());
        }
    }, iter: 5_000);

    [Fact]
    public void Recognise_ValidNumberInASentence_IsFound() => Gen.Select(
        ValidNumbers,
        Gen.OneOf(" ", "-", ".", "\u2011", "  "),
        Gen.Int[1, 5],
        Gen.Bool,
        Words,
        Words).Sample((number, separator, groupSize, lowerCase, before, after) =>
    {
        var grouped = string.Join(separator, number.Chunk(groupSize).Select(group => new string(group)));
        foreach (var written in new[] { number, grouped })
        {
            var text = $"{before} {(lowerCase ? written.ToLowerInvariant() : written)}, {after}";
            var found = TrackingNumber.Recognise(text)!;

            Assert.True(
                string.Equals(found.Value, number, StringComparison.Ordinal), $"'{text}' was read as '{found.Value}'.");
            Assert.True(found.Matches[0].ChecksumHolds);
        }
    }, iter: 5_000);

    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(15)]
    [InlineData(20)]
    public void Recognise_RandomDigits_PassAboutOneTimeInTen(int length)
    {
        // A DHL check digit is below 7, so one in ten of random digits is right there too. A fixed seed keeps the count.
        var random = new Random(20261105);
        const int trials = 4_000;
        var passed = Enumerable.Range(0, trials).Count(_ =>
            TrackingNumber.Recognise(string.Concat(random.GetItems("0123456789".AsSpan(), length)))!.Matches[0].ChecksumHolds);

        Assert.InRange(passed, trials * 7 / 100, trials * 13 / 100);
    }

    public static readonly TheoryData<string> HostilePastes = new()
    {
        { "9 " },
        { "94 " },
        { "9400 " },
        { "1Z " },
        { "%25" },
        { "9" },
        { "rb 1 " },
        { "986578788855 " },
    };

    [Theory]
    [MemberData(nameof(HostilePastes))]
    public void Recognise_VeryLongPaste_TakesWorkInProportion(string piece)
    {
        long Allocated(int length)
        {
            var paste = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
            var before = GC.GetAllocatedBytesForCurrentThread();
            TrackingNumber.Recognise(paste);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(1_000);
        var shorter = Allocated(1_000);

        Assert.InRange(Allocated(10_000), 0, (20 * shorter) + 65_536);
    }

    [Fact]
    public void Recognise_NumberAtTheStartOfALongPaste_IsFound() => Assert.Equal(
        "986578788855", TrackingNumber.Recognise("986578788855 " + new string('x', 10_000))!.Value);

    private static readonly Gen<string> Words = Gen.OneOf(
            "my", "parcel", "is", "late,", "tracking", "number:", "USPS", "no", "order", "#", "2", "items", "on", "11/05/2026",
            "at", "us", "FedEx", "10:42", "the", "door", "$45", "apt", "4B")
        .Array[0, 6].Select(words => string.Join(' ', words) + ":");

    private static readonly Gen<string> ValidNumbers = Gen.OneOf(
        Completed(DigitsOf(19).Select(s => "94" + s), ""),
        Completed(DigitsOf(19).Select(s => "93" + s), ""),
        Completed(DigitsOf(23).Select(s => "92" + s), ""),
        Completed(Gen.Select(DigitsOf(5), DigitsOf(19), (zip, s) => $"420{zip}94{s}"), ""),
        Completed(DigitsOf(19), ""),
        Completed(DigitsOf(8).Select(s => "RB" + s), "US"),
        Completed(DigitsOf(8).Select(s => "EA" + s), "DE"),
        Completed(Gen.Char["0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"].Array[8].SelectMany(
            account => DigitsOf(7).Select(s => $"1Z{new string(account)}{s}")), ""),
        Completed(DigitsOf(11), ""),
        Completed(DigitsOf(14), ""),
        Completed(DigitsOf(19).Select(s => "96" + s), ""),
        Completed(DigitsOf(30).Select(s => "100" + s), ""),
        Completed(DigitsOf(9), ""),
        Completed(DigitsOf(10), ""),
        DigitsOf(10).Select(s => "JJD" + s));

    private static Gen<string> DigitsOf(int count) =>
        Gen.Char["0123456789"].Array[count].Select(digits => new string(digits));

    // Each format has exactly one right check digit, so trying all ten finds it. The vectors prove which.
    private static Gen<string> Completed(Gen<string> withoutCheck, string suffix) => withoutCheck.Select(number =>
        Enumerable.Range(0, 10).Select(check => $"{number}{check}{suffix}").Single(candidate =>
            TrackingNumber.Recognise(candidate)!.Matches[0].ChecksumHolds));

    private static TrackingMatch Bare(TrackingMatch match) => match with { Handover = null, LabelZip = null };
}
