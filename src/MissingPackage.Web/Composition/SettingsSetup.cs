using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;
using MissingPackage.Application.Settings;
using MissingPackage.Data;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Web.Composition;

internal static class SettingsSetup
{
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SettingsReader>();
        builder.Services.AddScoped<SettingsEditor>();
        builder.Services.AddScoped<DeadlineExtension>();
        foreach (var carrier in CarrierDirectory.All)
        {
            builder.AddSetting(SettingKind.KeyOf(carrier.Code), _ => carrier);
        }

        builder.AddSetting(ClosedDays.Key, _ => ClosedDays.None);
        builder.AddSetting(RetentionOptions.Key, services => services.GetRequiredService<IOptions<RetentionOptions>>().Value);
    }

    /// <summary>Adds something that administrators edit; pages then read it from <see cref="SettingsReader"/>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="key">Its row's key.</param>
    /// <param name="shipped">What holds until somebody changes it.</param>
    public static void AddSetting<T>(this WebApplicationBuilder builder, string key, Func<IServiceProvider, T> shipped)
        where T : class =>
        builder.Services.AddSingleton(services => new SettingKind(key, typeof(T), shipped(services)));

    /// <summary>Compares the settings' versions with the database before each page and upload.</summary>
    public static void UseSettings(this WebApplication app) => app.Use(async (context, next) =>
    {
        // An error page has to appear without a database too.
        if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
            && context.Features.Get<IExceptionHandlerFeature>() is null)
        {
            var database = context.RequestServices.GetRequiredService<MissingPackageContext>();
            await context.RequestServices.GetRequiredService<SettingsReader>().RefreshAsync(database, context.RequestAborted);
        }

        await next(context);
    });
}
