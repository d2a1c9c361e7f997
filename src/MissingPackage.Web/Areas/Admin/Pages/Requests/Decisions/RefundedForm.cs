using FluentValidation;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Pages.Report;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>The money goes back, because the item is out of stock.</summary>
public sealed class RefundedForm : DecisionForm
{
    public string? Amount { get; set; }

    public override string Name => "Refunded";

    public override RequestEventKind Event => RequestEventKind.Resolved;

    public override string Question => "Record the refund?";

    public override string ConfirmButton => "Record and tell the customer";

    public override string Done => "Resolved with a refund.";

    public override string? Typed => ReportAnswers.Optional(Amount);

    public override bool IsOffered(ServiceRequest request) => request.CanResolve;

    public override IEnumerable<(string Field, string Problem)> Problems(DecisionFacts facts) =>
        TypedMoney.Read(Amount) <= facts.Request.Order.Value
            ? []
            : [(nameof(Amount), $"At most the order’s value, {TypedMoney.Show(facts.Request.Order.Value)}.")];

    public override void Decide(DecisionFacts facts, Actor agent) =>
        facts.Request.Resolve(Resolution.Refund(TypedMoney.Read(Amount)!.Value), agent, facts.Now);
}

internal sealed class RefundedFormValidator : AbstractValidator<RefundedForm>
{
    public RefundedFormValidator() => RuleFor(form => form.Amount)
        .Must(amount => TypedMoney.Read(amount) > 0).WithMessage("Enter an amount in dollars and cents, such as 84.50.");
}
