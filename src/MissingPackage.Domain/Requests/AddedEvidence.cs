using MissingPackage.Domain.Searching;

namespace MissingPackage.Domain.Requests;

/// <summary>Facts that strengthen a claim and that nobody has to give.</summary>
/// <param name="CarrierCaseNumber">The case number the carrier gave on the phone, or null.</param>
/// <param name="PoliceReportNumber">The number of a report to the police, or null.</param>
/// <param name="SerialNumbers">Of the things in the package, or null.</param>
/// <param name="LabelZip">The ZIP code on the label, five digits, or null.</param>
/// <param name="Places">The places looked at, in checklist order.</param>
public sealed record AddedEvidence(
    string? CarrierCaseNumber, string? PoliceReportNumber, string? SerialNumbers, string? LabelZip, IReadOnlyList<PlaceToLook> Places)
{
    /// <summary>The longest number of a report to the police, in characters.</summary>
    public const int MaxPoliceReportNumber = 60;

    /// <summary>The length of a ZIP code on a label.</summary>
    public const int ZipLength = 5;

    /// <summary>What a request holds of them now.</summary>
    /// <param name="request">The request.</param>
    public static AddedEvidence Of(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(request.Search.CarrierCaseNumber, request.PoliceReportNumber, request.Order.SerialNumbers, request.LabelZip, request.Search.Places);
    }

    /// <summary>What differs, one entry a fact: its name, what it was and what it is.</summary>
    /// <param name="before">The facts as they were.</param>
    internal IEnumerable<(string Fact, string Was, string Is)> ChangesFrom(AddedEvidence before) =>
        Named(before).Zip(Named(this), (was, now) => (was.Fact, was.Value, now.Value)).Where(change => change.Item2 != change.Item3);

    private static IEnumerable<(string Fact, string Value)> Named(AddedEvidence facts) =>
    [
        ("Carrier’s case number", facts.CarrierCaseNumber ?? ""),
        ("Police report", facts.PoliceReportNumber ?? ""),
        ("Serial numbers", facts.SerialNumbers ?? ""),
        ("ZIP on the label", facts.LabelZip ?? ""),
        ("Places looked at", string.Join(", ", facts.Places.Select(SearchChecklist.TitleOf))),
    ];
}
