using FluentValidation;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>A note for the team.</summary>
public sealed class NoteForm
{
    public string? Text { get; set; }
}

internal sealed class NoteFormValidator : AbstractValidator<NoteForm>
{
    public NoteFormValidator() => RuleFor(form => form.Text)
        .NotEmpty().WithMessage("Write the note first.")
        .MaximumLength(RequestEvent.MaxDetail).WithMessage("At most 1,000 characters.");
}
