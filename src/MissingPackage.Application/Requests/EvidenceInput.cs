using System.Text.RegularExpressions;
using FluentValidation;
using MissingPackage.Domain.Requests;
using MissingPackage.Domain.Searching;

namespace MissingPackage.Application.Requests;

/// <summary>Facts that help the claim, as typed.</summary>
public sealed class EvidenceInput
{
    /// <summary>The version that was looked at.</summary>
    public int Version { get; set; }

    public string? CarrierCaseNumber { get; set; }

    public string? PoliceReportNumber { get; set; }

    public string? SerialNumbers { get; set; }

    public string? LabelZip { get; set; }

    /// <summary>The places that are ticked.</summary>
    public List<PlaceToLook> Places { get; set; } = [];

    /// <summary>The facts as they are now.</summary>
    public static EvidenceInput Of(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var facts = AddedEvidence.Of(request);
        return new EvidenceInput
        {
            Version = request.Version,
            CarrierCaseNumber = facts.CarrierCaseNumber,
            PoliceReportNumber = facts.PoliceReportNumber,
            SerialNumbers = facts.SerialNumbers,
            LabelZip = facts.LabelZip,
            Places = [.. facts.Places],
        };
    }

    /// <summary>The facts. Call it only after the validator has passed.</summary>
    /// <param name="request">Whose; places that its checklist doesn't show stay as they were.</param>
    public AddedEvidence ToFacts(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var shown = PlacesOf(request).SelectMany(group => group.Items).Select(item => item.Place).ToList();
        var places = request.Search.Places.Except(shown).Concat(shown.Where(Places.Contains)).ToList();
        var same = places.Count == request.Search.Places.Count && !places.Except(request.Search.Places).Any();
        return new(
            ReportAnswers.Optional(CarrierCaseNumber), ReportAnswers.Optional(PoliceReportNumber), ReportAnswers.Optional(SerialNumbers),
            ReportAnswers.Optional(LabelZip)?[..AddedEvidence.ZipLength], same ? request.Search.Places : places);
    }

    /// <summary>The checklist of the customer's home.</summary>
    public static IReadOnlyList<ChecklistGroup> PlacesOf(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SearchChecklist.For(request.Search.Home ?? (request.Address.Line2 is null ? HomeKind.House : HomeKind.Apartment));
    }
}

internal sealed partial class EvidenceInputValidator : AbstractValidator<EvidenceInput>
{
    public EvidenceInputValidator()
    {
        RuleFor(i => i.CarrierCaseNumber).MaximumLength(HomeSearch.MaxCaseNumber).WithMessage($"Please use at most {HomeSearch.MaxCaseNumber} characters.");
        RuleFor(i => i.PoliceReportNumber).MaximumLength(AddedEvidence.MaxPoliceReportNumber).WithMessage($"Please use at most {AddedEvidence.MaxPoliceReportNumber} characters.");
        RuleFor(i => i.SerialNumbers).MaximumLength(OrderFacts.MaxSerialNumbers).WithMessage($"Please use at most {OrderFacts.MaxSerialNumbers} characters.");
        RuleFor(i => i.LabelZip).Must(zip => ReportAnswers.Optional(zip) is not { } text || Zip().IsMatch(text)).WithMessage("A ZIP code has five digits, such as 10001.");
        RuleForEach(i => i.Places).IsInEnum();
    }

    [GeneratedRegex(@"^[0-9]{5}(-?[0-9]{4})?$", RegexOptions.None | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Zip();
}
