using FluentValidation;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>The seller's claim is with the carrier.</summary>
public sealed class ClaimForm : DecisionForm
{
    public string? Number { get; set; }

    public override string Name => "Claim";

    public override RequestEventKind Event => RequestEventKind.CarrierClaimFiled;

    public override string Question => "Record the carrier’s claim?";

    public override string ConfirmButton => "Record and tell the customer";

    public override string Done => "Carrier claim recorded.";

    public override string? Typed => Number;

    public override bool IsOffered(ServiceRequest request) => request.CanRecordCarrierClaim;

    public override void Decide(DecisionFacts facts, Actor agent) => facts.Request.RecordCarrierClaim(Number!.Trim(), agent, facts.Now, facts.CarrierDays);
}

internal sealed class ClaimFormValidator : AbstractValidator<ClaimForm>
{
    public ClaimFormValidator() => RuleFor(form => form.Number)
        .NotEmpty().WithMessage("Enter the carrier’s number for the claim.")
        .MaximumLength(ServiceRequest.MaxClaimNumber).WithMessage($"At most {ServiceRequest.MaxClaimNumber} characters.");
}
