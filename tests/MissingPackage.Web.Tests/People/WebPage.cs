using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace MissingPackage.Web.Tests.People;

/// <summary>A page as it lies in front of somebody: what they read, and the fields they fill in.</summary>
public sealed partial class WebPage
{
    private readonly Lazy<IHtmlDocument> _document;

    private WebPage(HttpResponseMessage response, string address, byte[] body)
    {
        Response = response;
        Address = address;
        Body = body;
        Html = IsHtml ? System.Text.Encoding.UTF8.GetString(body) : "";
        _document = new(() => new HtmlParser().ParseDocument(Html));
    }

    public HttpResponseMessage Response { get; }

    public HttpStatusCode Status => Response.StatusCode;

    /// <summary>What the address bar shows, from the path on.</summary>
    public string Address { get; }

    public byte[] Body { get; }

    /// <summary>The source of the page; empty for anything else.</summary>
    public string Html { get; }

    public IHtmlDocument Document => _document.Value;

    public string Title => Document.Title ?? "";

    public string Heading => Document.QuerySelector("main h1") is { } heading ? Tidy(heading.TextContent) : "";

    /// <summary>Everything in the middle of the page, in one line.</summary>
    public string Text => Document.QuerySelector("main") is { } main ? Tidy(main.TextContent) : "";

    /// <summary>The list at the top of things to mend.</summary>
    public IReadOnlyList<string> Errors => Document.QuerySelectorAll(".errors li").Select(item => Tidy(item.TextContent)).ToList();

    private bool IsHtml => Response.Content.Headers.ContentType?.MediaType == "text/html";

    public static async Task<WebPage> ReadAsync(HttpResponseMessage response, string address)
    {
        ArgumentNullException.ThrowIfNull(response);
        return new WebPage(response, address, await response.Content.ReadAsByteArrayAsync());
    }

    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>Whether the page has a field of this label.</summary>
    public bool Asks(string label) => Find(label) is not null;

    /// <summary>What stands in a field; the value of the chosen option of a list or a group of radio buttons.</summary>
    public string ValueOf(string label) => Control(label) switch
    {
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.Value ?? "",
        IHtmlInputElement { Type: "radio" or "checkbox" } box => box.IsChecked ? "checked" : "",
        IHtmlInputElement input => input.Value,
        var other => throw new InvalidOperationException($"“{label}” is a {other.LocalName}."),
    };

    /// <summary>The error written beside a field; empty where there is none.</summary>
    public string ErrorBeside(string label) =>
        Document.GetElementById(Control(label).Id + "-error") is { } error ? Tidy(error.TextContent).Replace("Error: ", "", StringComparison.Ordinal) : "";

    /// <summary>The second column of a table or list of facts.</summary>
    public string Fact(string name)
    {
        var term = Document.QuerySelectorAll("main dt, main th").FirstOrDefault(cell => Tidy(cell.TextContent) == name)
            ?? throw new InvalidOperationException($"There is no “{name}” on {Address}.");
        return Tidy(term.NextElementSibling!.TextContent);
    }

    public IReadOnlyList<string> All(string selector) => Document.QuerySelectorAll(selector).Select(element => Tidy(element.TextContent)).ToList();

    /// <summary>The control that a label leads to.</summary>
    internal IHtmlElement Control(string label) =>
        Find(label) ?? throw new InvalidOperationException($"No field “{label}” on {Address}, which says: {Text}");

    internal IHtmlElement Button(string text) =>
        Document.QuerySelectorAll("button").OfType<IHtmlElement>().FirstOrDefault(button => WordsOf(button) == text)
            ?? throw new InvalidOperationException($"No button “{text}” on {Address}, which says: {Text}");

    internal bool Offers(string button) => Document.QuerySelectorAll("button").Any(element => WordsOf(element) == button);

    internal static string Tidy(string text) => Blanks().Replace(text, " ").Trim();

    /// <summary>What a button says, without the key that presses it.</summary>
    private static string WordsOf(IElement button) => Tidy(string.Concat(button.ChildNodes.Where(node => node is not IElement { LocalName: "kbd" }).Select(node => node.TextContent)));

    private IHtmlElement? Find(string label)
    {
        foreach (var candidate in Document.QuerySelectorAll("label"))
        {
            if (candidate.GetAttribute("for") is { } id)
            {
                if (Tidy(candidate.ChildNodes[0].TextContent) == label)
                {
                    return Document.GetElementById(id) as IHtmlElement;
                }
            }
            else if (candidate.QuerySelector("input") is IHtmlElement box && candidate.QuerySelector("span") is { } text)
            {
                var words = (IEnumerable<string>)[Tidy(text.ChildNodes[0].TextContent), Tidy(text.QuerySelector("b")?.TextContent ?? "")];
                if (words.Contains(label, StringComparer.Ordinal))
                {
                    return box;
                }
            }
        }

        return null;
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
