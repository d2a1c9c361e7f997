using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Application.Mail.Messages;

/// <summary>
/// The facts of one message, fixed when it was promised. The words around them are a Razor component's, put together
/// when it leaves: a mistake in a template never costs the save that the message belongs to.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RequestOpened), RequestOpened.Kind)]
[JsonDerivedType(typeof(DocumentsReminder), DocumentsReminder.Kind)]
[JsonDerivedType(typeof(DocumentsLate), DocumentsLate.Kind)]
[JsonDerivedType(typeof(DocumentsReceived), DocumentsReceived.Kind)]
[JsonDerivedType(typeof(DocumentRefused), DocumentRefused.Kind)]
[JsonDerivedType(typeof(MoreNeeded), MoreNeeded.Kind)]
[JsonDerivedType(typeof(SignAgain), SignAgain.Kind)]
[JsonDerivedType(typeof(DocumentsAccepted), DocumentsAccepted.Kind)]
[JsonDerivedType(typeof(HandedToSeller), HandedToSeller.Kind)]
[JsonDerivedType(typeof(ClaimFiled), ClaimFiled.Kind)]
[JsonDerivedType(typeof(RequestResolved), RequestResolved.Kind)]
[JsonDerivedType(typeof(RequestDeclined), RequestDeclined.Kind)]
[JsonDerivedType(typeof(RequestClosed), RequestClosed.Kind)]
[JsonDerivedType(typeof(AgentWrote), AgentWrote.Kind)]
[JsonDerivedType(typeof(DocumentsErased), DocumentsErased.Kind)]
[JsonDerivedType(typeof(ReturnLink), ReturnLink.Kind)]
[JsonDerivedType(typeof(AgentInvitation), AgentInvitation.Kind)]
[JsonDerivedType(typeof(AgentPassword), AgentPassword.Kind)]
[JsonDerivedType(typeof(RequestAssigned), RequestAssigned.Kind)]
[JsonDerivedType(typeof(SellerSilent), SellerSilent.Kind)]
[JsonDerivedType(typeof(FilingDayNear), FilingDayNear.Kind)]
[JsonDerivedType(typeof(SellerTold), SellerTold.Kind)]
[JsonDerivedType(typeof(SellerHandOff), SellerHandOff.Kind)]
[JsonDerivedType(typeof(SellerCode), SellerCode.Kind)]
[JsonDerivedType(typeof(SellerReminder), SellerReminder.Kind)]
[JsonDerivedType(typeof(SellerFilingDay), SellerFilingDay.Kind)]
[JsonDerivedType(typeof(SellerStop), SellerStop.Kind)]
[JsonDerivedType(typeof(CareWroteSeller), CareWroteSeller.Kind)]
public abstract record Message
{
    [JsonIgnore]
    public string Subject => Form.Subject;

    /// <summary>The component that puts it into words; its one parameter is <c>Message</c>.</summary>
    [JsonIgnore]
    public Type Template => Form.Template;

    protected abstract (string Subject, Type Template) Form { get; }
}

/// <summary>What every message to a customer is about.</summary>
/// <param name="Reference">The request's.</param>
/// <param name="Name">The customer's; empty where it isn't repeated.</param>
/// <param name="Item">What was in the package, in their words; null where those aren't repeated.</param>
/// <param name="Link">The full address of their private link.</param>
public sealed partial record About(string Reference, string Name, string? Item, Uri Link)
{
    /// <summary>The same without the item, and without a name that holds more than a name does.</summary>
    public About WithoutTypedText() => this with { Item = null, Name = Name.Any(char.IsNumber) || Host().IsMatch(Name) ? "" : Name };

    // "J.R. Sample" is a name; "shop.example" and "shop。example" are addresses to a mail program.
    [GeneratedRegex(@"[\p{L}\p{M}-]{2,}[.\u3002\uFF0E\uFF61][\p{L}\p{M}-]{2,}|[@/:]", RegexOptions.None, 1000)]
    private static partial Regex Host();
}

/// <summary>A message to the customer of a request.</summary>
public abstract record CustomerMessage(About About) : Message
{
    /// <summary>
    /// The same as it is sent to an address at which nobody has opened a link yet. Anybody may type it in a report, and it
    /// must not get from us what somebody else would like to say to it.
    /// </summary>
    public CustomerMessage ToUnconfirmed() => this with { About = About.WithoutTypedText() };
}

/// <param name="About">The request.</param>
/// <param name="Due">A sentence with the deadline.</param>
public sealed record RequestOpened(About About, string Due) : CustomerMessage(About)
{
    public const string Kind = "request-opened";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: two documents to send", typeof(RequestOpenedMail));
}

