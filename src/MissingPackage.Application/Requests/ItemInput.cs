using FluentValidation;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Requests;

public sealed class ItemInput
{
    public string? Item { get; set; }

    public string? Value { get; set; }

    public string? SerialNumbers { get; set; }

    /// <summary>The order as a fact. Call it only after the validators of both have passed.</summary>
    /// <param name="order">The page before.</param>
    public OrderFacts ToOrder(OrderInput order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new(
            ReportAnswers.Tidy(order.OrderNumber), ReportAnswers.Tidy(Item), ReportAnswers.Optional(order.Seller),
            TypedMoney.Read(Value)!.Value, ReportAnswers.Optional(SerialNumbers));
    }
}

internal sealed class ItemInputValidator : AbstractValidator<ItemInput>
{
    public ItemInputValidator()
    {
        RuleFor(i => i.Item)
            .Must(ReportAnswers.HasText).WithMessage("Say what was in the package, such as “blue running shoes, size 9”.")
            .MaximumLength(OrderFacts.MaxItem).WithMessage($"Please use at most {OrderFacts.MaxItem} characters.");
        RuleFor(i => i.SerialNumbers)
            .MaximumLength(OrderFacts.MaxSerialNumbers).WithMessage($"Please use at most {OrderFacts.MaxSerialNumbers} characters.");
        RuleFor(i => i.Value)
            .NotEmpty().WithMessage("Enter what you paid for it.")
            .Must(value => TypedMoney.Read(value) is not null).WithMessage("Enter an amount in dollars and cents, such as 84.50.")
            .Must(value => TypedMoney.Read(value) > 0).WithMessage("Enter an amount above zero.")
            .Must(value => TypedMoney.Read(value) <= OrderFacts.MaxValue)
            .WithMessage($"For an order above {TypedMoney.Show(OrderFacts.MaxValue)}, please talk to us first: see “Get help”.");
    }
}
