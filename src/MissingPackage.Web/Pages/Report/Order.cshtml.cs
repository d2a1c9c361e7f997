using FluentValidation;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Pages.Report;

public sealed class OrderInput
{
    public string? OrderNumber { get; set; }

    public string? Seller { get; set; }
}

internal sealed class OrderInputValidator : AbstractValidator<OrderInput>
{
    public OrderInputValidator()
    {
        RuleFor(i => i.OrderNumber)
            .Must(ReportAnswers.HasText).WithMessage("Enter the order number. It is in the email that confirmed your order.")
            .MaximumLength(OrderFacts.MaxNumber).WithMessage($"The order number can be at most {OrderFacts.MaxNumber} characters.");
        RuleFor(i => i.Seller)
            .MaximumLength(OrderFacts.MaxSeller).WithMessage($"The seller’s name can be at most {OrderFacts.MaxSeller} characters.");
    }
}

public sealed class OrderModel(DraftStore drafts, ReportProgress progress) : ReportStepModel<OrderInput>(drafts, progress)
{
    public override ReportStep Step => ReportStep.Order;

    protected override OrderInput Part(ReportAnswers answers) => answers.Order;

    protected override void Replace(ReportAnswers answers, OrderInput input) => answers.Order = input;
}
