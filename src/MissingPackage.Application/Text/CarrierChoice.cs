using MissingPackage.Domain.Carriers;

namespace MissingPackage.Application.Text;

/// <summary>A carrier as forms and addresses write it: <c>usps</c>, <c>ups</c>, <c>fedex</c>, <c>dhlexpress</c>.</summary>
public static class CarrierChoice
{
    /// <summary>What a form sends for "another carrier, or I don't know".</summary>
    public const string NotListed = "other";

    /// <summary>The four carriers and the way out, for a list of choices.</summary>
    public static IReadOnlyList<Choice> All { get; } =
    [
        .. CarrierDirectory.All.Select(carrier => new Choice(Of(carrier.Code), carrier.Name)),
        new Choice(NotListed, "Another carrier, or I don’t know"),
    ];

    /// <summary>How a form writes a carrier.</summary>
    public static string Of(CarrierCode code) => code.ToString().ToLowerInvariant();

    /// <summary>Reads one of the four; null for everything else.</summary>
    public static CarrierCode? Read(string? text) =>
        CarrierDirectory.All.Where(carrier => Of(carrier.Code) == text).Select(carrier => (CarrierCode?)carrier.Code).SingleOrDefault();
}
