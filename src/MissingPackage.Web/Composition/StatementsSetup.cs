using MissingPackage.Documents;
using MissingPackage.Documents.Pdf;
using MissingPackage.Web.Statements;

namespace MissingPackage.Web.Composition;

internal static class StatementsSetup
{
    public static void AddStatements(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SealOptions>().BindConfiguration(SealOptions.Section);
        builder.Services.AddSingleton(new StatementOptions(
            PenaltyOfPerjury: builder.Configuration.GetValue("Statement:PenaltyOfPerjury", false),
            RefusesRedelivery: builder.Configuration.GetValue("Statement:RefusesRedelivery", false)));
#if QUESTPDF
        builder.Services.AddSingleton<IPdfEngine>(new MissingPackage.Documents.QuestPdf.QuestPdfEngine(
            builder.Configuration.GetValue<QuestPDF.Infrastructure.LicenseType?>("Statement:QuestPdfLicense")
                ?? throw new InvalidOperationException("Statement:QuestPdfLicense is missing: set it to the QuestPDF licence you have.")));
#else
        builder.Services.AddSingleton<IPdfEngine>(_ => new SkiaPdfEngine(builder.Configuration["Statement:FontFolder"] is { Length: > 0 } folder ? folder : null));
#endif
        builder.Services.AddSingleton<StatementPdfs>();
        builder.Services.AddSingleton<SealCertificates>();
        builder.Services.AddSingleton<StatementCheck>();
        builder.Services.AddScoped<StatementSigner>();
    }

    /// <summary>A certificate that was configured and can't be used ends the start, not somebody's signing.</summary>
    public static async Task PrepareSealAsync(this WebApplication app)
    {
        if (app.Configuration[$"{SealOptions.Section}:CertificatePath"] is { Length: > 0 })
        {
            await app.Services.GetRequiredService<SealCertificates>().CurrentAsync(CancellationToken.None);
        }
    }
}
