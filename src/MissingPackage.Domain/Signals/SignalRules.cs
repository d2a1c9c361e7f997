using System.Globalization;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Domain.Signals;

/// <summary>Signals that one request gives by itself.</summary>
public static class SignalRules
{
    /// <summary>From so many requests about one address in <see cref="ManyWithin"/>, this one included, it is a signal.</summary>
    public const int Many = 4;

    /// <summary>How far back requests about one address are counted.</summary>
    public static readonly TimeSpan ManyWithin = TimeSpan.FromDays(180);

    /// <summary>Every signal of the request's own facts.</summary>
    public static IEnumerable<Signal> Of(ServiceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new[] { LabelZip(request), OtherCarrier(request), OpenedEarly(request) }.OfType<Signal>();
    }

    /// <summary>The ZIP code of the label, where the tracking number holds it; else null.</summary>
    /// <param name="request">Whose tracking number.</param>
    public static string? LabelZipOf(ServiceRequest request) =>
        MatchesOf(request).Where(match => match.ChecksumHolds).Select(match => match.LabelZip).FirstOrDefault(found => found is not null);

    // A label with another ZIP code went astray before the carrier had it: not the customer's fault.
    private static Signal? LabelZip(ServiceRequest request)
    {
        var zip = request.Address.Zip[..Math.Min(5, request.Address.Zip.Length)];
        var label = LabelZipOf(request);
        return label is null || string.Equals(label, zip, StringComparison.Ordinal) ? null : new Signal(
            SignalKind.LabelZipDiffers,
            $"The tracking number holds ZIP {label}, the customer’s address is in {zip}. A parcel with a wrong label is the carrier’s or the seller’s fault.");
    }

    private static Signal? OtherCarrier(ServiceRequest request)
    {
        var matches = MatchesOf(request);
        if (request.Shipment.Carrier is not { } named || matches.Any(match => match.Carrier == named)
            || matches.FirstOrDefault(match => match.ChecksumHolds) is not { } reads)
        {
            return null;
        }

        // Carriers hand parcels on: such a number may go with either name.
        return reads.Handover is not null ? null : new Signal(
            SignalKind.OtherCarriersNumber,
            $"{request.Shipment.TrackingNumber} reads as a number of {CarrierDirectory.Get(reads.Carrier).Name} ({reads.Format}), and the customer named {CarrierDirectory.Get(named).Name}.");
    }

    private static Signal? OpenedEarly(ServiceRequest request)
    {
        var opened = request.Zone.DateOf(request.OpenedOn);
        return opened >= request.Shipment.ExpectedDate ? null : new Signal(
            SignalKind.OpenedEarly,
            string.Create(CultureInfo.InvariantCulture, $"Opened on {opened:MMMM d}, and the package was expected on {request.Shipment.ExpectedDate:MMMM d}."));
    }

    private static IReadOnlyList<TrackingMatch> MatchesOf(ServiceRequest request) =>
        TrackingNumber.Recognise(request.Shipment.TrackingNumber)?.Matches ?? [];
}
