using FluentValidation;
using MissingPackage.Data.Orders;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Requests;

public sealed class OrderInput
{
    public string? OrderNumber { get; set; }

    public string? Email { get; set; }

    public string? Seller { get; set; }
}

internal sealed class OrderInputValidator : AbstractValidator<OrderInput>
{
    public OrderInputValidator()
    {
        RuleFor(i => i.OrderNumber)
            .Must(ReportAnswers.HasText).WithMessage("Enter the order number. It is in the email that confirmed your order.")
            .MaximumLength(OrderFacts.MaxNumber).WithMessage($"The order number can be at most {OrderFacts.MaxNumber} characters.");
        RuleFor(i => i.Email)
            .MaximumLength(CustomerFacts.MaxEmail).WithMessage($"An email address can be at most {CustomerFacts.MaxEmail} characters.")
            .Must(email => string.IsNullOrWhiteSpace(email) || ContactInputValidator.IsAddress(email))
            .WithMessage("Enter an email address such as name@example.com, or leave it empty.");
        RuleFor(i => i.Seller)
            .MaximumLength(OrderFacts.MaxSeller).WithMessage($"The seller’s name can be at most {OrderFacts.MaxSeller} characters.");
    }
}
