using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests.Decisions;

/// <summary>The money goes back, because the item is out of stock.</summary>
public sealed class RefundedForm : ResolvedForm
{
    public string? Amount { get; set; }

    public override string Name => "Refunded";

    public override ResolutionKind Kind => ResolutionKind.Refund;

    public override string Question => "Record the refund?";

    public override string Done => "Resolved with a refund.";

    public override string? Typed => ReportAnswers.Optional(Amount);

    protected override string AgainstTheRule => "The seller hasn’t said that it is out of stock. Record that first, or say why it is refunded all the same.";

    public override IEnumerable<(string Field, string Problem)> Problems(DecisionFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return TypedMoney.Read(Amount) <= facts.Request.Order.Value
            ? base.Problems(facts)
            : base.Problems(facts).Prepend((nameof(Amount), $"At most the order’s value, {TypedMoney.Show(facts.Request.Order.Value)}."));
    }

    protected override Resolution ToResolution(DateOnly? madeOn) => Resolution.Refund(TypedMoney.Read(Amount)!.Value, madeOn);
}

internal sealed class RefundedFormValidator : ResolvedFormValidator<RefundedForm>
{
    public RefundedFormValidator() => RuleFor(form => form.Amount)
        .Must(amount => TypedMoney.Read(amount) > 0).WithMessage("Enter an amount in dollars and cents, such as 84.50.");
}
