using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>A disk without room, for real: a small one in memory, mounted where the application stores.</summary>
public sealed class FullDiskTests
{
    private static readonly UploadAnswer NoRoom = new(
        false, "We couldn’t store this file just now. Nothing you sent before is lost: please try again in a few minutes.");

    [Theory]
    [InlineData("Documents:Folder")]
    [InlineData("Intake:PrivateFolder")]
    public async Task Upload_WhenTheDiskIsFull_IsToldAndLeavesNothingAndWorksOnceThereIsRoom(string folder)
    {
        using var disk = await SmallDisk.MountAsync();
        await using var application = QuietApplication.And((folder, disk.Path));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo();
        var id = Guid.NewGuid();

        disk.Fill(leave: 8 * 1024);
        Assert.Equal(NoRoom, await uploader.SendAsync(photo, uploadId: id));
        Assert.Empty((await application.RequestAsync(reference)).Documents);
        Assert.DoesNotContain(Directory.EnumerateFiles(disk.Path, "*", SearchOption.AllDirectories), IsOfTheCustomer);

        disk.Free();
        Assert.Equal(new UploadAnswer(true, "Received. Thank you."), await uploader.SendAsync(photo, uploadId: id));
        Assert.Equal(DocumentState.Received, (await application.OnlyDocumentAsync(reference)).State);
    }

    [Fact]
    public async Task Upload_WhenThereIsRoomForTheFileOnly_IsKeptAndFinishedOnceThereIsMore()
    {
        using var disk = await SmallDisk.MountAsync();
        await using var application = QuietApplication.And(("Documents:Folder", disk.Path));
        var customer = application.NewCustomer();
        var reference = await customer.OpenRequestAsync();
        using var uploader = await Uploader.OpenAsync(application, customer);
        var photo = Files.Photo(256 * 1024);

        disk.Fill(leave: photo.Bytes.Length + (12 * 1024));
        Assert.Equal(new UploadAnswer(true, "We have it, and are checking it. You don’t need to send it again."), await uploader.SendAsync(photo));
        Assert.Equal(DocumentState.Checking, (await application.OnlyDocumentAsync(reference)).State);
        application.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(0, await application.FinishQuarantineAsync());

        disk.Free();
        Assert.Equal(1, await application.FinishQuarantineAsync());
        Assert.Equal(DocumentState.Received, (await application.OnlyDocumentAsync(reference)).State);
    }

    private static bool IsOfTheCustomer(string file) =>
        Path.GetFileName(file) != "filler" && !file.EndsWith(".lock", StringComparison.Ordinal) && !file.Contains("/policy/", StringComparison.Ordinal);
}
