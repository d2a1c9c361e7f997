using FluentValidation;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Seller.Pages.Forms;

/// <summary>The item was sent again.</summary>
public sealed class ShippedForm : SellerForm
{
    public string? Carrier { get; set; }

    public string? Tracking { get; set; }

    public string? ShippedOn { get; set; }

    public override string Name => "Shipped";

    public override string Done => "The replacement is recorded, and the customer is told.";

    public override string ForCare => "recorded a replacement";

    public override string ForCustomer => RequestResolved.Kind;

    public override bool IsRecorded(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Resolution?.TrackingNumber is { } number && number == TrackingNumber.Recognise(Tracking)?.Value;
    }

    public override IEnumerable<(string Field, string Problem)> Problems(SellerFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (TrackingNumber.Recognise(Tracking) is { } number)
        {
            var likely = number.Matches.FirstOrDefault(match => match.ChecksumHolds)?.Carrier;
            if (number.Value == facts.Request.Shipment.TrackingNumber)
            {
                yield return (nameof(Tracking), "That is the number of the package that is missing. Enter the replacement’s.");
            }
            else if (CarrierChoice.Read(Carrier) is { } chosen && number.Matches.All(match => match.Carrier != chosen))
            {
                yield return (nameof(Tracking), likely is { } other
                    ? $"This looks like a number of {CarrierDirectory.Get(other).Name}. Check it, or choose the other carrier."
                    : $"This doesn’t look like a number of {CarrierDirectory.Get(chosen).Name}. Check it, or choose “Another carrier”.");
            }
        }

        if (ProblemOfDay(ShippedOn, facts) is { } problem)
        {
            yield return (nameof(ShippedOn), problem);
        }
    }

    public override void Record(SellerFacts facts, Actor seller)
    {
        ArgumentNullException.ThrowIfNull(facts);
        facts.Request.Resolve(
            Resolution.Replacement(TrackingNumber.Recognise(Tracking)!.Value, CarrierChoice.Read(Carrier), DayOf(ShippedOn, facts)), seller, facts.Now);
    }
}

internal sealed class ShippedFormValidator : AbstractValidator<ShippedForm>
{
    public ShippedFormValidator()
    {
        RuleFor(form => form.Carrier).Must(carrier => carrier == CarrierChoice.NotListed || CarrierChoice.Read(carrier) is not null)
            .WithMessage("Choose the replacement’s carrier.");
        RuleFor(form => form.Tracking).Must(ReportAnswers.HasText).WithMessage("Enter the replacement’s tracking number.")
            .MaximumLength(ShipmentInput.MaxPaste).WithMessage("That is a lot of text: paste just the tracking number, or the line it is on.");
        RuleFor(form => form.ShippedOn).IsADay("Enter the day on which it was shipped.");
    }
}
