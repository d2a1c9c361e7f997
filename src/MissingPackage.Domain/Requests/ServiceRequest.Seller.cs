namespace MissingPackage.Domain.Requests;

// The hand-off to the seller, and what is said between them and us.
public sealed partial class ServiceRequest
{
    /// <summary>The longest message to or from a seller, in characters.</summary>
    public const int MaxSellerMessage = RequestEvent.MaxDetail;

    /// <summary>Whom it was handed to, or null while it isn't.</summary>
    public string? HandedOffTo { get; private set; }

    /// <summary>UTC; when it was handed to the seller, or null while it isn't.</summary>
    public DateTime? HandedOffOn { get; private set; }

    /// <summary>UTC; when the seller last told something that no agent has looked at yet, or null.</summary>
    public DateTime? SellerNewsOn { get; private set; }

    /// <summary>Whether it may be handed to a seller, for the first time or again.</summary>
    public bool CanHandToSeller => CanResolve;

    /// <summary>Whether a hand-off may be taken back.</summary>
    public bool CanRevokeHandOff => HandedOffOn is not null && !HasEnded;

    /// <summary>Whether the seller may write, or be written to.</summary>
    public bool CanWriteToSeller => CanRevokeHandOff;

    /// <summary>Whether there is news of the seller to be marked as seen.</summary>
    public bool CanSeeSellerNews => SellerNewsOn is not null && !HasEnded;

    /// <summary>
    /// Hands it to a seller. The seller's time for the claim counts from the first hand-off to that seller: one that is
    /// sent again takes nothing from it and adds nothing.
    /// </summary>
    /// <param name="seller">The seller's name.</param>
    /// <param name="email">Where the link goes, for the history.</param>
    /// <param name="agent">Who hands it over.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">The documents aren't accepted yet, or it has ended.</exception>
    public void HandToSeller(string seller, string email, Actor agent, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(seller);
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seller.Length, OrderFacts.MaxSeller, nameof(seller));
        Require(CanHandToSeller, "A request can be handed to the seller only between accepted documents and its end.");
        var again = HandedOffOn is not null && string.Equals(HandedOffTo, seller, StringComparison.Ordinal);
        HandedOffTo = seller;
        HandedOffOn = again ? HandedOffOn : now;
        Record(RequestEventKind.HandedToSeller, agent, now, detail: $"{seller}, {email}");
        if (Status == RequestStatus.WithSeller && !again)
        {
            Await(RequestStatus.WithSeller, now, ServicePromise.SellerDays);
        }

        SayWhoseTurn();
    }

    /// <summary>Takes the hand-off back: an agent is next. The caller ends the seller's links in the same save.</summary>
    /// <param name="agent">Who takes it back.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">It isn't handed off, or it has ended.</exception>
    public void RevokeHandOff(Actor agent, DateTime now)
    {
        Require(CanRevokeHandOff, "There is no hand-off to take back.");
        HandedOffTo = null;
        HandedOffOn = null;
        Record(RequestEventKind.HandOffRevoked, agent, now);
        if (Status == RequestStatus.WithSeller)
        {
            Await(RequestStatus.WithSeller, now, ServicePromise.HandOffDays);
        }
    }

    /// <summary>Notes that the seller looked at it; no change that a decision would trip over.</summary>
    /// <param name="seller">Who looked.</param>
    /// <param name="now">UTC.</param>
    public void NoteSellerView(Actor seller, DateTime now) => _events.Add(RequestEvent.Of(Id, RequestEventKind.SellerViewed, seller, now));

    /// <summary>The seller writes to the care team; an agent is next.</summary>
    /// <param name="text">At most <see cref="MaxSellerMessage"/> characters.</param>
    /// <param name="seller">Who writes.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">It isn't handed off, or it has ended.</exception>
    public void WriteFromSeller(string text, Actor seller, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Require(CanWriteToSeller, "This request is no longer with the seller.");
        Record(RequestEventKind.SellerWrote, seller, now, detail: text);
        SellerNewsOn = now;
        SayWhoseTurn();
    }

    /// <summary>An agent writes to the seller, which answers what the seller told.</summary>
    /// <param name="text">At most <see cref="MaxSellerMessage"/> characters.</param>
    /// <param name="agent">Who writes.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">It isn't handed off, or it has ended.</exception>
    public void WriteToSeller(string text, Actor agent, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Require(CanWriteToSeller, "This request is no longer with the seller.");
        Record(RequestEventKind.WroteToSeller, agent, now, detail: text);
        SellerNewsOn = null;
        SayWhoseTurn();
    }

    /// <summary>An agent has seen what the seller told, and there is nothing to answer.</summary>
    /// <param name="agent">Who saw it.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RequestRuleException">There is nothing new.</exception>
    public void SeeSellerNews(Actor agent, DateTime now)
    {
        Require(CanSeeSellerNews, "There is nothing new from the seller.");
        Record(RequestEventKind.SellerNewsSeen, agent, now);
        SellerNewsOn = null;
        SayWhoseTurn();
    }

    /// <summary>A seller acts on what was handed to them, and only while it is.</summary>
    private void RequireHandedTo(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Require(actor.Kind != ActorKind.Seller || HandedOffOn is not null, "This request is no longer with the seller.");
    }

    private void SayWhoseTurn() => AgentIsNext = !HasEnded
        && (Status == RequestStatus.ReadyForReview || (Status == RequestStatus.WithSeller && HandedOffOn is null) || SellerNewsOn is not null);
}
