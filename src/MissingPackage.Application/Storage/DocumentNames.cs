using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Storage;

/// <summary>How the vault names what belongs to a request: by ids of ours only.</summary>
internal static class DocumentNames
{
    /// <summary>Where the readiness check tries the store out.</summary>
    public const string HealthFolder = "health";

    /// <summary>Everything of one request.</summary>
    public static string Folder(Guid requestId) => $"requests/{requestId:n}";

    /// <summary>The bytes as they came.</summary>
    public static string Original(RequestDocument document) => $"{Folder(document.RequestId)}/{document.Id:n}/original";

    /// <summary>One cleaned page.</summary>
    public static string Page(RequestDocument document, int number) => $"{Folder(document.RequestId)}/{document.Id:n}/page-{number}";

    /// <summary>The claim packets of one request.</summary>
    public static string Packets(Guid requestId) => $"{Folder(requestId)}/packets";

    /// <summary>One claim packet.</summary>
    public static string Packet(Guid requestId, Guid file) => $"{Packets(requestId)}/{file:n}";
}
