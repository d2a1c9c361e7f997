using System.Globalization;
using FluentValidation;
using MissingPackage.Domain.Evidence;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Requests;

/// <summary>The areas of one page, as typed: percent of its width and height, from its top left.</summary>
public sealed class MaskForm
{
    public List<MaskRow> Areas { get; set; } = [];

    /// <summary>Whether the agent says that nothing needs to be covered.</summary>
    public bool Nothing { get; set; }

    /// <summary>The request's version when the page was opened.</summary>
    public int Version { get; set; }

    /// <summary>What is marked, with rows to spare.</summary>
    public static MaskForm Of(DocumentPage page, int version)
    {
        ArgumentNullException.ThrowIfNull(page);
        return new MaskForm { Areas = [.. (page.Masks ?? []).Select(MaskRow.Of)], Nothing = page.Masks is { Count: 0 }, Version = version }.WithSpareRows();
    }

    /// <summary>The same, with as many rows as there may be.</summary>
    public MaskForm WithSpareRows()
    {
        Areas = [.. Areas.Take(MaskedArea.MaxCount)];
        while (Areas.Count < MaskedArea.MaxCount)
        {
            Areas.Add(new MaskRow());
        }

        return this;
    }

    /// <summary>What was typed. Call it only after the validator has passed.</summary>
    internal IReadOnlyList<MaskedArea> Typed => [.. Areas.Where(row => !row.IsEmpty).Select(row => row.Read()!)];
}

/// <summary>One area as typed.</summary>
public sealed class MaskRow
{
    public string? Left { get; set; }

    public string? Top { get; set; }

    public string? Width { get; set; }

    public string? Height { get; set; }

    /// <summary>Whether nothing was typed.</summary>
    public bool IsEmpty => new[] { Left, Top, Width, Height }.All(string.IsNullOrWhiteSpace);

    /// <summary>An area as an agent would type it.</summary>
    public static MaskRow Of(MaskedArea area)
    {
        ArgumentNullException.ThrowIfNull(area);
        return new() { Left = Show(area.Left), Top = Show(area.Top), Width = Show(area.Width), Height = Show(area.Height) };
    }

    /// <summary>The area; null where it is none of the page's.</summary>
    public MaskedArea? Read() => Number(Left) is { } left && Number(Top) is { } top && Number(Width) is { } width && Number(Height) is { } height
        && new MaskedArea(left, top, width, height) is { IsOnPage: true } area ? area : null;

    private static string Show(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static double? Number(string? text) =>
        double.TryParse(text?.Trim().TrimEnd('%').Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}

internal sealed class MaskFormValidator : AbstractValidator<MaskForm>
{
    public MaskFormValidator()
    {
        RuleForEach(form => form.Areas).ChildRules(row => row.RuleFor(r => r.Left)
            .Must((area, _) => area.IsEmpty || area.Read() is not null)
            .WithMessage("Give all four numbers, from 0 to 100, of an area that lies on the page."));
        RuleFor(form => form.Nothing)
            .Must((form, nothing) => nothing || form.Areas.Exists(area => !area.IsEmpty)).WithMessage("Mark an area, or say that there is nothing to cover.")
            .Must((form, nothing) => !nothing || form.Areas.TrueForAll(area => area.IsEmpty)).WithMessage("There is an area marked: empty it, or leave this unticked.");
    }
}
