using System.Globalization;
using FluentValidation;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Text;
using MissingPackage.Documents;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

/// <summary>A carrier as typed.</summary>
public sealed class CarrierInput
{
    public static IReadOnlyList<Choice> Clocks { get; } =
        [.. Enum.GetValues<ClaimClock>().Select(clock => new Choice(clock.ToString(), SettingWords.Of(clock)))];

    public string? Phone { get; set; }

    public string? TrackingPageStart { get; set; }

    public string? SlipLeadsTo { get; set; }

    public string? WhatToAsk { get; set; }

    public string? WhoFiles { get; set; }

    public string? EarliestDays { get; set; }

    public ClaimClock EarliestFrom { get; set; }

    public string? LatestDays { get; set; }

    public ClaimClock LatestFrom { get; set; }

    public string? TimingNote { get; set; }

    public string? Documents { get; set; }

    public string? SearchFirst { get; set; }

    public string? Form { get; set; }

    public IdDisclosure PhotoId { get; set; }

    public string? MaxPacketMegabytes { get; set; }

    public string? DecisionDaysFrom { get; set; }

    public string? DecisionDaysTo { get; set; }

    public string? Source { get; set; }

    public string? CheckedOn { get; set; }

    public static IReadOnlyList<Choice> IdRules { get; } =
        [.. Enum.GetValues<IdDisclosure>().Select(rule => new Choice(rule.ToString(), SettingWords.Of(rule)))];

    /// <summary>What the form asks for, one a line; null for a line that is none.</summary>
    internal IReadOnlyList<ClaimField?> Fields =>
        [.. (Form ?? "").Split('\n').Select(ReportAnswers.Tidy).Where(line => line.Length > 0).Select(SettingWords.FieldOf)];

    /// <summary>The questions, one a line.</summary>
    internal IReadOnlyList<string> Questions =>
        [.. (WhatToAsk ?? "").Split('\n').Select(ReportAnswers.Tidy).Where(line => line.Length > 0)];

    /// <summary>A carrier as an administrator would type it.</summary>
    public static CarrierInput Of(Carrier carrier)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        var claim = carrier.Claim;
        return new CarrierInput
        {
            Phone = carrier.Phone,
            TrackingPageStart = carrier.TrackingPageStart,
            SlipLeadsTo = carrier.SlipLeadsTo,
            WhatToAsk = string.Join('\n', carrier.WhatToAsk),
            WhoFiles = claim.WhoFiles,
            EarliestDays = Show(claim.Earliest?.Days),
            EarliestFrom = claim.Earliest?.From ?? ClaimClock.Mailing,
            LatestDays = Show(claim.Latest?.Days),
            LatestFrom = claim.Latest?.From ?? ClaimClock.Mailing,
            TimingNote = claim.TimingNote,
            Documents = claim.Documents,
            SearchFirst = claim.SearchFirst,
            Form = string.Join('\n', claim.Form.Select(asked => ClaimFormText.NameOf(asked))),
            PhotoId = claim.PhotoId,
            MaxPacketMegabytes = claim.MaxPacketBytes is { } bytes ? (bytes / (decimal)ClaimRules.Megabyte).ToString("0.##", CultureInfo.InvariantCulture) : null,
            DecisionDaysFrom = Show(claim.DecisionDaysFrom),
            DecisionDaysTo = Show(claim.DecisionDaysTo),
            Source = claim.Source,
            CheckedOn = claim.CheckedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>What was typed, in place of what there is. Call it only after the validator has passed.</summary>
    /// <param name="carrier">The carrier before.</param>
    /// <param name="today">Today, for a date without a year.</param>
    public Carrier Apply(Carrier carrier, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        return carrier with
        {
            Phone = UsPhone.Read(Phone)!,
            TrackingPageStart = TrackingPageStart!.Trim(),
            SlipLeadsTo = ReportAnswers.Optional(SlipLeadsTo),
            WhatToAsk = Questions,
            Claim = new ClaimRules
            {
                WhoFiles = ReportAnswers.Tidy(WhoFiles),
                Earliest = TypedNumber.Read(EarliestDays) is { } earliest ? new ClaimLimit(earliest, EarliestFrom) : null,
                Latest = TypedNumber.Read(LatestDays) is { } latest ? new ClaimLimit(latest, LatestFrom) : null,
                TimingNote = ReportAnswers.Optional(TimingNote),
                Documents = ReportAnswers.Tidy(Documents),
                SearchFirst = ReportAnswers.Optional(SearchFirst),
                Form = [.. Fields.Select(asked => asked!.Value)],
                PhotoId = PhotoId,
                MaxPacketBytes = Megabytes(MaxPacketMegabytes) is { } size ? (long)(size * ClaimRules.Megabyte) : null,
                DecisionDaysFrom = TypedNumber.Read(DecisionDaysFrom)!.Value,
                DecisionDaysTo = TypedNumber.Read(DecisionDaysTo)!.Value,
                Source = ReportAnswers.Tidy(Source),
                CheckedOn = TypedDate.Read(CheckedOn, today).Date!.Value,
            },
        };
    }

    internal static decimal? Megabytes(string? text) =>
        decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var size) ? size : null;

