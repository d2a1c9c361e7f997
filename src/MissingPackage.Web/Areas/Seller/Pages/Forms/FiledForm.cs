using FluentValidation;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Requests;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Seller.Pages.Forms;

/// <summary>The claim is with the carrier.</summary>
public sealed class FiledForm : SellerForm
{
    public string? Number { get; set; }

    public string? FiledOn { get; set; }

    public override string Name => "Filed";

    public override string Done => "The claim is recorded, and the customer is told.";

    public override string ForCustomer => ClaimFiled.Kind;

    public override bool IsRecorded(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.CarrierClaimNumber is { } number && number == ReportAnswers.Tidy(Number);
    }

    public override IEnumerable<(string Field, string Problem)> Problems(SellerFacts facts)
    {
        if (ProblemOfDay(FiledOn, facts) is { } problem)
        {
            yield return (nameof(FiledOn), problem);
        }
    }

    public override void Record(SellerFacts facts, Actor seller)
    {
        ArgumentNullException.ThrowIfNull(facts);
        facts.Request.RecordCarrierClaim(ReportAnswers.Tidy(Number), seller, facts.Now, facts.CarrierDays, DayOf(FiledOn, facts));
    }
}

internal sealed class FiledFormValidator : AbstractValidator<FiledForm>
{
    public FiledFormValidator()
    {
        RuleFor(form => form.Number).Must(ReportAnswers.HasText).WithMessage("Enter the carrier’s number for the claim.")
            .MaximumLength(ServiceRequest.MaxClaimNumber).WithMessage($"At most {ServiceRequest.MaxClaimNumber} characters: enter the number alone.");
        RuleFor(form => form.FiledOn).IsADay("Enter the day on which you filed it.");
    }
}
