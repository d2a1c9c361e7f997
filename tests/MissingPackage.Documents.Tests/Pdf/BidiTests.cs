using MissingPackage.Documents.Pdf;

namespace MissingPackage.Documents.Tests.Pdf;

public class BidiTests
{
    // Hebrew letters here stand for all that runs right to left; the second text is how a reader sees the first, left to right.
    [Theory]
    [InlineData("only latin 12", "only latin 12")]
    [InlineData("I, אבג, state", "I, גבא, state")]
    [InlineData("I, אבג דהו, state", "I, והד גבא, state")]
    [InlineData("אבג (דהו)", "(והד) גבא")]
    [InlineData("see (אבג) here", "see (גבא) here")]
    [InlineData("אבג 42 דהו", "והד 42 גבא")]
    [InlineData("אבג 1-2", "1-2 גבא")]
    [InlineData("אבג $1.50", "$1.50 גבא")]
    [InlineData("12 אבג", "12 גבא")]
    [InlineData("אבג.", "גבא.")]
    [InlineData("אבג abc דהו", "גבא abc והד")]
    [InlineData("سلام 12", "12 مالس")]
    public void Text_is_put_in_the_order_it_is_read(string text, string seen)
    {
        var levels = Bidi.Levels(text);
        var order = Bidi.VisualOrder(levels);

        // A bracket that runs right to left is drawn as its mirror image.
        var visual = string.Concat(order.Select(i => levels[i] % 2 == 0 ? text[i] : Mirror(text[i])));
        Assert.Equal(seen, visual);
    }

    private static char Mirror(char c) => c switch { '(' => ')', ')' => '(', _ => c };
}
