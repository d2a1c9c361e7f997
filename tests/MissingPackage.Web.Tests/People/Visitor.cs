using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;

namespace MissingPackage.Web.Tests.People;

/// <summary>
/// One person with one browser: goes to pages, fills in the form in front of them and presses its buttons. Cookies stay
/// in this browser, redirects are followed one by one, and nothing is sent that the page didn't offer, except by
/// <see cref="PostByHandAsync"/>.
/// </summary>
public class Visitor : IDisposable
{
    private const int MaxRepeats = 100;

    private readonly HttpClient _client;
    private readonly List<string> _trail = [];
    private WebPage? _page;

    public Visitor(ISite application, CookieContainer cookies)
    {
        ArgumentNullException.ThrowIfNull(application);
        Application = application;
        Cookies = cookies;
        _client = application.NewBrowser(cookies);
    }

    public CookieContainer Cookies { get; }

    /// <summary>The page in front of them.</summary>
    public WebPage Page => _page ?? throw new InvalidOperationException("No page is open yet.");

    /// <summary>Every address of the last step, redirects included.</summary>
    public IReadOnlyList<string> Trail => _trail;

    /// <summary>How often a form was sent again because the connection broke before the answer.</summary>
    public int Repeats { get; private set; }

    protected ISite Application { get; }

    public async Task<WebPage> OpenAsync(string address)
    {
        _trail.Clear();
        return await FollowAsync(new HttpRequestMessage(HttpMethod.Get, address));
    }

    /// <summary>Opens a page unless it is the one in front of them.</summary>
    public async Task GoToAsync(string address)
    {
        if (_page?.Address != address)
        {
            await OpenAsync(address);
        }
    }

    public void Type(string label, string text)
    {
        switch (Page.Control(label))
        {
            case IHtmlTextAreaElement area:
                area.Value = text;
                break;
            case IHtmlInputElement input:
                input.Value = text;
                break;
            case var other:
                throw new InvalidOperationException($"Nobody can type into the {other.LocalName} “{label}”.");
        }
    }

    /// <summary>Chooses a line of a list by its words.</summary>
    public void Choose(string label, string line)
    {
        var list = (IHtmlSelectElement)Page.Control(label);
        list.Value = list.Options.First(option => WebPage.Tidy(option.TextContent) == line).Value;
    }

    /// <summary>Ticks a box, or one of several round buttons.</summary>
    public void Tick(string label)
    {
        var box = (IHtmlInputElement)Page.Control(label);
        if (box.Type == "radio")
        {
            foreach (var other in box.Form!.Elements.OfType<IHtmlInputElement>().Where(other => other.Type == "radio" && other.Name == box.Name))
            {
                other.IsChecked = false;
            }
        }

        box.IsChecked = true;
    }

    public void Untick(string label) => ((IHtmlInputElement)Page.Control(label)).IsChecked = false;

    /// <summary>Presses a button of the form that is filled in, with these files in its file field.</summary>
    public async Task<WebPage> PressAsync(string button, params Photo[] files)
    {
        _trail.Clear();
        return await FollowAsync(Submission(button, files));
    }

    /// <summary>Sends what no form of the page would send, with the page's own antiforgery token.</summary>
    public async Task<WebPage> PostByHandAsync(string address, params (string Name, string Value)[] fields)
    {
        _trail.Clear();
        var token = Page.Document.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";
        var all = fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2));
        return await FollowAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(all) });
    }

    /// <summary>Sends one request and shows the answer, whatever it is.</summary>
    public async Task<WebPage> SendAsync(HttpRequestMessage request)
    {
        _trail.Clear();
        return await FollowAsync(request);
    }

    /// <summary>What pressing a button sends: one value a field, in the order of the page, and the button's own.</summary>
    internal HttpRequestMessage Submission(string button, params Photo[] files)
    {
        var pressed = (IHtmlButtonElement)Page.Button(button);
        var form = pressed.Form ?? throw new InvalidOperationException($"“{button}” belongs to no form.");
        var fields = new List<(string Name, string? Value)>();
        foreach (var element in form.Elements.Where(element => !element.HasAttribute("disabled") && element.HasAttribute("name")))
        {
            var name = element.GetAttribute("name")!;
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                    break;
                case IHtmlInputElement { Type: "file" }:
                    fields.Add((name, null));
                    break;
                case IHtmlInputElement input:
                    fields.Add((name, input.Value));
                    break;
                case IHtmlTextAreaElement area:
                    fields.Add((name, area.Value));
                    break;
                case IHtmlSelectElement select:
                    fields.Add((name, select.Value ?? ""));
                    break;
                case IHtmlButtonElement other when ReferenceEquals(other, pressed):
                    fields.Add((name, other.GetAttribute("value") ?? ""));
                    break;
            }
        }

        var target = pressed.GetAttribute("formaction") is { Length: > 0 } own ? own : form.GetAttribute("action") is { Length: > 0 } action ? action : Page.Address.Split('#')[0];
        return new HttpRequestMessage(HttpMethod.Post, target)
        {
            Content = form.GetAttribute("enctype") == "multipart/form-data" ? Multipart(fields, files) : Plain(fields),
        };
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _client.Dispose();
        }
    }

    private static FormUrlEncodedContent Plain(IEnumerable<(string Name, string? Value)> fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value ?? "")));

    private static MultipartFormDataContent Multipart(IEnumerable<(string Name, string? Value)> fields, Photo[] files)
    {
        var content = new MultipartFormDataContent("----a-browsers-boundary");
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                content.Add(new StringContent(value) { Headers = { ContentType = null } }, $"\"{name}\"");
                continue;
            }

            // A form's first file field gets the files, the camera's stays empty; an empty one still sends a part without a name.
            var chosen = files;
            files = [];
            foreach (var file in chosen.Length > 0 ? chosen : [new Photo("", [], "application/octet-stream")])
            {
                var part = new ByteArrayContent(file.Bytes);
                part.Headers.ContentType = new MediaTypeHeaderValue(file.MediaType);
                part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"", FileName = $"\"{file.Name}\"" };
                content.Add(part);
            }
        }

        return content;
    }

    private async Task<WebPage> FollowAsync(HttpRequestMessage request)
    {
        var address = new Uri(Application.Site, request.RequestUri!);
        var response = await _client.SendAsync(request);
        for (; response.StatusCode == HttpStatusCode.BadGateway && request.Method == HttpMethod.Post && Repeats < MaxRepeats; Repeats++)
        {
            // The server died over it. A browser offers to send the form again, and people do.
            response.Dispose();
            request = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
            response = await _client.SendAsync(request);
        }

        for (var hops = 0; hops < 10; hops++)
        {
            _trail.Add(address.PathAndQuery + address.Fragment);
            if (response.StatusCode is not (HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.MovedPermanently))
            {
                return _page = await WebPage.ReadAsync(response, _trail[^1]);
            }

            var next = new Uri(address, response.Headers.Location!);
            Assert.True(next.Host == Application.Site.Host, $"{address} leads away to {next}");
            address = next;
            response.Dispose();
            response = await _client.GetAsync(next);
        }

        throw new InvalidOperationException("Redirects without an end: " + string.Join(" -> ", _trail));
    }
}
