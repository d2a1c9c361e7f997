using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using MissingPackage.Application.Orders;
using MissingPackage.Application.Requests;
using MissingPackage.Data.Orders;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Pages.Report;

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