/// <param name="About">The request.</param>
/// <param name="Which">Halfway or the last day.</param>
/// <param name="Missing">Such as "your photo ID and your signed statement".</param>
/// <param name="Due">The deadline, with its zone.</param>
/// <param name="DueDay">The deadline's day.</param>
public sealed record DocumentsReminder(About About, DocumentReminderKind Which, string Missing, string Due, string DueDay) : CustomerMessage(About)
{
    public const string Kind = "documents-reminder";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: please send {Missing} by {DueDay}", typeof(DocumentsReminderMail));
}

/// <param name="About">The request.</param>
/// <param name="Missing">Such as "your photo ID".</param>
/// <param name="Due">The deadline that passed, with its zone.</param>
public sealed record DocumentsLate(About About, string Missing, string Due) : CustomerMessage(About)
{
    public const string Kind = "documents-late";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: it isn’t too late", typeof(DocumentsLateMail));
}

/// <param name="About">The request.</param>
/// <param name="File">Such as "photo of your ID".</param>
/// <param name="Why">Why it couldn’t be used, and how to mend it.</param>
public sealed record DocumentRefused(About About, string File, string Why) : CustomerMessage(About)
{
    public const string Kind = "document-refused";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: please send a file again", typeof(DocumentRefusedMail));
}

/// <param name="About">The request.</param>
/// <param name="DecisionBy">By when we decide, with its zone.</param>
public sealed record DocumentsReceived(About About, string DecisionBy) : CustomerMessage(About)
{
    public const string Kind = "documents-received";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: we have your documents", typeof(DocumentsReceivedMail));
}

/// <param name="About">The request.</param>
/// <param name="Missing">What is asked for again.</param>
/// <param name="Reason">The agent's own words.</param>
/// <param name="Due">The deadline, with its zone.</param>
public sealed record MoreNeeded(About About, string Missing, string Reason, string Due) : CustomerMessage(About)
{
    public const string Kind = "more-needed";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: something needed", typeof(MoreNeededMail));
}

/// <param name="About">The request.</param>
/// <param name="Due">The deadline of the documents, with its zone.</param>
public sealed record SignAgain(About About, string Due) : CustomerMessage(About)
{
    public const string Kind = "sign-again";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: please sign once more", typeof(SignAgainMail));
}

/// <param name="About">The request.</param>
/// <param name="Seller">The seller's name, or "the seller".</param>
/// <param name="Carrier">The carrier's name, or "the carrier".</param>
/// <param name="HandOffBy">By when we hand it to the seller, with its zone.</param>
public sealed record DocumentsAccepted(About About, string Seller, string Carrier, string HandOffBy) : CustomerMessage(About)
{
    public const string Kind = "documents-accepted";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: with the seller", typeof(DocumentsAcceptedMail));
}

/// <param name="About">The request.</param>
/// <param name="Seller">The seller's name.</param>
/// <param name="Carrier">The carrier's name, or "the carrier".</param>
/// <param name="HandedOn">When it was handed over, with its zone.</param>
/// <param name="ClaimBy">By when the seller files the claim, with its zone; null where the claim is filed already.</param>
public sealed record HandedToSeller(About About, string Seller, string Carrier, string HandedOn, string? ClaimBy) : CustomerMessage(About)
{
    public const string Kind = "handed-to-seller";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: with {Seller} now", typeof(HandedToSellerMail));
}

/// <param name="About">The request.</param>
/// <param name="Carrier">The carrier's name, or "the carrier".</param>
/// <param name="ClaimNumber">The carrier's number for the claim.</param>
/// <param name="DecisionBy">By when the carrier decides, with its zone.</param>
public sealed record ClaimFiled(About About, string Carrier, string ClaimNumber, string DecisionBy) : CustomerMessage(About)
{
    public const string Kind = "claim-filed";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: claim filed", typeof(ClaimFiledMail));
}

/// <param name="About">The request.</param>
/// <param name="Seller">The seller's name, or "the seller".</param>
/// <param name="Refund">The amount, or null for a replacement.</param>
/// <param name="Carrier">The replacement's carrier, or null.</param>
/// <param name="Tracking">The replacement's tracking number, or null.</param>
/// <param name="MadeOn">The day it was shipped or refunded, or null.</param>
/// <param name="On">When it was recorded, with its zone.</param>
/// <param name="OutOfStock">Whether the refund is because the item is out of stock.</param>
public sealed record RequestResolved(
    About About, string Seller, string? Refund, string? Carrier, string? Tracking, string? MadeOn, string On, bool OutOfStock) : CustomerMessage(About)
{
    public const string Kind = "resolved";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: {(Refund is null ? "replacement sent" : "refunded")}", typeof(RequestResolvedMail));
}

