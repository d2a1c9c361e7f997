using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Web.Pages.Report;

public sealed class ShipmentModel(DraftStore drafts, ReportProgress progress) : ReportStepModel<ShipmentInput>(drafts, progress)
{
    public override ReportStep Step => ReportStep.Shipment;

    protected override ShipmentInput Part(ReportAnswers answers) => answers.Shipment;

    protected override void Replace(ReportAnswers answers, ShipmentInput input) => answers.Shipment = input;
}
