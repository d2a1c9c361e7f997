using MissingPackage.Documents.Intake;

namespace MissingPackage.Documents.Tests.Intake;

/// <summary>One intake for the test process, as in the app: ImageMagick's guards belong to the process.</summary>
public sealed class IntakeFixture : IDisposable
{
    private readonly TempFolder _folder = new();

    public IntakeFixture() => Intake = new(Options(), TimeProvider.System);

    public DocumentIntake Intake { get; }

    public IntakeOptions Options() => new() { PrivateFolder = _folder["private"], MaxWait = TimeSpan.FromMinutes(5) };

    public Task<IntakeOutcome> ExamineAsync(byte[] bytes) => ExamineAsync(Intake, bytes);

    public static async Task<IntakeOutcome> ExamineAsync(DocumentIntake intake, byte[] bytes)
    {
        using var upload = intake.NewPrivateFile();
        await upload.WriteAsync(bytes, TestContext.Current.CancellationToken);
        return await intake.ExamineAsync(upload, Guid.NewGuid(), TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        Intake.Dispose();
        _folder.Dispose();
    }
}

internal static class CleanPages
{
    /// <summary>The page's bytes.</summary>
    public static byte[] Jpeg(this CleanPage page)
    {
        using var file = page.File.OpenRead();
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