/// <param name="About">The request.</param>
/// <param name="Reason">The agent's own words.</param>
public sealed record RequestDeclined(About About, string Reason) : CustomerMessage(About)
{
    public const string Kind = "declined";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: declined", typeof(RequestDeclinedMail));
}

/// <param name="About">The request.</param>
/// <param name="Why">Why it is closed, in a sentence or two.</param>
/// <param name="On">When, with its zone.</param>
public sealed record RequestClosed(About About, string Why, string On) : CustomerMessage(About)
{
    public const string Kind = "closed";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: closed", typeof(RequestClosedMail));
}

/// <param name="About">The request.</param>
/// <param name="Text">What an agent wrote.</param>
public sealed record AgentWrote(About About, string Text) : CustomerMessage(About)
{
    public const string Kind = "message";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: a message from our care team", typeof(AgentWroteMail));
}

/// <param name="About">The request.</param>
/// <param name="On">When, with its zone.</param>
/// <param name="Rule">The rule it was done by, such as "30 days after the request ended".</param>
public sealed record DocumentsErased(About About, string On, string Rule) : CustomerMessage(About)
{
    public const string Kind = "documents-erased";

    protected override (string Subject, Type Template) Form =>
        ($"Your request {About.Reference}: your documents are erased", typeof(DocumentsErasedMail));
}

/// <param name="About">The request; its link is a sign-in link.</param>
public sealed record ReturnLink(About About) : CustomerMessage(About)
{
    public const string Kind = "return-link";

    protected override (string Subject, Type Template) Form =>
        ($"Your way back to request {About.Reference}", typeof(ReturnLinkMail));
}

/// <param name="Link">Where the invitation is taken up.</param>
/// <param name="Until">Until when it can be, with its zone.</param>
/// <param name="By">Who invites.</param>
public sealed record AgentInvitation(Uri Link, string Until, string By) : Message
{
    public const string Kind = "agent-invitation";

    protected override (string Subject, Type Template) Form =>
        ("You’re invited to the care desk of Missing Package", typeof(AgentInvitationMail));
}

/// <param name="Link">Where the new password is chosen.</param>
/// <param name="Until">Until when it can be, with its zone.</param>
public sealed record AgentPassword(Uri Link, string Until) : Message
{
    public const string Kind = "agent-password";

    protected override (string Subject, Type Template) Form =>
        ("Choose a new password for the care desk", typeof(AgentPasswordMail));
}

/// <summary>A request on the care desk, without anything of the customer: emails of agents are read on many screens.</summary>
/// <param name="Reference">The request's.</param>
/// <param name="Link">Its page on the desk.</param>
public sealed record OnTheDesk(string Reference, Uri Link);

/// <param name="Request">Which one.</param>
/// <param name="Step">What is to be done, such as "Review".</param>
/// <param name="Due">By when, with its zone, or null.</param>
/// <param name="By">Who assigned it.</param>
public sealed record RequestAssigned(OnTheDesk Request, string Step, string? Due, string By) : Message
{
    public const string Kind = "request-assigned";

    protected override (string Subject, Type Template) Form =>
        ($"{Request.Reference} is yours", typeof(RequestAssignedMail));
}

/// <param name="Request">Which one.</param>
/// <param name="Seller">The seller's name, or "the seller".</param>
/// <param name="BusinessDays">How many have passed without a claim.</param>
/// <param name="Since">Since when the request is with the seller, with its zone.</param>
/// <param name="ClaimBy">By when the customer was told to expect the next step, with its zone.</param>
/// <param name="HandedOff">Whether the seller has it; else it is still to be handed over.</param>
public sealed record SellerSilent(OnTheDesk Request, string Seller, int BusinessDays, string Since, string ClaimBy, bool HandedOff) : Message
{
    public const string Kind = "seller-silent";

    protected override (string Subject, Type Template) Form =>
        ($"{Request.Reference}: {(HandedOff ? "the seller stays silent" : "still to be handed to the seller")}", typeof(SellerSilentMail));
}

/// <param name="Request">Which one.</param>
/// <param name="Carrier">The carrier's name.</param>
/// <param name="LatestDay">The last day on which a claim can be filed.</param>
/// <param name="Rule">The rule and where it is written.</param>
/// <param name="CheckedOn">When the rule was last checked.</param>
public sealed record FilingDayNear(OnTheDesk Request, string Carrier, string LatestDay, string Rule, string CheckedOn) : Message
{
    public const string Kind = "filing-day-near";

    protected override (string Subject, Type Template) Form =>
        ($"{Request.Reference}: {Carrier} takes claims until {LatestDay}", typeof(FilingDayNearMail));
}
