using FluentValidation;
using MissingPackage.Application.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>The day the parcel was handed to the carrier, as typed; empty where it isn't known.</summary>
public sealed class MailingForm
{
    /// <summary>The request's version that the agent looked at.</summary>
    public int Version { get; set; }

    /// <summary>The last row of the history that the agent looked at.</summary>
    public int LastRow { get; set; }

    public string? Day { get; set; }
}

internal sealed class MailingFormValidator : AbstractValidator<MailingForm>
{
    public MailingFormValidator(TimeProvider time) => RuleFor(form => form.Day).Custom((day, context) =>
    {
        var today = DatesInputValidator.Today(time);
        if (ReportAnswers.HasText(day) && TypedDate.Read(day, today) is var read && (read.Problem is not null || read.Date > today))
        {
            context.AddFailure(read.Problem ?? "That day is still to come.");
        }
    });
}
