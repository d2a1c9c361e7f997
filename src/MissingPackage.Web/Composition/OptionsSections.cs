using MissingPackage.Application.Jobs;
using MissingPackage.Application.Mail;
using MissingPackage.Application.Settings;
using MissingPackage.Application.Site;
using MissingPackage.Application.Statements;
using MissingPackage.Documents.Intake;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Composition;

/// <summary>
/// Everything that can be set: one options class a section. <see cref="SettingsCheck"/> holds the settings against it, and
/// the tables of docs/deployment.md are made from it.
/// </summary>
public static class OptionsSections
{
    /// <summary>In the order of docs/deployment.md.</summary>
    public static IReadOnlyList<OptionsSection> All { get; } =
    [
        OptionsSection.Of<SiteOptions>(SiteOptions.Section),
        OptionsSection.Of<CareOptions>(CareOptions.Section),
        OptionsSection.Of<DatabaseOptions>(DatabaseOptions.Section),
        OptionsSection.Of<StoreOptions>(StoreOptions.Section),
        OptionsSection.Of<IntakeOptions>(IntakeOptions.Section),
        OptionsSection.Of<KeyRingOptions>(KeyRingOptions.Section),
        OptionsSection.Of<MailOptions>(MailOptions.Section),
        OptionsSection.Of<BootstrapOptions>(BootstrapOptions.Section),
        OptionsSection.Of<AgentOptions>(AgentOptions.Section),
        OptionsSection.Of<SingleSignOnOptions>(SingleSignOnOptions.Section),
        OptionsSection.Of<StatementWordingOptions>(StatementWordingOptions.Section),
        OptionsSection.Of<SealOptions>(SealOptions.Section),
        OptionsSection.Of<RetentionOptions>(RetentionOptions.Section),
        OptionsSection.Of<RateLimitOptions>(RateLimitOptions.Section),
        OptionsSection.Of<JobsOptions>(JobsOptions.Section),
        OptionsSection.Of<SampleDataOptions>(SampleDataOptions.Section),
    ];

    /// <summary>Makes each section's options available, and refuses the start where a setting is wrong.</summary>
    /// <exception cref="StartException">Says every wrong setting at once.</exception>
    public static void AddOptionsSections(this WebApplicationBuilder builder)
    {
        foreach (var section in All)
        {
            section.AddTo(builder.Services);
        }

        if (SettingsCheck.Faults(builder.Configuration, builder.Environment) is { Count: > 0 } faults)
        {
            throw new StartException(SettingsCheck.Refusal(faults));
        }
    }

    /// <summary>A section, where it is needed before there are services.</summary>
    public static TOptions Read<TOptions>(this IConfiguration configuration, string section)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.GetSection(section).Get<TOptions>() ?? new TOptions();
    }

}
