namespace MissingPackage.Web.Composition;

/// <summary>Section <c>SampleData</c>: for trying the application.</summary>
public sealed class SampleDataOptions
{
    public const string Section = "SampleData";

    /// <summary>Whether an empty database is filled with sample requests and orders at start, in the environment <c>Development</c> alone.</summary>
    public bool Enabled { get; set; }
}
