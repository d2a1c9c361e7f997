using System.Text.RegularExpressions;
using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Pages.Report;

public sealed class AddressModel(DraftStore drafts, ReportProgress progress) : ReportStepModel<AddressInput>(drafts, progress)
{
    /// <summary>The list to choose from, with a way to say that it is none of them.</summary>
    public static IReadOnlyList<Choice> States { get; } =
    [
        new("", "Choose…"),
        .. UsStates.All.Select(state => new Choice(state.Code, state.Name)),
        new(AddressInput.Elsewhere, "Outside the United States"),
    ];

    public override ReportStep Step => ReportStep.Address;

    protected override AddressInput Part(ReportAnswers answers) => answers.Address;

    protected override void Replace(ReportAnswers answers, AddressInput input) => answers.Address = input;
}
