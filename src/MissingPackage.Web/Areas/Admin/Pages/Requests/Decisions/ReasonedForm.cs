using FluentValidation;
using MissingPackage.Application.Text;
using MissingPackage.Data.Reviewing;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Areas.Admin.Reviewing;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>A decision with words for the customer: a canned text, a line of the agent's own, or both.</summary>
public abstract class ReasonedForm : DecisionForm
{
    /// <summary>The canned text that was chosen, or null.</summary>
    public Guid? Canned { get; set; }

    /// <summary>The agent's own words.</summary>
    public string? Line { get; set; }

    /// <summary>Which canned texts it offers.</summary>
    public abstract CannedTextUse Use { get; }

    public override string? Typed => string.IsNullOrWhiteSpace(Line) ? null : Line;

    /// <summary>The documents it asks for.</summary>
    protected virtual IReadOnlyCollection<DocumentKind> Asked => [];

    public override IEnumerable<(string Field, string Problem)> Problems(DecisionFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (Canned is { } id && !facts.Texts.Any(text => text.Id == id && text.Use == Use))
        {
            yield return (nameof(Canned), "This text is no longer in the list. Choose another one.");
        }
        else if (Placeholders.ProblemOf(Line) is { } problem)
        {
            yield return (nameof(Line), problem);
        }
        else if (Words(facts).Length > RequestEvent.MaxDetail)
        {
            yield return (nameof(Line), $"With the text from the list and everything filled in, that is longer than {RequestEvent.MaxDetail:N0} characters.");
        }
    }

    /// <summary>What the customer reads.</summary>
    protected string Words(DecisionFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var parts = new[] { facts.Texts.FirstOrDefault(text => text.Id == Canned)?.Text, Line?.ReplaceLineEndings("\n").Trim() };
        var due = Asked.Count > 0 ? ServiceRequest.DueIfAskedAgain(facts.Request, facts.Now) : facts.Request.DocumentsDueOn;
        return Placeholders.Fill(string.Join("\n\n", parts.Where(part => !string.IsNullOrEmpty(part))), facts.Request, facts.Care, Asked, due);
    }
}

/// <summary>What every such form has to hold.</summary>
internal abstract class ReasonedFormValidator<T> : AbstractValidator<T>
    where T : ReasonedForm
{
    protected ReasonedFormValidator(string missing)
    {
        RuleFor(form => form.Line)
            .MaximumLength(RequestEvent.MaxDetail).WithMessage("At most 1,000 characters.")
            .NotEmpty().When(form => form.Canned is null, ApplyConditionTo.CurrentValidator).WithMessage(missing);
    }
}
