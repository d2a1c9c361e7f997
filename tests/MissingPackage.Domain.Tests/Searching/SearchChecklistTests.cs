using MissingPackage.Domain.Searching;

namespace MissingPackage.Domain.Tests.Searching;

public class SearchChecklistTests
{
    [Theory]
    [InlineData(HomeKind.House)]
    [InlineData(HomeKind.Apartment)]
    public void For_EachHome_NamesEveryPlaceOnce(HomeKind home)
    {
        var groups = SearchChecklist.For(home);
        var items = groups.SelectMany(g => g.Items).ToList();

        Assert.Equal(items.Count, items.DistinctBy(i => i.Place).Count());
        Assert.Equal(items.Count, items.Select(i => i.Title).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(groups.Count, groups.Select(g => g.Heading).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(groups, g => Assert.NotEmpty(g.Items));
        Assert.All(items, i => Assert.False(string.IsNullOrWhiteSpace(i.Title) || string.IsNullOrWhiteSpace(i.Hint)));
        Assert.All(items, i => Assert.EndsWith(".", i.Hint, StringComparison.Ordinal));
    }

    // With the neighbors, where a driver hides it from thieves, and the slips: what every customer has to be told.
    [Theory]
    [InlineData(HomeKind.House, PlaceToLook.Neighbors, "Neighbors")]
    [InlineData(HomeKind.House, PlaceToLook.SideYard, "shrubbery")]
    [InlineData(HomeKind.House, PlaceToLook.SideYard, "Side yard")]
    [InlineData(HomeKind.House, PlaceToLook.DoorSlip, "attempted package delivery")]
    [InlineData(HomeKind.House, PlaceToLook.DoorSlip, "USPS or UPS")]
    [InlineData(HomeKind.House, PlaceToLook.Mailbox, "attempted package delivery")]
    [InlineData(HomeKind.Apartment, PlaceToLook.Neighbors, "Neighbors")]
    [InlineData(HomeKind.Apartment, PlaceToLook.Lobby, "Lobby")]
    [InlineData(HomeKind.Apartment, PlaceToLook.DoorSlip, "attempted package delivery")]
    [InlineData(HomeKind.Apartment, PlaceToLook.DoorSlip, "USPS or UPS")]
    [InlineData(HomeKind.Apartment, PlaceToLook.Mailbox, "attempted package delivery")]
    public void For_EachHome_SaysWhereAndHowToLook(HomeKind home, PlaceToLook place, string words)
    {
        var item = Assert.Single(SearchChecklist.For(home).SelectMany(g => g.Items), i => i.Place == place);

        Assert.Contains(words, $"{item.Title}: {item.Hint}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HomeKind.House, PlaceToLook.Lobby)]
    [InlineData(HomeKind.House, PlaceToLook.FrontDesk)]
    [InlineData(HomeKind.Apartment, PlaceToLook.SideYard)]
    [InlineData(HomeKind.Apartment, PlaceToLook.Garage)]
    public void For_OneHome_LeavesOutThePlacesOfTheOther(HomeKind home, PlaceToLook place) =>
        Assert.DoesNotContain(SearchChecklist.For(home).SelectMany(g => g.Items), i => i.Place == place);

    [Fact]
    public void For_BothHomes_NameEveryPlaceButSomewhereElse() => Assert.Equal(
        Enum.GetValues<PlaceToLook>().Except([PlaceToLook.SomewhereElse]).Order(),
        Enum.GetValues<HomeKind>().SelectMany(SearchChecklist.For).SelectMany(g => g.Items).Select(i => i.Place).Distinct().Order());

    [Fact]
    public void TitleOf_EveryPlace_IsItsOwn()
    {
        var titles = Enum.GetValues<PlaceToLook>().Select(SearchChecklist.TitleOf).ToList();

        Assert.Equal(titles.Count, titles.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal("Somewhere else", SearchChecklist.TitleOf(PlaceToLook.SomewhereElse));
    }

    [Theory]
    [InlineData(HomeKind.House)]
    [InlineData(HomeKind.Apartment)]
    public void TitleOf_EveryPlaceOfAHome_IsWhatItsChecklistSays(HomeKind home) =>
        Assert.All(SearchChecklist.For(home).SelectMany(g => g.Items), i => Assert.Equal(i.Title, SearchChecklist.TitleOf(i.Place)));
}
