using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Uploads;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Seller.Pages.Forms;

/// <summary>The carrier answered the claim.</summary>
public sealed class DecidedForm : SellerForm
{
    public CarrierVerdict? Verdict { get; set; }

    public string? Amount { get; set; }

    public string? DecidedOn { get; set; }

    public override string Name => "Decided";

    public override string Done => "The carrier’s decision is recorded.";

    public override string? ForCare => Verdict == CarrierVerdict.Denied ? "recorded that the carrier denied the claim" : null;

    public override bool IsRecorded(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.CarrierDecision is { } decision && decision.Verdict == Verdict && decision.Amount == Paid;
    }

    public override IEnumerable<(string Field, string Problem)> Problems(SellerFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var value = facts.Request.Order.Value;
        var amount = TypedMoney.Read(Amount);
        if (Verdict == CarrierVerdict.Denied && amount > 0)
        {
            yield return (nameof(Amount), "A denied claim pays nothing. Clear the amount, or choose “Paid” or “Paid in part”.");
        }
        else if (Verdict == CarrierVerdict.PaidInPart && amount is not > 0)
        {
            yield return (nameof(Amount), "Enter how much the carrier pays.");
        }
        else if (Verdict == CarrierVerdict.PaidInPart && amount > value)
        {
            yield return (nameof(Amount), $"That is more than the order’s value, {TypedMoney.Show(value)}. Check it, or choose “Paid”.");
        }

        if (ProblemOfDay(DecidedOn, facts) is { } problem)
        {
            yield return (nameof(DecidedOn), problem);
        }
    }

    public override void Record(SellerFacts facts, Actor seller)
    {
        ArgumentNullException.ThrowIfNull(facts);
        facts.Request.RecordCarrierDecision(new CarrierDecision(Verdict!.Value, Paid, DayOf(DecidedOn, facts)), seller, facts.Now);
    }

    private decimal? Paid => Verdict == CarrierVerdict.Denied ? null : TypedMoney.Read(Amount) is > 0 and var amount ? amount : null;
}

internal sealed class DecidedFormValidator : AbstractValidator<DecidedForm>
{
    public DecidedFormValidator()
    {
        RuleFor(form => form.Verdict).NotNull().WithMessage("Choose what the carrier decided.")
            .IsInEnum().WithMessage("Choose what the carrier decided.");
        RuleFor(form => form.Amount)
            .Must(amount => TypedMoney.Read(amount) is >= 0 and <= OrderFacts.MaxValue)
            .When(form => !string.IsNullOrWhiteSpace(form.Amount)).WithMessage("Enter an amount in dollars and cents, such as 84.50.");
        RuleFor(form => form.DecidedOn).IsADay("Enter the day of the carrier’s answer.");
    }
}
