using FluentValidation;
using MissingPackage.Application.Text;
using MissingPackage.Data.Reviewing;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>Documents are asked for again; the other one may be accepted meanwhile.</summary>
public sealed class AskForm : ReasonedForm
{
    public bool PhotoId { get; set; }

    public bool Statement { get; set; }

    /// <summary>Accept the document that isn't asked for.</summary>
    public bool AcceptOther { get; set; }

    public override string Name => "Ask";

    public override RequestEventKind Event => RequestEventKind.MoreAsked;

    public override CannedTextUse Use => CannedTextUse.AskAgain;

    public override string Question => "Ask the customer again?";

    public override string ConfirmButton => "Ask and tell the customer";

    public override string Done => "Asked. The customer gets an email.";

    protected override IReadOnlyCollection<DocumentKind> Asked =>
        [.. new[] { (PhotoId, DocumentKind.PhotoId), (Statement, DocumentKind.Statement) }.Where(kind => kind.Item1).Select(kind => kind.Item2)];

    public override bool IsOffered(ServiceRequest request) => request.CanAskForMore;

    public override IEnumerable<(string Field, string Problem)> Problems(DecisionFacts facts) =>
        AcceptOther && Other is { } other && facts.Request.MissingDocuments.Contains(other)
            ? [(nameof(AcceptOther), "The other document isn’t there, so it can’t be accepted.")]
            : base.Problems(facts);

    public override void Decide(DecisionFacts facts, Actor agent) =>
        facts.Request.AskForMore(Asked, Words(facts), agent, facts.Now, AcceptOther ? Other : null);

    private DocumentKind? Other => (PhotoId, Statement) switch
    {
        (true, false) => DocumentKind.Statement,
        (false, true) => DocumentKind.PhotoId,
        _ => null,
    };
}

internal sealed class AskFormValidator : ReasonedFormValidator<AskForm>
{
    public AskFormValidator()
        : base("Write what is wrong and what to do: the customer reads it.")
    {
        RuleFor(form => form.PhotoId).Must((form, _) => form.PhotoId || form.Statement).WithMessage("Tick which document you need again.");
        RuleFor(form => form.AcceptOther).Must((form, accept) => !accept || !(form.PhotoId && form.Statement))
            .WithMessage("Both documents are asked for again, so there is no other one to accept.");
    }
}
