using System.Globalization;
using System.Text.Json;
using AngleSharp.Html.Dom;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Tests.Documents;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Statements;

/// <summary>What these tests do with statements, in a word each.</summary>
internal static class Signing
{
    /// <summary>A signature as the page's script sends it: a wave through the box.</summary>
    public static string Drawing(int points = 120) => JsonSerializer.Serialize(new
    {
        drawn = new[] { Enumerable.Range(0, points).Select(i => new[] { Math.Round(0.1 + (0.8 * i / points), 4), Math.Round(0.5 + (0.3 * Math.Sin(i / 6.0)), 4) }) },
        aspect = 3.2,
    });

    /// <summary>Puts strokes where the script would, and presses the button that it shows.</summary>
    public static async Task<WebPage> DrawAsync(this Customer customer, string drawing)
    {
        await customer.OpenAsync(customer.StatementPath);
        customer.Tick(MissingPackage.Documents.Statement.Consent);
        customer.Put("Input.Drawing", drawing);
        return await customer.PressAsync("Sign with my drawing");
    }

    /// <summary>Changes a hidden field.</summary>
    public static void Put(this Visitor visitor, string field, string value) =>
        ((IHtmlInputElement)visitor.Page.Document.QuerySelector($"input[name='{field}']")!).Value = value;

    /// <summary>The customer's own copy of what counts.</summary>
    public static async Task<byte[]> CopyAsync(this Customer customer, MissingPackageApplication application)
    {
        var document = (await application.RequestAsync(customer.Reference)).SignedStatement!;
        var answer = await customer.OpenAsync($"{customer.StatementPath}/signed/{document.Id}");
        Assert.Equal("application/pdf", answer.Response.Content.Headers.ContentType?.MediaType);
        return answer.Body;
    }

    public static IEnumerable<RequestEventKind> Kinds(this ServiceRequest request) => request.Events.Select(e => e.Kind);

    public static string Text(this IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
