using FluentValidation;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Seller.Pages.Forms;

/// <summary>Whether the item can be sent again.</summary>
public sealed class StockForm : SellerForm
{
    public bool? InStock { get; set; }

    public override string Name => "Stock";

    public override string Done => InStock == true ? "Noted: you send it again." : "Noted: it is out of stock, so you refund it.";

    public override bool IsRecorded(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.InStock is { } said && said == InStock;
    }

    public override void Record(SellerFacts facts, Actor seller)
    {
        ArgumentNullException.ThrowIfNull(facts);
        facts.Request.RecordStock(InStock!.Value, seller, facts.Now);
    }
}

internal sealed class StockFormValidator : AbstractValidator<StockForm>
{
    public StockFormValidator() => RuleFor(form => form.InStock).NotNull().WithMessage("Choose one of the two.");
}
