using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Tests.Carriers;

public class CarrierDirectoryTests
{
    [Theory]
    [InlineData(CarrierCode.Usps, "USPS", "(800) 222-1811", "tel:+18002221811", 7)]
    [InlineData(CarrierCode.Ups, "UPS", "(800) 742-5877", "tel:+18007425877", 15)]
    [InlineData(CarrierCode.FedEx, "FedEx", "(800) 463-3339", "tel:+18004633339", 7)]
    [InlineData(CarrierCode.DhlExpress, "DHL Express", "(800) 225-5345", "tel:+18002255345", 10)]
    public void Get_Carrier_HasItsNameNumberAndTime(CarrierCode code, string name, string phone, string uri, int days)
    {
        var carrier = CarrierDirectory.Get(code);

        Assert.Equal(code, carrier.Code);
        Assert.Equal(name, carrier.Name);
        Assert.Equal(phone, carrier.Phone);
        Assert.Equal(uri, carrier.PhoneUri);
        Assert.Equal(days, carrier.Claim.DecisionDaysTo);
    }

    [Theory]
    [InlineData(CarrierCode.Usps, "https://tools.usps.com/go/TrackConfirmAction?tLabels=9400")]
    [InlineData(CarrierCode.Ups, "https://www.ups.com/track?tracknum=9400")]
    [InlineData(CarrierCode.FedEx, "https://www.fedex.com/fedextrack/?trknbr=9400")]
    [InlineData(CarrierCode.DhlExpress, "https://www.dhl.com/us-en/home/tracking.html?tracking-id=9400")]
    public void TrackingPage_Number_IsTheCarriersPage(CarrierCode code, string expected) =>
        Assert.Equal(expected, CarrierDirectory.Get(code).TrackingPage("9400").AbsoluteUri);

    [Fact]
    public void TrackingPage_HostileNumber_StaysInsideTheParameter()
    {
        var page = CarrierDirectory.Get(CarrierCode.Ups).TrackingPage(" 1Z &next=//evil.example#\"<script> ");

        Assert.Equal(
            "https://www.ups.com/track?tracknum=1Z%20%26next%3D%2F%2Fevil.example%23%22%3Cscript%3E", page.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void TrackingPage_Blank_Throws(string number) =>
        Assert.Throws<ArgumentException>(() => CarrierDirectory.Get(CarrierCode.Usps).TrackingPage(number));

    [Fact]
    public void All_HasEveryCarrierOnceWithThreeQuestions()
    {
        Assert.Equal(Enum.GetValues<CarrierCode>(), CarrierDirectory.All.Select(carrier => carrier.Code));
        Assert.All(CarrierDirectory.All, carrier =>
        {
            Assert.Equal(3, carrier.WhatToAsk.Count);
            Assert.All(carrier.WhatToAsk, question => Assert.EndsWith("?", question, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void SlipLeadsTo_UspsAndUps_IsWhereTheParcelWaits()
    {
        Assert.Contains("post office", CarrierDirectory.Get(CarrierCode.Usps).SlipLeadsTo, StringComparison.Ordinal);
        Assert.Contains("UPS Access Point", CarrierDirectory.Get(CarrierCode.Ups).SlipLeadsTo, StringComparison.Ordinal);
        Assert.Null(CarrierDirectory.Get(CarrierCode.FedEx).SlipLeadsTo);
        Assert.Null(CarrierDirectory.Get(CarrierCode.DhlExpress).SlipLeadsTo);
    }

    [Fact]
    public void Claim_OfEachCarrier_SaysWhereItIsFromAndWhenItWasChecked() => Assert.All(CarrierDirectory.All, carrier =>
    {
        Assert.Equal(new DateOnly(2026, 11, 1), carrier.Claim.CheckedOn);
        Assert.NotEmpty(carrier.Claim.Source);
        Assert.InRange(carrier.Claim.DecisionDaysFrom, 1, carrier.Claim.DecisionDaysTo);
    });

    [Theory]
    [InlineData(CarrierCode.Usps, "2026-07-08", "2026-08-22")]
    [InlineData(CarrierCode.Ups, "2026-07-02", "2026-08-29")]
    [InlineData(CarrierCode.FedEx, null, "2026-08-22")]
    [InlineData(CarrierCode.DhlExpress, null, "2026-07-23")]
    public void Claim_OfAParcelMailedOnJune23_OpensAndCloses(CarrierCode code, string? earliest, string latest)
    {
        var claim = CarrierDirectory.Get(code).Claim;
        var dates = new ParcelDates(new(2026, 6, 23), new(2026, 7, 1), new(2026, 6, 30));

        var window = FilingWindow.For(claim, dates, DeliveryTimeZone.ForState("NY"));

        Assert.Equal(earliest, window.Earliest?.Day.ToString("yyyy-MM-dd", null));
        Assert.Equal(latest, window.Latest!.Day.ToString("yyyy-MM-dd", null));
        Assert.False(window.IsAssumed);
    }

    [Fact]
    public void Get_NoSuchCarrier_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CarrierDirectory.Get((CarrierCode)99));
}
