namespace MissingPackage.Domain.Evidence;

/// <summary>A rectangle of a page that is covered before the page leaves, in percent of the page's width and height from its top left.</summary>
/// <param name="Left">From 0 to 100.</param>
/// <param name="Top">From 0 to 100.</param>
/// <param name="Width">Above 0; it ends within the page.</param>
/// <param name="Height">Above 0; it ends within the page.</param>
public sealed record MaskedArea(double Left, double Top, double Width, double Height)
{
    /// <summary>The most areas of one page.</summary>
    public const int MaxCount = 6;

    /// <summary>The smallest side: less is a slip of the hand.</summary>
    public const double MinSide = 0.5;

    /// <summary>Whether it is an area of a page.</summary>
    public bool IsOnPage => Left >= 0 && Top >= 0 && Width >= MinSide && Height >= MinSide && Left + Width <= 100.001 && Top + Height <= 100.001;
}
