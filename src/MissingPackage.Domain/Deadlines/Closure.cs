namespace MissingPackage.Domain.Deadlines;

/// <summary>A weekday, beside the federal holidays, on which no work is done: a holiday of the house's own, or a closure.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">What to call it, such as <c>Company day</c>. Customers read it.</param>
public sealed record Closure(DateOnly Date, string Name)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxName = 60;
}
