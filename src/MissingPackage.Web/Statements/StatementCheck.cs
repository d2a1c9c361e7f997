using System.Threading.RateLimiting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using MissingPackage.Application.Statements;
using MissingPackage.Documents.Pdf;
using MissingPackage.Web.Composition;

namespace MissingPackage.Web.Statements;

/// <summary>What came in a check.</summary>
/// <param name="Finding">What the file is; null where there was none to look at.</param>
/// <param name="Problem">Why there was none, as a sentence; or null.</param>
public sealed record CheckedFile(SealFinding? Finding, string? Problem);

/// <summary>
/// Checks one file out of a form, and keeps nothing: it is read once into memory, never to disk, at most
/// <see cref="MaxBytes"/> of it, a few at a time however many wait, and fewer of one address.
/// </summary>
public sealed class StatementCheck(SealCertificates seals, TimeProvider time) : IDisposable
{
    /// <summary>The largest file looked at: a statement of ours has less than a tenth of it.</summary>
    public const int MaxBytes = 15 * 1024 * 1024;

    /// <summary>The largest body read at all; beyond it the answer is a bare 413.</summary>
    public const int MaxBodyBytes = 64 * 1024 * 1024;

    /// <summary>A file that takes longer gives its turn to others.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const int FilesAtOnce = 8;

    /// <summary>A file that arrives slowly holds its turn: nobody else's address has to wait for that.</summary>
    private const int FilesOfOneAddress = 2;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
    private const int MaxBoundary = 100;
    private const int Chunk = 64 * 1024;

    private readonly SemaphoreSlim _turns = new(FilesAtOnce);
    private readonly PartitionedRateLimiter<string> _ofOneAddress = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetConcurrencyLimiter(address, _ => new ConcurrencyLimiterOptions { PermitLimit = FilesOfOneAddress }));

    /// <summary>Reads the first file of a <c>multipart/form-data</c> body.</summary>
    /// <param name="request">Nobody has read its body.</param>
    /// <param name="cancellation">Ends it, with nothing left.</param>
    public async Task<CheckedFile> ExamineAsync(HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= MaxBoundary } boundary)
        {
            return new(null, "Choose a file first, then check it.");
        }

        using var one = _ofOneAddress.AttemptAcquire(Security.AddressOf(request.HttpContext));
        if (!one.IsAcquired || !await _turns.WaitAsync(LongestWait, cancellation))
        {
            return new(null, "Too many files are being checked just now. Please try again in a minute.");
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            while (await reader.ReadNextSectionAsync(either.Token) is { } section)
            {
                if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part) && part.IsFileDisposition())
                {
                    return await ExamineAsync(section.Body, either.Token);
                }
            }

            return new(null, "Choose a file first, then check it.");
        }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException and not BadHttpRequestException))
        {
            return new(null, "The file didn’t arrive whole. Please try again.");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new(null, "The file took too long to arrive. Please try again on a faster connection.");
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        _turns.Dispose();
        _ofOneAddress.Dispose();
    }

    private async Task<CheckedFile> ExamineAsync(Stream body, CancellationToken cancellation)
    {
        using var file = new MemoryStream();
        var buffer = new byte[Chunk];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (file.Length + read > MaxBytes)
            {
                return new(null, $"This file is larger than {MaxBytes / (1024 * 1024)} MB. A statement that we issued is much smaller, so it isn’t one of ours as we issued it.");
            }

            file.Write(buffer, 0, read);
        }

        if (file.Length == 0)
        {
            return new(null, "This file is empty. Choose the PDF of the statement, then check it.");
        }

        var check = await seals.CheckAsync(cancellation);
        return new(check.Examine(file.GetBuffer().AsSpan(0, (int)file.Length)), null);
    }
}
