using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace MissingPackage.Web.Tests.Composition;

/// <summary>The environment of a company that runs the application, from this folder.</summary>
internal sealed class Production(string folder) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = Environments.Production;

    public string ApplicationName { get; set; } = "MissingPackage.Web";

    public string ContentRootPath { get; set; } = folder;

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
