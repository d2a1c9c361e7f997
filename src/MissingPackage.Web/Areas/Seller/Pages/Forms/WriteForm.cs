using FluentValidation;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Seller.Pages.Forms;

/// <summary>A message to the care team.</summary>
public sealed class WriteForm : SellerForm
{
    public string? Text { get; set; }

    public override string Name => "Write";

    public override string Done => "Your message is with our care team.";

    public override string ForCare => "wrote you a message";

    public override bool IsRecorded(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Events.LastOrDefault(e => e.Kind == RequestEventKind.SellerWrote)?.Detail == Words;
    }

    public override void Record(SellerFacts facts, Actor seller)
    {
        ArgumentNullException.ThrowIfNull(facts);
        facts.Request.WriteFromSeller(Words, seller, facts.Now);
    }

    private string Words => Text?.ReplaceLineEndings("\n").Trim() ?? "";
}

internal sealed class WriteFormValidator : AbstractValidator<WriteForm>
{
    public WriteFormValidator() => RuleFor(form => form.Text)
        .NotEmpty().WithMessage("Write your message.")
        .MaximumLength(ServiceRequest.MaxSellerMessage).WithMessage("At most 1,000 characters.");
}
