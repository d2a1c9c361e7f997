using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Data;
using MissingPackage.Documents.Pdf;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Composition;
using MissingPackage.Web.Statements;

namespace MissingPackage.Web.Pages.Statements;

/// <summary>A statement as its printed code tells of it.</summary>
/// <param name="Reference">The request it was issued for.</param>
/// <param name="SignedOn">UTC.</param>
public sealed record IssuedStatement(RequestReference Reference, DateTime SignedOn);

/// <summary>
/// Tells anyone whether a file is a statement that we issued, and unchanged. It binds no form, because that would write
/// the file to disk, and needs no antiforgery token: a check changes nothing and answers only whoever sent the file.
/// </summary>
[IgnoreAntiforgeryToken]
[EnableRateLimiting(RateLimits.Checks)]
[RequestSizeLimit(StatementCheck.MaxBodyBytes)]
public sealed class CheckModel(StatementCheck check, MissingPackageContext database) : PageModel
{
    /// <summary>What the file turned out to be, or null where none was looked at.</summary>
    public SealFinding? Finding { get; private set; }

    /// <summary>Why no file was looked at, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>What the printed code in the address tells, or null.</summary>
    public IssuedStatement? Issued { get; private set; }

    /// <summary>Whether the address has a code that is none of ours.</summary>
    public bool CodeUnknown { get; private set; }

    public async Task OnGetAsync(string? code)
    {
        if (code is null)
        {
            return;
        }

        if (code.Length == RequestDocument.CheckCodeLength)
        {
            var found = await database.Set<RequestDocument>().AsNoTracking()
                .Where(d => d.CheckCode == code)
                .Join(database.Requests, d => d.RequestId, r => r.Id, (d, r) => new { d.CheckCode, d.Signature!.SignedOn, r.Reference })
                .SingleOrDefaultAsync(HttpContext.RequestAborted);

            // A database may compare letters without their case.
            Issued = found is not null && string.Equals(found.CheckCode, code, StringComparison.Ordinal) ? new(found.Reference, found.SignedOn) : null;
        }

        CodeUnknown = Issued is null;
    }

    public async Task OnPostAsync() => (Finding, Problem) = await check.ExamineAsync(Request, HttpContext.RequestAborted);
}
