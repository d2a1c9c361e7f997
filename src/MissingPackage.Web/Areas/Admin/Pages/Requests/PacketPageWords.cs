using System.Globalization;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>Claim packets in the agents' words.</summary>
public static class PacketPageWords
{
    /// <summary>What a rule does with the ID.</summary>
    public static string RuleOf(IdDisclosure rule) => rule switch
    {
        IdDisclosure.NotSent => "Not sent: the carrier doesn’t ask for it",
        IdDisclosure.Masked => "With a watermark, and covered where you mark it",
        _ => "Whole, with a watermark",
    };

    /// <summary>A carrier's limit, in its own megabytes.</summary>
    public static string Megabytes(long bytes) => (bytes / (decimal)ClaimRules.Megabyte).ToString("0.##", CultureInfo.InvariantCulture) + " MB";
}
