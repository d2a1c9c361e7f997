using System.Globalization;
using FluentValidation;
using MissingPackage.Application.Requests;

namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

/// <summary>Whole numbers as typed, and the rules that settings share.</summary>
internal static class TypedNumber
{
    /// <summary>Reads it; null for anything else.</summary>
    public static int? Read(string? text) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Asks for a whole number in a range.</summary>
    public static IRuleBuilderOptions<T, string?> WholeNumber<T>(this IRuleBuilder<T, string?> rule, int min, int max) =>
        rule.Must(text => Read(text) is { } number && number >= min && number <= max)
            .WithMessage(string.Create(CultureInfo.InvariantCulture, $"Enter a whole number from {min:N0} to {max:N0}."));

    /// <summary>Asks for a few words.</summary>
    public static IRuleBuilderOptions<T, string?> Sentence<T>(this IRuleBuilder<T, string?> rule, string what) =>
        rule.Must(ReportAnswers.HasText).WithMessage($"Write {what}.")
            .MaximumLength(200).WithMessage("At most 200 characters.");
}
