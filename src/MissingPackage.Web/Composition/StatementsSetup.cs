using Microsoft.Extensions.Options;
using MissingPackage.Application.Site;
using MissingPackage.Application.Statements;
using MissingPackage.Documents;
using MissingPackage.Documents.Pdf;
using MissingPackage.Web.Statements;

namespace MissingPackage.Web.Composition;

internal static class StatementsSetup
{
    public static void AddStatements(this WebApplicationBuilder builder)
    {
        builder.Services.PostConfigure<SealOptions>(seal => seal.CertificatePath =
            seal.CertificatePath is { Length: > 0 } path ? builder.Environment.PathOf(path) : null);
        var wording = builder.Configuration.Read<StatementWordingOptions>(StatementWordingOptions.Section);
        builder.Services.AddSingleton(new StatementOptions(wording.PenaltyOfPerjury, wording.RefusesRedelivery));
#if QUESTPDF
        builder.Services.AddSingleton<IPdfEngine>(new MissingPackage.Documents.QuestPdf.QuestPdfEngine(wording.QuestPdfLicense!.Value));
#else
        builder.Services.AddSingleton<IPdfEngine>(_ => new SkiaPdfEngine(builder.FontFolder()));
#endif
        builder.Services.AddSingleton<StatementPdfs>();
        builder.Services.AddSingleton<SealCertificates>();
        builder.Services.AddSingleton<StatementCheck>();
        builder.Services.AddScoped<StatementSigner>();
    }

    /// <summary>A certificate that was configured and can't be used ends the start, not somebody's signing.</summary>
    public static async Task PrepareSealAsync(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<SealOptions>>().Value.CertificatePath is null)
        {
            return;
        }

        try
        {
            await app.Services.GetRequiredService<SealCertificates>().CurrentAsync(CancellationToken.None);
        }
        catch (InvalidOperationException useless)
        {
            throw new StartException(useless.Message, useless);
        }
    }

    internal static string? FontFolder(this WebApplicationBuilder builder) =>
        builder.Configuration.Read<StatementWordingOptions>(StatementWordingOptions.Section).FontFolder is { Length: > 0 } folder
            ? builder.Environment.PathOf(folder)
            : null;
}
