using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Pages.Report;

public sealed class ItemModel(DraftStore drafts, ReportProgress progress) : ReportStepModel<ItemInput>(drafts, progress)
{
    public override ReportStep Step => ReportStep.Item;

    protected override ItemInput Part(ReportAnswers answers) => answers.Item;

    protected override void Replace(ReportAnswers answers, ItemInput input) => answers.Item = input;
}
