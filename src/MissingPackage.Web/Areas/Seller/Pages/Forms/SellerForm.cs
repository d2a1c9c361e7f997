using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Seller.Pages.Forms;

/// <summary>What a form is checked and recorded with.</summary>
/// <param name="Request">The request.</param>
/// <param name="CarrierDays">Business days the carrier may take to decide; null where it isn’t known.</param>
/// <param name="Today">Today at the delivery address.</param>
/// <param name="Now">UTC.</param>
public sealed record SellerFacts(ServiceRequest Request, int? CarrierDays, DateOnly Today, DateTime Now);

/// <summary>One thing that a seller records.</summary>
public abstract class SellerForm
{
    /// <summary>The request's version that the seller looked at.</summary>
    public int Version { get; set; }

    /// <summary>The name of its handler, and of its fields.</summary>
    public abstract string Name { get; }

    /// <summary>What is said once it is recorded.</summary>
    public abstract string Done { get; }

    /// <summary>What the agents are told that the seller did, such as "recorded a refund"; null where nobody has to look.</summary>
    public virtual string? ForCare => null;

    /// <summary>The kind of message that tells the customer; null where they aren't told.</summary>
    public virtual string? ForCustomer => null;

    /// <summary>Whether the request says already what this would record: the same button, pressed twice.</summary>
    public abstract bool IsRecorded(ServiceRequest request);

    /// <summary>What only the request can tell: names of fields, and what is wrong with them.</summary>
    public virtual IEnumerable<(string Field, string Problem)> Problems(SellerFacts facts) => [];

    /// <summary>Records it.</summary>
    public abstract void Record(SellerFacts facts, Actor seller);

    /// <summary>What is wrong with the day of something that happened to a package marked delivered, or null.</summary>
    protected static string? ProblemOfDay(string? typed, SellerFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var read = TypedDate.Read(typed, facts.Today);
        var earliest = facts.Request.Shipment.MarkedDeliveredDate;
        return read.Date is not { } day ? read.Problem
            : day > facts.Today ? $"{TypedDate.Show(day)} is still to come."
            : day < earliest ? $"{TypedDate.Show(day)} is before the package was marked delivered ({TypedDate.Show(earliest)}). Check the month and the year."
            : null;
    }

    protected static DateOnly DayOf(string? typed, SellerFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return TypedDate.Read(typed, facts.Today).Date!.Value;
    }
}

internal static class SellerRules
{
    /// <summary>A day is there to be read; whether it can be right, the request tells.</summary>
    public static IRuleBuilderOptions<T, string?> IsADay<T>(this IRuleBuilder<T, string?> rule, string missing)
        where T : SellerForm => rule.NotEmpty().WithMessage(missing).MaximumLength(60).WithMessage("Enter a day, such as 7/20/2026.");
}
