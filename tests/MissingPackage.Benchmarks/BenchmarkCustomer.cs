using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace MissingPackage.Benchmarks;

/// <summary>A customer over HTTP: opens a request and uploads, as a browser would.</summary>
internal sealed partial class BenchmarkCustomer
{
    private readonly HttpClient _client;
    private readonly CookieContainer _cookies;
    private readonly string _reference;

    private BenchmarkCustomer(HttpClient client, CookieContainer cookies, string reference)
    {
        (_client, _cookies) = (client, cookies);
        _reference = reference;
    }

    public static async Task<BenchmarkCustomer> OpenRequestAsync(string address) => await (await ReportAsync(address))();

    /// <summary>Answers every question of a report.</summary>
    /// <returns>Sends it, which opens the request.</returns>
    public static async Task<Func<Task<BenchmarkCustomer>>> ReportAsync(string address)
    {
        var cookies = new CookieContainer();
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = new Uri(address) };
        await PostAsync(client, "/report/order", ("Input.OrderNumber", "SAMPLE-1"));
        await PostAsync(client, "/report/item", ("Input.Item", "Sample item"), ("Input.Value", "84.50"));
        await PostAsync(client, "/report/address", ("Input.Line1", "101 Example Street"), ("Input.City", "New York"), ("Input.State", "NY"), ("Input.Zip", "10001"));
        await PostAsync(client, "/report/shipment", ("Input.TrackingNumber", "1Z5R89390357567127"), ("Input.Carrier", "ups"));
        await PostAsync(client, "/report/dates", ("Input.Expected", "yesterday"), ("Input.MarkedDelivered", "yesterday"));
        await PostAsync(client, "/report/contact", ("Input.Name", "Sample Customer"), ("Input.Email", "sample@example.com"));
        return async () => new BenchmarkCustomer(client, cookies, Reference().Match(await PostAsync(client, "/report/check")).Value);
    }

    /// <summary>The page of the request.</summary>
    public Uri StatusPage => new(_client.BaseAddress!, $"/requests/{_reference}");

    /// <summary>What the browser sends along.</summary>
    public string Cookies => _cookies.GetCookieHeader(_client.BaseAddress!);

    /// <summary>Sends one photo of an ID.</summary>
    /// <returns>The answer's text.</returns>
    public async Task<string> UploadAsync(byte[] photo)
    {
        var page = await _client.GetStringAsync(new Uri($"/requests/{_reference}/documents", UriKind.Relative));
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Token().Match(page).Groups["token"].Value), "__RequestVerificationToken" },
            { new StringContent("PhotoId"), "kind" },
            { new StringContent("Passport"), "idType" },
            { new ByteArrayContent(photo), "files", "photo.jpg" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/requests/{_reference}/documents/upload") { Content = form };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await _client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The page of the documents, as HTML.</summary>
    public Task<string> DocumentsAsync() => _client.GetStringAsync(new Uri($"/requests/{_reference}/documents", UriKind.Relative));

    private static async Task<string> PostAsync(HttpClient client, string path, params (string Name, string Value)[] fields)
    {
        var page = await client.GetStringAsync(new Uri(path, UriKind.Relative));
        var all = fields.Append(("__RequestVerificationToken", Token().Match(page).Groups["token"].Value));
        using var content = new FormUrlEncodedContent(all.Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("MP-[0-9A-Z]{4}-[0-9A-Z]{4}", RegexOptions.None, 1000)]
    private static partial Regex Reference();
}
