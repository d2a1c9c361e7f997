namespace MissingPackage.Application.Text;

/// <summary>One line of a list to choose from.</summary>
/// <param name="Value">What the form sends.</param>
/// <param name="Label">What people read.</param>
/// <param name="Hint">A word more, or null.</param>
public sealed record Choice(string Value, string Label, string? Hint = null);
