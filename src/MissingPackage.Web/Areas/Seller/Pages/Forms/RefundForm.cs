using FluentValidation;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Requests;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Seller.Pages.Forms;

/// <summary>The money went back.</summary>
public sealed class RefundForm : SellerForm
{
    public string? Amount { get; set; }

    public string? RefundedOn { get; set; }

    /// <summary>"Yes, it is less than the order's value": it can't be changed afterwards.</summary>
    public bool IsPart { get; set; }

    public override string Name => "Refund";

    public override string Done => "The refund is recorded, and the customer is told.";

    public override string ForCare => "recorded a refund";

    public override string ForCustomer => RequestResolved.Kind;

    public override bool IsRecorded(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Resolution?.RefundAmount is { } amount && amount == TypedMoney.Read(Amount);
    }

    public override IEnumerable<(string Field, string Problem)> Problems(SellerFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var value = facts.Request.Order.Value;
        if (TypedMoney.Read(Amount) > value)
        {
            yield return (nameof(Amount), $"At most the order’s value, {TypedMoney.Show(value)}.");
        }
        else if (!IsPart && TypedMoney.Read(Amount) is { } amount && amount < value)
        {
            yield return (nameof(Amount), $"The order’s value is {TypedMoney.Show(value)}. If you refunded only {TypedMoney.Show(amount)}, tick the box below.");
        }

        if (ProblemOfDay(RefundedOn, facts) is { } problem)
        {
            yield return (nameof(RefundedOn), problem);
        }
    }

    public override void Record(SellerFacts facts, Actor seller)
    {
        ArgumentNullException.ThrowIfNull(facts);
        facts.Request.Resolve(Resolution.Refund(TypedMoney.Read(Amount)!.Value, DayOf(RefundedOn, facts)), seller, facts.Now);
    }
}

internal sealed class RefundFormValidator : AbstractValidator<RefundForm>
{
    public RefundFormValidator()
    {
        RuleFor(form => form.Amount).Must(amount => TypedMoney.Read(amount) > 0).WithMessage("Enter an amount in dollars and cents, such as 84.50.");
        RuleFor(form => form.RefundedOn).IsADay("Enter the day of the refund.");
    }
}
