namespace MissingPackage.Application.Site;

/// <summary>Files and folders of the settings.</summary>
public static class SettingPaths
{
    /// <summary>The full path of a file or folder of the settings; relative ones lie in the application's folder.</summary>
    public static string PathOf(this IHostEnvironment environment, string path)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return Path.Combine(environment.ContentRootPath, path);
    }
}
