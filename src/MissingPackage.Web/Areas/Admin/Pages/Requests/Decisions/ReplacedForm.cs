using FluentValidation;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Pages.Report;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>The seller sends the item again.</summary>
public sealed class ReplacedForm : DecisionForm
{
    public string? Tracking { get; set; }

    public override string Name => "Replaced";

    public override RequestEventKind Event => RequestEventKind.Resolved;

    public override string Question => "Record the replacement?";

    public override string ConfirmButton => "Record and tell the customer";

    public override string Done => "Resolved with a replacement.";

    public override string? Typed => ReportAnswers.Optional(Tracking);

    public override bool IsOffered(ServiceRequest request) => request.CanResolve;

    public override void Decide(DecisionFacts facts, Actor agent) =>
        facts.Request.Resolve(Resolution.Replacement(ReportAnswers.Optional(Tracking)), agent, facts.Now);
}

internal sealed class ReplacedFormValidator : AbstractValidator<ReplacedForm>
{
    public ReplacedFormValidator() => RuleFor(form => form.Tracking)
        .MaximumLength(TrackingNumber.MaxLength).WithMessage($"At most {TrackingNumber.MaxLength} characters.");
}
