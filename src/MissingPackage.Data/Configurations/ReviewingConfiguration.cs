using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MissingPackage.Data.Reviewing;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Data.Configurations;

internal sealed class ReviewTickConfiguration : IEntityTypeConfiguration<ReviewTick>
{
    public void Configure(EntityTypeBuilder<ReviewTick> builder)
    {
        builder.ToTable("ReviewTicks");
        builder.HasKey(t => new { t.RequestId, t.Item });
        builder.Property(t => t.Documents).HasMaxLength(RequestDocument.Sha256Length);
        builder.Property(t => t.AgentName).HasMaxLength(RequestEvent.MaxActorName);
        builder.HasOne<ServiceRequest>().WithMany().HasForeignKey(t => t.RequestId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CannedTextConfiguration : IEntityTypeConfiguration<CannedText>
{
    public void Configure(EntityTypeBuilder<CannedText> builder)
    {
        builder.ToTable("CannedTexts");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Title).HasMaxLength(CannedText.MaxTitle);
        builder.Property(t => t.Text).HasMaxLength(CannedText.MaxText);
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.HasIndex(t => new { t.Use, t.Title }).IsUnique();
        builder.HasData(FirstTexts());
    }

    /// <summary>What a new site starts with; an administrator changes them.</summary>
    private static IEnumerable<object> FirstTexts()
    {
        var number = 0;
        foreach (var (use, title, text) in new[]
        {
            (CannedTextUse.AskAgain, "Blurred or too dark", "The photo of your {document} is too blurred or too dark to read. Please take it again in daylight, with the page flat and in focus."),
            (CannedTextUse.AskAgain, "Cut off", "A part of your {document} is cut off in the photo. Please take it again so that all four corners can be seen."),
            (CannedTextUse.AskAgain, "ID has run out", "The ID you sent has run out. Please send a driver’s license, passport or state ID that is still valid."),
            (CannedTextUse.AskAgain, "Back of the ID is missing", "We also need a photo of the back of your ID."),
            (CannedTextUse.AskAgain, "Not signed", "The statement isn’t signed yet. Please sign it, and send the signed page."),
            (CannedTextUse.AskAgain, "Signed by somebody else", "The statement has to be signed by {name}, who placed the order. Please sign it yourself and send it again."),
            (CannedTextUse.AskAgain, "Another address", "The address on your ID isn’t the delivery address. Please send something that shows you live at the delivery address, or tell us why they differ."),
            (CannedTextUse.Decline, "Names don’t match", "The name on the documents isn’t the name of the order, and we could not clear that up. If you think that’s a mistake, please call us."),
            (CannedTextUse.Decline, "Another order", "The documents are about another order than {order}. Please open a request for that order instead."),
            (CannedTextUse.Decline, "Delivered after all", "The carrier has shown us that “{item}” was handed over to you or to somebody at your address. If you know better, please call us."),
            (CannedTextUse.Decline, "A request for it exists", "You already have a request about this order. We go on with that one, so there is nothing more to do here."),
            (CannedTextUse.Message, "We are looking into it", "We have your documents for “{item}” and are looking into it. There is nothing you need to do right now."),
            (CannedTextUse.Message, "Please call us", "We’d like to talk to you about “{item}”. Please call us at {care phone} and say your reference, {reference}."),
            (CannedTextUse.Message, "Have you asked around?", "Before we go on: please ask your neighbors and look once more for “{item}”. Carriers sometimes mark packages delivered a day early."),
        })
        {
            yield return new { Id = new Guid(++number, 0, 0, new byte[8]), Use = use, Title = title, Text = text, Version = 0 };
        }
    }
}
