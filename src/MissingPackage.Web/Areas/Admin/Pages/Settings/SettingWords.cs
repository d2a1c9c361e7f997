using System.Text.Json.Nodes;
using MissingPackage.Application.Settings;
using MissingPackage.Application.Text;
using MissingPackage.Data.Settings;
using MissingPackage.Documents;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

/// <summary>Settings in the administrators' words.</summary>
public static class SettingWords
{
    /// <summary>What a change was about.</summary>
    public static string TitleOf(SettingChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Key.Split('/') switch
        {
            ["carriers", var code] when Enum.TryParse<CarrierCode>(code, out var carrier) => CarrierDirectory.Get(carrier).Name,
            ["sellers", _] => JsonNode.Parse(change.To)?["name"]?.ToString() ?? "Seller",
            ["texts", _] => (JsonNode.Parse(change.To) ?? JsonNode.Parse(change.From ?? "null"))?["title"]?.ToString() ?? "Reason or reply",
            [ClosedDays.Key] => "Closed days",
            [RetentionOptions.Key] => "Retention",
            _ => change.Key,
        };
    }

    /// <summary>The day a carrier counts from.</summary>
    public static string Of(ClaimClock clock) => clock switch
    {
        ClaimClock.Mailing => "mailing",
        ClaimClock.ExpectedDelivery => "the expected delivery",
        _ => "the delivery date",
    };

    /// <summary>How much of the ID a carrier gets.</summary>
    public static string Of(IdDisclosure rule) => rule switch
    {
        IdDisclosure.NotSent => "None of it",
        IdDisclosure.Masked => "With the parts covered that an agent marks",
        _ => "All of it",
    };

    /// <summary>Everything a claim form may ask for, as <see cref="FieldOf"/> reads it.</summary>
    public static string AllFields { get; } = string.Join(", ", Enum.GetValues<ClaimField>().Select(asked => ClaimFormText.NameOf(asked)));

    /// <summary>A field of a claim form by its name; null where it is none.</summary>
    public static ClaimField? FieldOf(string name) => Enum.GetValues<ClaimField>()
        .Cast<ClaimField?>().FirstOrDefault(asked => string.Equals(ClaimFormText.NameOf(asked!.Value), name.Replace('\'', '’'), StringComparison.OrdinalIgnoreCase));

    /// <summary>A limit, such as "60 days after mailing"; "None named" where there is none.</summary>
    public static string Of(ClaimLimit? limit) => limit is null ? "None named"
        : $"{Times.Days(limit.Days)} after {Of(limit.From)}";
}
