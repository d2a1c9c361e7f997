using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>What lies on the disk after documents were sent.</summary>
public sealed class StorageTests
{
    [Fact]
    public async Task Post_WhenDocumentsWereSent_NothingOnTheDiskIsReadable()
    {
        using var application = new MissingPackageApplication();
        var customer = application.NewCustomer();
        await customer.OpenRequestAsync();
        await customer.SendStatementAsync(Customer.PhotoOfStatement);
        await customer.SendPhotoIdAsync(Customer.PhotoOfId);
        var before = Directory.GetFiles(Path.GetTempPath(), "ASPNETCORE_*");
        await customer.SendPhotoIdAsync(new Photo("id.jpg", Encoding.UTF8.GetBytes("not a picture, and not to be kept")), Pictures.SmallPng(50, 50));
        await customer.OpenAsync(customer.DocumentsPath);
        customer.Page.Document.QuerySelectorAll("input[name=__RequestVerificationToken]").ToList().ForEach(field => field.Remove());
        await customer.PressAsync("Send signed statement", Customer.PhotoOfStatement);

        var stored = Directory.GetFiles(application.DocumentsFolder, "*", SearchOption.AllDirectories);
        Assert.Equal(2, stored.Length); // one clean page each; the originals are gone
        foreach (var file in stored)
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            Assert.True(bytes.Length > 10_000, "A page of a photo is larger.");
            Assert.Equal(-1, bytes.AsSpan().IndexOf("JFIF\0"u8));
            Assert.False(bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]));
            foreach (var photo in new[] { Customer.PhotoOfId, Customer.PhotoOfStatement })
            {
                for (var at = 0; at + 16 < photo.Bytes.Length; at += 1024)
                {
                    Assert.Equal(-1, bytes.AsSpan().IndexOf(photo.Bytes.AsSpan(at, 16)));
                }
            }
        }

        Assert.Empty(application.InPlainForm());
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "ASPNETCORE_*").Except(before, StringComparer.Ordinal));

        var webRoot = application.Services.GetRequiredService<IWebHostEnvironment>().WebRootPath;
        Assert.False(Path.GetFullPath(application.DocumentsFolder).StartsWith(Path.GetFullPath(webRoot), StringComparison.Ordinal));
        Assert.DoesNotContain(stored, file => file.Contains("IMG_0001", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(stored, file => file.Contains(customer.Reference, StringComparison.OrdinalIgnoreCase));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in stored)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }
}
