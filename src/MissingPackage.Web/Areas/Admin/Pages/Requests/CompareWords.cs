using MissingPackage.Domain.Evidence;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>What an agent compares, in words.</summary>
public static class CompareWords
{
    public static IReadOnlyDictionary<ComparedItem, (string Label, string Short)> All { get; } = new Dictionary<ComparedItem, (string, string)>
    {
        [ComparedItem.Name] = ("Name matches", "name"),
        [ComparedItem.Address] = ("Address matches or is explained", "address"),
        [ComparedItem.InDate] = ("ID is in date", "in date"),
        [ComparedItem.Readable] = ("Everything is readable", "readable"),
        [ComparedItem.Signature] = ("Signature looks consistent", "signature"),
    };
}
