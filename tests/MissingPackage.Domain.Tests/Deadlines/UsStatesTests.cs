using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Domain.Tests.Deadlines;

public class UsStatesTests
{
    [Fact]
    public void All_HasEveryStateOnceSortedByName()
    {
        // 50 states, DC, PR, VI, GU, MP, AS, and three regions of military mail.
        Assert.Equal(59, UsStates.All.Count);
        Assert.Equal(59, UsStates.All.DistinctBy(state => state.Code, StringComparer.Ordinal).Count());
        Assert.Equal(UsStates.All.OrderBy(state => state.Name, StringComparer.Ordinal), UsStates.All);
        Assert.All(UsStates.All, state => Assert.Matches("^[A-Z]{2}$", state.Code));
    }

    [Theory]
    [InlineData("NY", "NY")]
    [InlineData(" ny ", "NY")]
    [InlineData("New York", "NY")]
    [InlineData("new york", "NY")]
    [InlineData("DISTRICT OF COLUMBIA", "DC")]
    [InlineData("ap", "AP")]
    public void Find_CodeOrName_IsThatState(string text, string code) => Assert.Equal(code, UsStates.Find(text)?.Code);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("XX")]
    [InlineData("York")]
    public void Find_Unknown_IsNull(string? text) => Assert.Null(UsStates.Find(text));
}
