using MissingPackage.Domain.Requests;

namespace MissingPackage.Domain.Tests.Requests;

public class ResolutionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("1Z5R89390357567127")]
    public void Replacement_WithOrWithoutATrackingNumber_HasNoAmount(string? number)
    {
        var resolution = Resolution.Replacement(number);

        Assert.Equal(ResolutionKind.Replacement, resolution.Kind);
        Assert.Equal(number, resolution.TrackingNumber);
        Assert.Null(resolution.RefundAmount);
    }

    [Fact]
    public void Refund_AnAmount_HasNoTrackingNumber()
    {
        var resolution = Resolution.Refund(12.34m);

        Assert.Equal(ResolutionKind.Refund, resolution.Kind);
        Assert.Equal(12.34m, resolution.RefundAmount);
        Assert.Null(resolution.TrackingNumber);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Refund_NothingOrLess_Throws(int dollars) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Resolution.Refund(dollars));
}
