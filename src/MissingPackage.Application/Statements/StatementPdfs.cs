using Microsoft.Extensions.Options;
using MissingPackage.Application.Site;
using MissingPackage.Documents;
using MissingPackage.Documents.Pdf;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Statements;

/// <summary>The statement of a request as a text, and as a PDF to print.</summary>
public sealed class StatementPdfs(IPdfEngine engine, StatementOptions options, IOptions<SiteOptions> site, TimeProvider time)
{
    /// <summary>Who issues the documents, for their metadata.</summary>
    public const string Author = "Missing Package";

    /// <summary>The address of the page that checks statements, printed on each.</summary>
    public const string CheckPath = "/statements/check";

    /// <summary>The statement as the request's facts make it now.</summary>
    public Statement TextOf(ServiceRequest request) => StatementText.Of(request, options);

    /// <summary>The PDF to print and sign with a pen. Its code opens the way to the request's upload page and holds no secret.</summary>
    public PdfRendering ToPrint(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return engine.Render(TextOf(request).ToPrint(
            site.Value.Link($"/send/{request.Reference}").ToString(), Author, time.GetUtcNow().UtcDateTime));
    }

    /// <summary>The characters of the statement that no font of this machine can draw, each once; usually none.</summary>
    public IReadOnlyList<string> MissingCharacters(ServiceRequest request) => ToPrint(request).MissingCharacters;
}
