namespace MissingPackage.Application.Mail.Messages;

/// <summary>What every message to a seller is about. Of the customer it says nothing: that is behind the code.</summary>
/// <param name="Reference">The request's.</param>
/// <param name="OrderNumber">By which the seller knows it.</param>
/// <param name="Seller">The seller's name.</param>
/// <param name="Carrier">The carrier's name, or "the carrier".</param>
/// <param name="Link">The full address of the hand-off's link, or of the desk's front door where there is none.</param>
public sealed record AboutClaim(string Reference, string OrderNumber, string Seller, string Carrier, Uri Link);

/// <summary>A message to the seller of a request.</summary>
public abstract record SellerMessage(AboutClaim About) : Message;

/// <param name="About">The claim.</param>
/// <param name="LatestDay">The carrier's last filing day, or null.</param>
/// <param name="ClaimBy">By when the customer was told to expect the claim, with its zone; null where it is filed.</param>
public sealed record SellerHandOff(AboutClaim About, string? LatestDay, string? ClaimBy) : SellerMessage(About)
{
    public const string Kind = "seller-hand-off";

    protected override (string Subject, Type Template) Form =>
        ($"Order {About.OrderNumber}: please file a claim with {About.Carrier}", typeof(SellerHandOffMail));
}

/// <param name="About">The claim.</param>
/// <param name="Code">Six digits.</param>
/// <param name="Until">Until when it counts, with its zone.</param>
public sealed record SellerCode(AboutClaim About, string Code, string Until) : SellerMessage(About)
{
    public const string Kind = "seller-code";

    protected override (string Subject, Type Template) Form => ($"Your code for claim {About.Reference}", typeof(SellerCodeMail));
}

/// <param name="About">The claim.</param>
/// <param name="BusinessDays">How many have passed without a claim.</param>
/// <param name="Since">Since when the seller has it, with its zone.</param>
/// <param name="LatestDay">The carrier's last filing day, or null.</param>
/// <param name="ClaimBy">By when the customer was told to expect the claim, with its zone.</param>
public sealed record SellerReminder(AboutClaim About, int BusinessDays, string Since, string? LatestDay, string ClaimBy) : SellerMessage(About)
{
    public const string Kind = "seller-reminder";

    protected override (string Subject, Type Template) Form =>
        ($"Order {About.OrderNumber}: the claim with {About.Carrier} is still to be filed", typeof(SellerReminderMail));
}

/// <param name="About">The claim.</param>
/// <param name="LatestDay">The carrier's last filing day.</param>
public sealed record SellerFilingDay(AboutClaim About, string LatestDay) : SellerMessage(About)
{
    public const string Kind = "seller-filing-day";

    protected override (string Subject, Type Template) Form =>
        ($"Order {About.OrderNumber}: {About.Carrier} takes the claim until {LatestDay}", typeof(SellerFilingDayMail));
}

/// <param name="About">The claim.</param>
/// <param name="Why">Such as "The package turned up."</param>
/// <param name="ClaimNumber">The carrier's number of the claim that is to be withdrawn, or null where none was recorded.</param>
public sealed record SellerStop(AboutClaim About, string Why, string? ClaimNumber) : SellerMessage(About)
{
    public const string Kind = "seller-stop";

    protected override (string Subject, Type Template) Form =>
        ($"Order {About.OrderNumber}: stop, {(ClaimNumber is null ? "no claim is needed" : "please withdraw the claim")}", typeof(SellerStopMail));
}

/// <param name="About">The claim.</param>
/// <param name="Text">What an agent wrote.</param>
public sealed record CareWroteSeller(AboutClaim About, string Text) : SellerMessage(About)
{
    public const string Kind = "seller-message";

    protected override (string Subject, Type Template) Form =>
        ($"Order {About.OrderNumber}: a message about the claim", typeof(CareWroteSellerMail));
}

/// <param name="Request">Which one.</param>
/// <param name="Seller">Who told it.</param>
/// <param name="What">Such as "wrote you a message".</param>
public sealed record SellerTold(OnTheDesk Request, string Seller, string What) : Message
{
    public const string Kind = "seller-told";

    protected override (string Subject, Type Template) Form => ($"{Request.Reference}: the seller {What}", typeof(SellerToldMail));
}
