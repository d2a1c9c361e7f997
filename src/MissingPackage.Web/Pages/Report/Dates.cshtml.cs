using System.Globalization;
using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Web.Pages.Report;

public sealed class DatesModel(DraftStore drafts, ReportProgress progress, TimeProvider time) : ReportStepModel<DatesInput>(drafts, progress)
{
    public override ReportStep Step => ReportStep.Dates;

    /// <summary>Whether to offer "it was marked delivered early".</summary>
    public bool AskIfEarly => TypedDate.Read(Input.Expected, Today).Date > Today;

    /// <summary>Today, for the hints.</summary>
    public DateOnly Today => DatesInputValidator.Today(time);

    protected override DatesInput Part(ReportAnswers answers) => answers.Dates;

    protected override void Replace(ReportAnswers answers, DatesInput input)
    {
        // "Today" is the day at the delivery address, and still that day when they come back tomorrow.
        var zone = DeliveryTimeZone.ForState(UsStates.Find(answers.Address.State)?.Code ?? "NY");
        var today = zone.DateOf(time.GetUtcNow().UtcDateTime);
        answers.Dates = new DatesInput
        {
            Expected = TypedDate.Settle(input.Expected, today),
            MarkedDelivered = TypedDate.Settle(input.MarkedDelivered, today),
            CameEarly = input.CameEarly,
        };
    }
}
