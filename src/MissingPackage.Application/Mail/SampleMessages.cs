using MissingPackage.Application.Mail.Messages;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Application.Mail;

/// <summary>One message to look at.</summary>
/// <param name="Key">In its address.</param>
/// <param name="Title">When it is sent.</param>
/// <param name="Letter">What it says, plainly made up.</param>
public sealed record SampleMessage(string Key, string Title, Letter Letter);

/// <summary>Every message there is, with sample data: for the previews, and for tests that none is forgotten.</summary>
public static class SampleMessages
{
    private const string Due = "Tuesday, July 7, 11:59 pm Eastern Time (ET)";
    private const string Later = "Thursday, July 9, 11:59 pm Eastern Time (ET)";

    private static readonly Uri Link = new("https://missing.example.com/open/sample");

    private static readonly About About = new("MP-7K4M-29QX", "Sample Customer", "Running shoes, size 9", Link);

    private static readonly AboutClaim Claim = new("MP-7K4M-29QX", "SAMPLE-1001", "Sample Seller", "UPS", new Uri("https://missing.example.com/seller/open/sample"));

    private static readonly OnTheDesk Desk = new("MP-7K4M-29QX", new Uri("https://missing.example.com/admin/requests/MP-7K4M-29QX"));

    public static IReadOnlyList<SampleMessage> All { get; } =
    [
        ToCustomer("request-opened", "A request was opened", new RequestOpened(About, $"We need them by {Due}.")),
        ToCustomer("documents-halfway", "Half of the time for the documents is over", new DocumentsReminder(About, DocumentReminderKind.Halfway, "your photo ID and your signed statement", Due, "Tuesday, July 7")),
        ToCustomer("documents-last-day", "24 hours are left for the documents", new DocumentsReminder(About, DocumentReminderKind.LastDay, "your photo ID", Due, "Tuesday, July 7")),
        ToCustomer("documents-late", "The documents’ deadline has passed", new DocumentsLate(About, "your photo ID", Due)),
        ToCustomer("documents-received", "Both documents are in", new DocumentsReceived(About, Later)),
        ToCustomer("document-refused", "A file couldn’t be used, as was found later", new DocumentRefused(About, "photo of your ID", "This file is damaged or cut short, so we couldn’t open it. Choose the original again, or take a photo of the document.")),
        ToCustomer("more-needed", "A document is asked for again", new MoreNeeded(About, "your photo ID", "The photo is blurred, so the name and the date can’t be read. Please lay the ID flat, in daylight, and take it again.", Later)),
        ToCustomer("sign-again", "The facts were corrected, and the statement needs a new signature", new SignAgain(About, Later)),
        ToCustomer("documents-accepted", "Accepted, and on to the seller", new DocumentsAccepted(About, "Sample Seller", "UPS", Later)),
        ToCustomer("handed-to-seller", "Handed to the seller", new HandedToSeller(About, "Sample Seller", "UPS", "Thursday, July 2, 10:05 am Eastern Time (ET)", Later)),
        ToCustomer("claim-filed", "The seller filed the carrier claim", new ClaimFiled(About, "UPS", "SAMPLE-CLAIM-1001", "Friday, July 31, 11:59 pm Eastern Time (ET)")),
        ToCustomer("resolved-replacement", "Resolved with a replacement", new RequestResolved(About, "Sample Seller", null, "UPS", "1Z879E930346834440", "Monday, July 20", "Monday, July 20, 2:15 pm Eastern Time (ET)", OutOfStock: false)),
        ToCustomer("resolved-refund", "Resolved with a refund", new RequestResolved(About, "Sample Seller", "$84.50", null, null, "Monday, July 20", "Monday, July 20, 2:15 pm Eastern Time (ET)", OutOfStock: true)),
        ToCustomer("declined", "Declined", new RequestDeclined(About, "The carrier’s photo shows the package at your door, and the statement names another address. If that’s a mistake, please call us.")),
        ToCustomer("closed", "Closed", new RequestClosed(About, "Your package turned up. Enjoy it!", "Friday, July 3, 6:20 pm Eastern Time (ET)")),
        ToCustomer("message", "An agent writes", new AgentWrote(About, "We called you on Monday and couldn’t reach you.\n\nCould you tell us whether the neighbor has been asked?")),
        ToCustomer("documents-erased", "The documents were erased", new DocumentsErased(About, "Wednesday, August 19, 3:00 pm Eastern Time (ET)", "30 days after the request ended")),
        ToCustomer("return-link", "A way back was asked for", new ReturnLink(About)),
        ToCare("agent-invitation", "An agent is invited", new AgentInvitation(new Uri("https://missing.example.com/admin/invitation/sample"), "Wednesday, July 8, 9:00 am Eastern Time (ET)", "agent@example.com")),
        ToCare("agent-password", "An agent forgot their password", new AgentPassword(new Uri("https://missing.example.com/admin/invitation/sample"), "Wednesday, July 8, 9:00 am Eastern Time (ET)")),
        ToCare("request-assigned", "A request was assigned to an agent", new RequestAssigned(Desk, "Review", Later, "agent@example.com")),
        ToCare("seller-silent", "The seller stays silent", new SellerSilent(Desk, "Sample Seller", 2, "Thursday, July 2, 10:05 am Eastern Time (ET)", Later, HandedOff: true)),
        ToCare("seller-told", "The seller told something", new SellerTold(Desk, "Sample Seller", "wrote you a message")),
        ToSeller("seller-hand-off", "A claim is handed to the seller", new SellerHandOff(Claim, "Sunday, August 30, 2026", Later)),
        ToSeller("seller-code", "The seller’s one-time code", new SellerCode(Claim, "123456", "10:15 am Eastern Time (ET)")),
        ToSeller("seller-reminder", "The seller is asked again", new SellerReminder(Claim, 2, "Thursday, July 2, 10:05 am Eastern Time (ET)", "Sunday, August 30, 2026", Later)),
        ToSeller("seller-filing-day", "A carrier’s last filing day is near, to the seller", new SellerFilingDay(Claim, "Sunday, August 30, 2026")),
        ToSeller("seller-stop", "It turned up, or was withdrawn: the claim is stopped", new SellerStop(Claim, "The package turned up.", "SAMPLE-CLAIM-1001")),
        ToSeller("seller-message", "An agent writes to the seller", new CareWroteSeller(Claim, "Could you tell us the carrier’s claim number?\n\nThe last filing day is near.")),
        ToCare("filing-day-near", "A carrier’s last filing day is near", new FilingDayNear(Desk, "UPS", "Sunday, August 30, 2026", "UPS, File a claim: notice within 60 days of the scheduled delivery date", "Sunday, November 1, 2026")),
    ];

    private static SampleMessage ToCustomer(string key, string title, Message message) => new(key, title, new Letter("Sample Customer", "sample@example.com", message));

    private static SampleMessage ToCare(string key, string title, Message message) => new(key, title, new Letter("Care team", "care@example.com", message));

    private static SampleMessage ToSeller(string key, string title, Message message) => new(key, title, new Letter("Sample Seller", "claims@example.com", message));
}
