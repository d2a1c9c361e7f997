using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using MissingPackage.Documents.Vault;

namespace MissingPackage.Web.Tests.Documents;

/// <summary>A store that a test can make wait or fail.</summary>
internal sealed class TestStore(IDocumentStore inner) : IDocumentStore
{
    /// <summary>Asked before each write, with the name.</summary>
    public Func<string, Task> BeforeCreate { get; set; } = _ => Task.CompletedTask;

    /// <summary>Asked before each erasure, with the name.</summary>
    public Func<string, Task> BeforeDelete { get; set; } = _ => Task.CompletedTask;

    /// <summary>Asked before each listing.</summary>
    public Func<Task> BeforeList { get; set; } = () => Task.CompletedTask;

    public async Task CreateAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        await BeforeCreate(name);
        await inner.CreateAsync(name, content, cancellationToken);
    }

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken) => inner.OpenAsync(name, cancellationToken);

    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await BeforeDelete(name);
        return await inner.DeleteAsync(name, cancellationToken);
    }

    public async IAsyncEnumerable<StoredBlob> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await BeforeList();
        await foreach (var blob in inner.ListAsync(folder, cancellationToken))
        {
            yield return blob;
        }
    }
}

internal static class ServiceWrapping
{
    /// <summary>Puts something around a service that the application registered.</summary>
    public static void Wrap<T>(this IServiceCollection services, Func<T, T> wrap)
        where T : class
    {
        var registered = services.Last(service => service.ServiceType == typeof(T));
        services.Remove(registered);
        services.AddSingleton(provider => wrap((T)(registered.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!))));
    }
}
