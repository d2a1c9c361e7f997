using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MissingPackage.Domain.Evidence;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>What the documents page's script reads of an answer.</summary>
internal sealed record UploadAnswer(bool Kept, string Text);

/// <summary>The documents page's script: sends each file by itself with an id of its own making, and reads the answer as JSON.</summary>
internal sealed class Uploader : IDisposable
{
    private readonly HttpClient _client;
    private readonly string _address;
    private readonly string _token;

    private Uploader(HttpClient client, string address, string token)
    {
        _client = client;
        _address = address;
        _token = token;
    }

    /// <summary>Opens the documents page of a customer's request.</summary>
    public static async Task<Uploader> OpenAsync(ISite site, Customer customer)
    {
        var page = await customer.OpenAsync(customer.DocumentsPath);
        return new(site.NewBrowser(customer.Cookies), customer.DocumentsPath + "/upload", TokenOf(page.Html));
    }

    /// <summary>The page's antiforgery token.</summary>
    public static string TokenOf(string html)
    {
        const string before = "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"";
        var at = html.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, "The page has no antiforgery token.");
        at += before.Length;
        return html[at..html.IndexOf('"', at)];
    }

    /// <summary>One file in the form that the script sends.</summary>
    public static MultipartFormDataContent Form(
        string token, HttpContent file, string name, DocumentKind kind = DocumentKind.Statement, Guid? uploadId = null, Guid? replaces = null)
    {
        var form = new MultipartFormDataContent("----a-browsers-boundary");
        Field("__RequestVerificationToken", token);
        Field("kind", kind.ToString());
        if (replaces is not null)
        {
            Field("replaces", replaces.Value.ToString());
        }

        if (kind == DocumentKind.PhotoId)
        {
            Field("idType", nameof(PhotoIdType.DriversLicense));
        }

        Field("uploadId", (uploadId ?? Guid.NewGuid()).ToString());
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"files\"", FileName = $"\"{name}\"" };
        form.Add(file);
        return form;

        void Field(string field, string value) => form.Add(new StringContent(value) { Headers = { ContentType = null } }, $"\"{field}\"");
    }

    public async Task<UploadAnswer> SendAsync(
        Photo photo, DocumentKind kind = DocumentKind.Statement, Guid? uploadId = null, Guid? replaces = null)
    {
        using var response = await PostAsync(photo, kind, uploadId, replaces);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    public Task<HttpResponseMessage> PostAsync(
        Photo photo, DocumentKind kind = DocumentKind.Statement, Guid? uploadId = null, Guid? replaces = null, string? address = null)
    {
        var part = new ByteArrayContent(photo.Bytes);
        part.Headers.ContentType = new MediaTypeHeaderValue(photo.MediaType);
        return PostAsync(_client, address ?? _address, Form(_token, part, photo.Name, kind, uploadId, replaces));
    }

    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string address, HttpContent form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
        request.Headers.Accept.Add(new("application/json"));
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public static async Task<UploadAnswer> ReadAsync(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var note = Assert.Single(json.RootElement.EnumerateArray());
        return new(note.GetProperty("kept").GetBoolean(), note.GetProperty("text").GetString()!);
    }

    public void Dispose() => _client.Dispose();
}
