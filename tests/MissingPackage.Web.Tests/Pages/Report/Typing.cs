using MissingPackage.Web.Tests.People;


namespace MissingPackage.Web.Tests.Pages.Report;

/// <summary>What was typed survives: an error, a new look at the page, and a closed tab.</summary>
internal static class Typing
{
    public static async Task AssertKeptAsync(this MissingPackageApplication application, Visitor visitor, string address, params (string Label, string Text)[] typed)
    {
        AssertShown(visitor.Page, typed);
        AssertShown(await visitor.OpenAsync(address), typed);
        AssertShown(await application.Reopen(visitor).OpenAsync(address), typed);
    }

    /// <summary>One error, in the list at the top and beside its field, and a title that says so.</summary>
    public static void AssertRefused(this WebPage page, string label, string message)
    {
        Assert.Contains(message, page.Errors, StringComparer.Ordinal);
        Assert.Equal(message, page.ErrorBeside(label));
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        Assert.Contains("Everything you typed is still here.", page.Text, StringComparison.Ordinal);
    }

    private static void AssertShown(WebPage page, (string Label, string Text)[] typed)
    {
        foreach (var (label, text) in typed)
        {
            Assert.Equal(text, page.ValueOf(label));
        }
    }
}
