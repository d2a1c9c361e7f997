using System.Text.RegularExpressions;
using FluentValidation;
using MimeKit;
using MissingPackage.Application.Requests;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Pages.Report;

public sealed class ContactModel(DraftStore drafts, ReportProgress progress) : ReportStepModel<ContactInput>(drafts, progress)
{
    public override ReportStep Step => ReportStep.Contact;

    protected override ContactInput Part(ReportAnswers answers) => answers.Contact;

    protected override void Replace(ReportAnswers answers, ContactInput input) => answers.Contact = input;
}
