using FluentValidation;
using MissingPackage.Application.Text;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>Why an agent erases a file at once.</summary>
public enum EraseReason
{
    /// <summary>A military or other federal government ID card: a copy of it breaks 18 U.S.C. 701.</summary>
    FederalId,

    /// <summary>A document nobody asked for, or of somebody else.</summary>
    WrongDocument,

    /// <summary>The customer asked for it.</summary>
    CustomerAsked,
}

/// <summary>A file to erase at once.</summary>
public sealed class EraseForm
{
    public Guid Document { get; set; }

    public EraseReason? Reason { get; set; }

    public bool Confirmed { get; set; }

    /// <summary>What the certificate says, and what the customer reads where they are asked for another file.</summary>
    public (string Rule, string Sentence) Words => Reason switch
    {
        EraseReason.FederalId => ("Erased at once: a military or federal government ID (18 U.S.C. 701)",
            "You sent a military or other federal government ID card. Copying one is against the law, so we have deleted it. Please send a driver’s license, a passport or a state ID."),
        EraseReason.WrongDocument => ("Erased at once: not the document asked for",
            "One of your files wasn’t the document we need, so we have deleted it. Please send the right one."),
        _ => ("Erased at once: the customer asked for it", "As you asked, we have deleted your file. To go on, we need another one."),
    };
}

internal sealed class EraseFormValidator : AbstractValidator<EraseForm>
{
    public EraseFormValidator() => RuleFor(form => form.Reason)
        .Must(reason => reason is { } known && Enum.IsDefined(known)).WithMessage("Choose why it is erased.");
}
