using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

public sealed class IntakeOptionsTests
{
    public static TheoryData<string, Action<IntakeOptions>> Faults => new()
    {
        { "PrivateFolder", options => options.PrivateFolder = "" },
        { "PrivateFolder", options => options.PrivateFolder = "relative/folder" },
        { "MaxFileBytes", options => options.MaxFileBytes = 0 },
        { "MaxEdge", options => options.MaxEdge = 999 },
        { "MaxPixels", options => options.MaxPixels = 0 },
        { "MinEdge", options => options.MinEdge = 0 },
        { "MaxSide", options => options.MaxSide = 10 },
        { "Concurrency", options => options.Concurrency = 0 },
        { "MaxWait", options => options.MaxWait = TimeSpan.FromSeconds(-1) },
        { "MaxPdfPages", options => options.MaxPdfPages = 0 },
        { "ClamdTimeout", options => options.ClamdTimeout = TimeSpan.Zero },
        { "Clamd", options => options.Clamd = "localhost" },
        { "Clamd", options => options.Clamd = "localhost:0" },
        { "Clamd", options => options.Clamd = "localhost:99999" },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Fault_IsNamedByItsSetting(string setting, Action<IntakeOptions> spoil)
    {
        var options = new IntakeOptions { PrivateFolder = Path.GetTempPath() };
        spoil(options);

        Assert.StartsWith($"Intake:{setting} must", Assert.Single(options.Validate()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("localhost:3310")]
    [InlineData("[::1]:3310")]
    [InlineData("/run/clamav/clamd.ctl")]
    public void Good_HasNoFaults(string? clamd) =>
        Assert.Empty(new IntakeOptions { PrivateFolder = Path.GetTempPath(), Clamd = clamd }.Validate());

    [Fact]
    public void Intake_RefusesFaultyOptions() =>
        Assert.Throws<ArgumentException>(() => new DocumentIntake(new(), TimeProvider.System));
}
