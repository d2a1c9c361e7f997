using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Web.Pages.Shared;

/// <summary>The days of a deadline, to be drawn as a strip.</summary>
public sealed record DayStrip(BusinessDeadline Count, DateOnly Today);
