using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Data.Orders;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Orders;

namespace MissingPackage.Web.Pages.Report;

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

/// <summary>
/// The order. Where the number and the email address belong to an order that is known, the next page shows it; where not,
/// the report goes on by hand, and nothing tells whether there is such an order of somebody else.
/// </summary>
[EnableRateLimiting(RateLimits.Orders)]
public sealed class OrderModel(DraftStore drafts, ReportProgress progress, KnownOrders orders) : ReportStepModel<OrderInput>(drafts, progress)
{
    private bool _asked;
    private KnownOrder? _found;

    public override ReportStep Step => ReportStep.Order;

    public override async Task<IActionResult> OnPostAsync()
    {
        _asked = true;
        _found = await orders.FindAsync(Input, HttpContext.RequestAborted);
        return await base.OnPostAsync();
    }

    protected override OrderInput Part(ReportAnswers answers) => answers.Order;

    protected override void Replace(ReportAnswers answers, OrderInput input)
    {
        var was = answers.Order.Email;
        answers.Order = input;
        if (!_asked)
        {
            return; // still typing
        }

        if (string.IsNullOrWhiteSpace(answers.Contact.Email) || answers.Contact.Email == was)
        {
            answers.Contact.Email = input.Email;
        }

        if (answers.Known?.Id != _found?.Id)
        {
            KnownFacts.TakeBack(answers);
            answers.Known = _found is null ? null : new KnownAnswer { Id = _found.Id };
        }
    }
}
