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
        var path = intake.NewPrivatePath();
        try
        {
            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
            return await intake.ExamineAsync(path, TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
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
    public static byte[] Jpeg(this CleanPage page) => File.ReadAllBytes(page.Path);
}
