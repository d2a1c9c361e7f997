using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using MissingPackage.Application.Mail.Messages;
using MissingPackage.Application.Site;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Tests.Deployment;

/// <summary>The tables of docs/deployment.md: every setting with its docstring and its default.</summary>
internal static partial class SettingsTable
{
    private static readonly Dictionary<string, XElement> Summaries = new[] { "MissingPackage.Web.xml", "MissingPackage.Application.xml", "MissingPackage.Documents.xml" }
        .SelectMany(file => XDocument.Load(Path.Combine(AppContext.BaseDirectory, file)).Descendants("member"))
        .Where(member => member.Element("summary") is not null && member.Attribute("name")!.Value[1..].StartsWith(":MissingPackage.", StringComparison.Ordinal))
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!, StringComparer.Ordinal);

    private static readonly IConfiguration Shipped = new ConfigurationBuilder().AddJsonFile(Repository.PathOf("src/MissingPackage.Web/appsettings.json")).Build();

    public static string All()
    {
        var text = new StringBuilder();
        foreach (var section in OptionsSections.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"### {section.Name}\n\n{About(section)}\n\n| setting | meaning | default |\n|---|---|---|\n");
            foreach (var setting in section.Settings)
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{setting.Name}{Entry(setting)}` | {Meaning(setting).Replace("|", "\\|", StringComparison.Ordinal)} | {Default(section, setting)} |\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Settings that nobody wrote a docstring for.</summary>
    public static IEnumerable<string> WithoutMeaning() => OptionsSections.All.SelectMany(section => section.Settings).Where(setting => Meaning(setting).Length == 0).Select(setting => setting.Name);

    private static string About(OptionsSection section)
    {
        // “Section Mail: SMTP where …” under a heading that says Mail.
        var about = Text(Summaries[$"T:{section.Type.FullName}"])[$"Section `{section.Name}`: ".Length..];
        return char.ToUpperInvariant(about[0]) + about[1..];
    }

    private static string Meaning(OptionsSetting setting)
    {
        var meaning = Summaries.TryGetValue($"P:{setting.Property.DeclaringType!.FullName}.{setting.Property.Name}", out var summary) ? Text(summary) : "";
        return setting.IsSecret ? meaning + " A secret." : meaning;
    }

    private static string Entry(OptionsSetting setting) => setting.Property.PropertyType switch
    {
        var type when typeof(IDictionary).IsAssignableFrom(type) => ":<value>",
        var type when typeof(IList).IsAssignableFrom(type) => ":0`, `:1`, `…",
        _ => "",
    };

    private static string Default(OptionsSection section, OptionsSetting setting)
    {
        object? value = Shipped.GetSection(section.Name).Get(section.Type) ?? Activator.CreateInstance(section.Type)!;
        foreach (var name in setting.Name.Split(':')[1..])
        {
            value = value?.GetType().GetProperty(name)!.GetValue(value);
        }

        return value switch
        {
            null or "" or ICollection { Count: 0 } => "none",
            bool yes => yes ? "`true`" : "`false`",
            _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
        };
    }

    private static string Text(XElement summary) => Spaces().Replace(string.Concat(summary.Nodes().Select(node => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        XElement other => other.Value,
        _ => node.ToString().Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal),
    })), " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