    private static string? Show(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}

internal sealed class CarrierInputValidator : AbstractValidator<CarrierInput>
{
    private const int MaxClaimDays = 730;
    private const int MaxDecisionDays = 60;

    public CarrierInputValidator(TimeProvider time)
    {
        RuleFor(i => i.Phone).Must(phone => UsPhone.Read(phone) is not null).WithMessage("Enter a phone number of ten digits, such as (800) 222-1811.");
        RuleFor(i => i.TrackingPageStart)
            .MaximumLength(300).WithMessage("At most 300 characters.")
            .Must(IsTrackingPage).WithMessage("Enter an address that starts with https:// and goes on with the tracking number, such as https://www.ups.com/track?tracknum=.");
        RuleFor(i => i.SlipLeadsTo).MaximumLength(100).WithMessage("At most 100 characters.");
        RuleFor(i => i.WhatToAsk)
            .MaximumLength(2000).WithMessage("At most 2,000 characters.")
            .Must((input, _) => input.Questions.Count is >= 1 and <= 6).WithMessage("Write from one to six questions, one a line.")
            .Must((input, _) => input.Questions.All(line => line.Length <= 200)).WithMessage("At most 200 characters a question.");
        RuleFor(i => i.WhoFiles).Sentence("who may file a claim");
        RuleFor(i => i.EarliestDays).WholeNumber(0, MaxClaimDays).When(i => !string.IsNullOrWhiteSpace(i.EarliestDays));
        RuleFor(i => i.EarliestFrom).IsInEnum().WithMessage("Choose the day to count from.");
        RuleFor(i => i.LatestDays).WholeNumber(0, MaxClaimDays).When(i => !string.IsNullOrWhiteSpace(i.LatestDays));
        RuleFor(i => i.LatestDays).Must((input, latest) => !(TypedNumber.Read(latest) < TypedNumber.Read(input.EarliestDays)))
            .When(i => i.EarliestFrom == i.LatestFrom).WithMessage("The latest day can’t come before the earliest.");
        RuleFor(i => i.LatestFrom).IsInEnum().WithMessage("Choose the day to count from.");
        RuleFor(i => i.TimingNote).MaximumLength(300).WithMessage("At most 300 characters.");
        RuleFor(i => i.Documents).Sentence("what has to come with a claim");
        RuleFor(i => i.SearchFirst).MaximumLength(200).WithMessage("At most 200 characters.");
        RuleFor(i => i.Form)
            .MaximumLength(2000).WithMessage("At most 2,000 characters.")
            .Must((input, _) => input.Fields.Count > 0).WithMessage("Write what the form asks for, one a line.")
            .Must((input, _) => !input.Fields.Contains(null)).WithMessage($"One of these a line: {SettingWords.AllFields}.")
            .Must((input, _) => input.Fields.Distinct().Count() == input.Fields.Count).WithMessage("Each of them once.");
        RuleFor(i => i.PhotoId).IsInEnum().WithMessage("Choose how much of the ID the carrier gets.");
        RuleFor(i => i.MaxPacketMegabytes).Must(text => CarrierInput.Megabytes(text) is >= 0.5m and <= 100)
            .When(i => !string.IsNullOrWhiteSpace(i.MaxPacketMegabytes)).WithMessage("Enter a size from 0.5 to 100 MB.");
        RuleFor(i => i.DecisionDaysFrom).WholeNumber(1, MaxDecisionDays);
        RuleFor(i => i.DecisionDaysTo).WholeNumber(1, MaxDecisionDays)
            .Must((input, to) => !(TypedNumber.Read(to) < TypedNumber.Read(input.DecisionDaysFrom))).WithMessage("It can’t be fewer days than the quickest decision.");
        RuleFor(i => i.Source).Sentence("where these rules are from");
        RuleFor(i => i.CheckedOn).Custom((typed, context) =>
        {
            var today = TodayIn(time);
            var read = TypedDate.Read(typed, today);
            if (read.Date is null)
            {
                context.AddFailure(string.IsNullOrWhiteSpace(typed) ? "Enter the day on which the rules were last compared with the carrier’s." : read.Problem);
            }
            else if (read.Date > today || read.Date < today.AddYears(-10))
            {
                context.AddFailure("Enter a day of the last ten years that isn’t in the future.");
            }
        });
    }

    /// <summary>Today at the desk.</summary>
    internal static DateOnly TodayIn(TimeProvider time) => DeliveryTimeZone.ForState("NY").DateOf(time.GetUtcNow().UtcDateTime);

    private static bool IsTrackingPage(string? text) =>
        Uri.TryCreate(text?.Trim() + "1", UriKind.Absolute, out var page) && page.Scheme == Uri.UriSchemeHttps
        && page.UserInfo.Length == 0 && page.Host.Contains('.', StringComparison.Ordinal) && page.PathAndQuery.Length > 1;
}
