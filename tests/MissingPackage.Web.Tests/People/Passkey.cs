using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MissingPackage.Web.Tests.People;

/// <summary>A device that holds a passkey of an account and always knows its owner.</summary>
internal sealed class Passkey : IDisposable
{
    private const string Site = "http://localhost";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private readonly string _agent;

    private Passkey(string agent) => _agent = agent;

    /// <summary>The public key as browsers send it (COSE, ES256).</summary>
    private byte[] PublicKey
    {
        get
        {
            var point = _key.ExportParameters(includePrivateParameters: false).Q;
            return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        }
    }

    /// <summary>Adds a passkey to an account behind the pages, and makes the account where there is none.</summary>
    public static async Task<Passkey> GiveAsync(MissingPackageApplication application, string email)
    {
        if (!await application.AskAsync(database => database.Users.AnyAsync(a => a.Email == email)))
        {
            await application.MakeAgentAsync(email);
        }

        await using var scope = application.Services.CreateAsyncScope();
        var agents = scope.ServiceProvider.GetRequiredService<UserManager<MissingPackage.Data.Agent>>();
        var agent = await agents.FindByEmailAsync(email);
        var passkey = new Passkey(agent!.Id);
        var info = new UserPasskeyInfo(
            passkey._id, passkey.PublicKey, application.Time.GetUtcNow(), signCount: 0, transports: null, isUserVerified: true, isBackupEligible: false, isBackedUp: false, [], [])
        {
            Name = "Sample laptop",
        };
        Assert.True((await agents.AddOrUpdatePasskeyAsync(agent, info)).Succeeded);
        return passkey;
    }

    /// <summary>Presses the button for a passkey on a page of the sign-in, as its script would.</summary>
    public async Task UseAsync(Visitor visitor, string page)
    {
        await visitor.OpenAsync(page);
        var form = visitor.Page.Document.QuerySelector("form[data-passkey=get]")!;
        var (options, target) = (form.GetAttribute("data-options")!, form.GetAttribute("action")!);
        await visitor.PostByHandAsync(options);
        using var question = JsonDocument.Parse(visitor.Page.Body);
        var answer = Answer(question.RootElement.GetProperty("challenge").GetString()!);
        await visitor.OpenAsync("/admin/sign-in");
        await visitor.PostByHandAsync(target, (form.QuerySelector("input[type=hidden]")!.GetAttribute("name")!, answer));
    }

    public void Dispose() => _key.Dispose();

    private string Answer(string challenge)
    {
        var client = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $$"""{"type":"webauthn.get","challenge":"{{challenge}}","origin":"{{Site}}","crossOrigin":false}"""));
        // The site's hash, "somebody is there and is the owner", and no counter.
        byte[] device = [.. SHA256.HashData(Encoding.UTF8.GetBytes(new Uri(Site).Host)), 0x05, 0, 0, 0, 0];
        var signature = _key.SignData([.. device, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return JsonSerializer.Serialize(new
        {
            id = Base64Url.EncodeToString(_id),
            rawId = Base64Url.EncodeToString(_id),
            type = "public-key",
            clientExtensionResults = new { },
            response = new
            {
                authenticatorData = Base64Url.EncodeToString(device),
                clientDataJSON = Base64Url.EncodeToString(client),
                signature = Base64Url.EncodeToString(signature),
                userHandle = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(_agent)),
            },
        });
    }
}
