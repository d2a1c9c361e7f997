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
        builder.Services.AddSingleton<IPdfEngine>(_ => new SkiaPdfEngine(builder.Configuration["Statement:FontFolder"] is { Length: > 0 } folder ? folder : null));
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
