using Microsoft.AspNetCore.Mvc;
using MissingPackage.Application.Statements;
using MissingPackage.Web.Access;
using MissingPackage.Web.Composition;
using NetEscapades.AspNetCore.SecurityHeaders;

namespace MissingPackage.Web.Pages.Requests;

/// <summary>The statement as a PDF to print and sign with a pen.</summary>
[SecurityHeadersPolicy(SiteHeaders.Document)]
public sealed class StatementPrintModel(CustomerAccess access, StatementPdfs statements) : RequestPageModel(access)
{
    public IActionResult OnGet() => File(statements.ToPrint(Request).Content, "application/pdf", $"{Request.Reference}-statement-to-sign.pdf");
}
