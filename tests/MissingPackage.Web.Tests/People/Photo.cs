namespace MissingPackage.Web.Tests.People;

/// <summary>A file as a browser sends it.</summary>
/// <param name="Name">The name on the sender's disk.</param>
/// <param name="Bytes">What is in it.</param>
/// <param name="MediaType">What the browser believes it is.</param>
public sealed record Photo(string Name, byte[] Bytes, string MediaType = "image/jpeg");
