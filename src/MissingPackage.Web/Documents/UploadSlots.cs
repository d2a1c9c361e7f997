using MissingPackage.Domain.Requests;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Documents;

/// <summary>How many uploads are on their way at once, to one request and from one address; counted by each node for itself.</summary>
public sealed class UploadSlots(RateLimitOptions limits)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Begins an upload.</summary>
    /// <param name="request">The request's reference.</param>
    /// <param name="address">Whom it comes from.</param>
    /// <returns>To be disposed at its end; null where there are enough already.</returns>
    public IDisposable? Take(RequestReference request, string address)
    {
        (string Key, int Most)[] counts =
            [($"request {request}", limits.UploadsAtOncePerRequest), ($"address {address}", limits.UploadsAtOncePerAddress)];
        lock (_lock)
        {
            if (Array.Exists(counts, count => _taken.GetValueOrDefault(count.Key) >= count.Most))
            {
                return null;
            }

            foreach (var (key, _) in counts)
            {
                _taken[key] = _taken.GetValueOrDefault(key) + 1;
            }
        }

        return new Slot(this, Array.ConvertAll(counts, count => count.Key));
    }

    private void Give(string[] keys)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (--_taken[key] == 0)
                {
                    _taken.Remove(key);
                }
            }
        }
    }

    private sealed class Slot(UploadSlots owner, string[] keys) : IDisposable
    {
        private bool _given;

        public void Dispose()
        {
            if (!_given)
            {
                _given = true;
                owner.Give(keys);
            }
        }
    }
}
