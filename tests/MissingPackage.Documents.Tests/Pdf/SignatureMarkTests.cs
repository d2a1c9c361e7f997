using System.Globalization;

namespace MissingPackage.Documents.Tests.Pdf;

public class SignatureMarkTests
{
    [Theory]
    [InlineData(null, SignatureProblem.Empty)]
    [InlineData("", SignatureProblem.Empty)]
    [InlineData("""{"typed":""}""", SignatureProblem.Empty)]
    [InlineData("""{"typed":"  \u200f "}""", SignatureProblem.Empty)]
    [InlineData("""{"typed":"..."}""", SignatureProblem.NoLetters)]
    [InlineData("""{"typed":5}""", SignatureProblem.Unreadable)]
    [InlineData("""{"typed":"\ud800"}""", SignatureProblem.Unreadable)]
    [InlineData("""{"typed":"A","drawn":[]}""", SignatureProblem.Unreadable)]
    [InlineData("""{"typed":"A","typed":"B"}""", SignatureProblem.Unreadable)]
    [InlineData("{", SignatureProblem.Unreadable)]
    [InlineData("[]", SignatureProblem.Unreadable)]
    [InlineData("null", SignatureProblem.Unreadable)]
    [InlineData("[[[[[[[[[[]]]]]]]]]]", SignatureProblem.Unreadable)]
    [InlineData("""{"drawn":[],"aspect":3}""", SignatureProblem.Empty)]
    [InlineData("""{"drawn":[[],[]],"aspect":3}""", SignatureProblem.Empty)]
    [InlineData("""{"drawn":[[[0.5,0.5]]],"aspect":3}""", SignatureProblem.TooSmall)]
    [InlineData("""{"drawn":[[[0.5,0.5],[0.5,0.5],[0.501,0.5]]],"aspect":3}""", SignatureProblem.TooSmall)]
    [InlineData("""{"drawn":[[[0.1,0.5],[1e300,0.5]]],"aspect":3}""", SignatureProblem.Outside)]
    [InlineData("""{"drawn":[[[0.1,0.5],[1e999,0.5]]],"aspect":3}""", SignatureProblem.Outside)]
    [InlineData("""{"drawn":[[[0.1,0.5],[0.5,-1.1]]],"aspect":3}""", SignatureProblem.Outside)]
    [InlineData("""{"drawn":[[[0.1,0.5,7],[0.5,0.5]]],"aspect":3}""", SignatureProblem.Outside)]
    [InlineData("""{"drawn":[[[0.1,0.5],[NaN,0.5]]],"aspect":3}""", SignatureProblem.Unreadable)]
    [InlineData("""{"drawn":[[[0.1,0.5],[null,0.5]]],"aspect":3}""", SignatureProblem.Unreadable)]
    [InlineData("""{"drawn":[[[0.1,0.5],["0.5",0.5]]],"aspect":3}""", SignatureProblem.Unreadable)]
    [InlineData("""{"drawn":[[[0.1],[0.5,0.5]]],"aspect":3}""", SignatureProblem.Unreadable)]
    [InlineData("""{"drawn":[[0.1,0.5]],"aspect":3}""", SignatureProblem.Unreadable)]
    [InlineData("""{"drawn":[[[0.1,0.5],[0.9,0.5]]],"aspect":0}""", SignatureProblem.Unreadable)]
    [InlineData("""{"drawn":[[[0.1,0.5],[0.9,0.5]]],"aspect":1e999}""", SignatureProblem.Unreadable)]
    [InlineData("""{"drawn":[[[0.1,0.5],[0.9,0.5]]]}""", SignatureProblem.Unreadable)]
    public void What_is_no_signature_is_refused_with_its_reason(string? json, SignatureProblem expected)
    {
        Assert.False(SignatureMark.TryParse(json, out var mark, out var problem));
        Assert.Null(mark);
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Too_much_is_refused()
    {
        var stroke = string.Join(',', Enumerable.Range(0, DrawnSignature.MaxPoints + 1).Select(i => string.Create(CultureInfo.InvariantCulture, $"[{i / 30000.0:F4},0.5]")));
        AssertTooMuch($$"""{"drawn":[[{{stroke}}]],"aspect":3}""");
        AssertTooMuch($$"""{"drawn":[{{string.Join(',', Enumerable.Repeat("[[0.5,0.5]]", DrawnSignature.MaxStrokes + 1))}}],"aspect":3}""");
        AssertTooMuch($$"""{"typed":"{{new string('a', SignatureMark.MaxJson)}}"}""");
        AssertTooMuch($$"""{"typed":"{{new string('王', SignatureMark.MaxJson / 2)}}"}""");

        Assert.False(SignatureMark.TryParse($$"""{"typed":"{{new string('a', 201)}}"}""", out _, out var problem));
        Assert.Equal(SignatureProblem.NameTooLong, problem);
    }

    [Fact]
    public void Numbers_that_are_none_are_refused()
    {
        foreach (var odd in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            Assert.Equal(SignatureProblem.Outside, DrawnSignature.Check([[new(odd, 0.5), new(0.9, 0.5)]], 3, out _));
            Assert.Equal(SignatureProblem.Outside, DrawnSignature.Check([[new(0.1, odd), new(0.9, 0.5)]], 3, out _));
            Assert.Equal(SignatureProblem.Outside, DrawnSignature.Check([[new(0.1, 0.5, odd), new(0.9, 0.5)]], 3, out _));
            Assert.Equal(SignatureProblem.Unreadable, DrawnSignature.Check([[new(0.1, 0.5), new(0.9, 0.5)]], odd, out _));
        }
    }

    [Fact]
    public void A_stroke_that_leaves_the_box_for_a_moment_is_clamped_to_it()
    {
        Assert.Null(DrawnSignature.Check([[new(-0.2, 0.5), new(0.5, 1.3), new(1.1, 0.123456)]], 3, out var drawn));

        Assert.Equal([new(0, 0.5), new(0.5, 1), new(1, 0.1235)], drawn!.Strokes[0]);
    }

    [Fact]
    public void A_short_upright_line_counts_in_a_wide_box()
    {
        Assert.Null(DrawnSignature.Check([[new(0.5, 0.2), new(0.5, 0.8)]], 10, out _));
    }

    [Theory]
    [InlineData("""{"typed":"Ann \"Lee\" \\ 王小明"}""")]
    [InlineData("""{"drawn":[[[0.1,0.5],[0.12,0.48,0.6]],[[0.9,1],[0,0.25]]],"aspect":2.5}""")]
    public void What_is_stored_reads_back_the_same(string json)
    {
        Assert.True(SignatureMark.TryParse(json, out var mark, out _));
        Assert.True(SignatureMark.TryParse(mark.ToJson(), out var again, out _));

        Assert.Equal(mark.ToJson(), again.ToJson());
        if (mark is DrawnSignature)
        {
            Assert.Equal(json, mark.ToJson());
        }
    }

    [Fact]
    public void The_largest_drawing_can_be_stored_and_read_back()
    {
        var mark = SampleStatements.Drawn(DrawnSignature.MaxPoints - 1);

        Assert.True(mark.ToJson().Length < SignatureMark.MaxJson);
        Assert.True(SignatureMark.TryParse(mark.ToJson(), out _, out _));
    }

    [Theory]
    [InlineData("pat  sample", true)]
    [InlineData("PAT SÁMPLE", true)]
    [InlineData("Pat-Sample.", true)]
    [InlineData("P. Sample", false)]
    [InlineData("Kim Sample", false)]
    public void A_typed_name_is_compared_with_the_declarants(string typed, bool same) =>
        Assert.Equal(same, SampleStatements.Typed(typed).IsNameOf("Pat Sample"));

    private static void AssertTooMuch(string json)
    {
        Assert.False(SignatureMark.TryParse(json, out _, out var problem));
        Assert.Equal(SignatureProblem.TooMuch, problem);
    }
}
