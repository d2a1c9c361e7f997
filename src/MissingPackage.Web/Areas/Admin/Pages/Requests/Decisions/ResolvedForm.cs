using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>
/// The customer is made whole: by the rule (a replacement, or a refund where the item is out of stock), or against it with
/// the agent's reason.
/// </summary>
public abstract class ResolvedForm : DecisionForm
{
    /// <summary>The day it was shipped or refunded, as typed.</summary>
    public string? On { get; set; }

    /// <summary>Why it is against the rule.</summary>
    public string? Reason { get; set; }

    /// <summary>Which of the two.</summary>
    public abstract ResolutionKind Kind { get; }

    public override RequestEventKind Event => RequestEventKind.Resolved;

    public override string ConfirmButton => "Record and tell the customer";

    /// <summary>What is said where it is against the rule and has no reason.</summary>
    protected abstract string AgainstTheRule { get; }

    public override bool IsOffered(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.CanResolve;
    }

    public override IEnumerable<(string Field, string Problem)> Problems(DecisionFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!facts.Request.IsByTheRule(Kind) && ReportAnswers.Optional(Reason) is null)
        {
            yield return (nameof(Reason), AgainstTheRule);
        }

        if (string.IsNullOrWhiteSpace(On))
        {
            yield break;
        }

        var today = facts.Request.Zone.DateOf(facts.Now);
        var read = TypedDate.Read(On, today);
        if ((read.Problem ?? (read.Date > today ? "That day is still to come." : null)) is { } problem)
        {
            yield return (nameof(On), problem);
        }
    }

    public override string? Caution(DecisionFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Request.IsByTheRule(Kind) ? null : $"Against the rule, because: {ReportAnswers.Tidy(Reason)}. Only the team sees the reason.";
    }

    public override void Decide(DecisionFacts facts, Actor agent)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var on = string.IsNullOrWhiteSpace(On) ? null : TypedDate.Read(On, facts.Request.Zone.DateOf(facts.Now)).Date;
        facts.Request.Resolve(ToResolution(on) with { OverrideReason = ReportAnswers.Optional(Reason) }, agent, facts.Now);
    }

    protected abstract Resolution ToResolution(DateOnly? madeOn);
}

/// <summary>What both such forms have to hold.</summary>
internal abstract class ResolvedFormValidator<T> : AbstractValidator<T>
    where T : ResolvedForm
{
    protected ResolvedFormValidator() => RuleFor(form => form.Reason)
        .MaximumLength(Resolution.MaxReason).WithMessage($"At most {Resolution.MaxReason} characters.");
}
