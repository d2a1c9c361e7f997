using System.Globalization;
using System.Net;
using MissingPackage.Data;
using MissingPackage.Web.Tests.People;

namespace MissingPackage.Web.Tests.Access;

/// <summary>Every address of the application, as everybody: compared with the tables of docs/security.md.</summary>
public sealed class RouteTests(RouteWalk walk) : IClassFixture<RouteWalk>
{
    [Fact]
    public async Task Routes_EachHasARowAndEachRowARoute()
    {
        var real = await RouteTable.RealAsync(walk.Services);
        var mistakes = new List<string>();
        foreach (var route in real)
        {
            var written = RouteTable.Written.SingleOrDefault(row => row.Address == route.Address);
            if (written is null)
            {
                mistakes.Add($"{route.Address} has no row in the table of routes of docs/security.md. Decide who may use it, and add: {route with { Who = "?" }}");
            }
            else if (written with { Who = "" } != route)
            {
                mistakes.Add($"{route.Address} isn’t what its row in docs/security.md says. Decide whether that is meant, and write: {route with { Who = written.Who }}");
            }
            else if (!RouteTable.People.ContainsKey(written.Who))
            {
                mistakes.Add($"The row of {route.Address} in docs/security.md says “{written.Who}”, which the table of people doesn’t have.");
            }
        }

        mistakes.AddRange(RouteTable.Written.Where(row => !real.Any(route => route.Address == row.Address)).Select(row => $"There is no {row.Address} any more: take its row out of docs/security.md."));
        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
        Assert.Equal(RouteTable.Written.OrderBy(row => row.Address, StringComparer.Ordinal).ToArray(), RouteTable.Written.ToArray());
    }

    [Fact]
    public async Task Everybody_AtEveryAddress_IsAnsweredAsTheTableSays()
    {
        var mistakes = new List<string>();
        var before = await walk.StateAsync();
        foreach (var route in RouteTable.Written)
        {
            foreach (var (person, expected) in RouteTable.People[route.Who])
            {
                foreach (var handler in route.GetHandlers)
                {
                    Compare(await walk.GetAsync(route, handler, person), expected);
                }

                // The posts of those who may: without a form's token first, so that nothing changes yet.
                foreach (var handler in PostsOf(route))
                {
                    var isOpen = expected == RouteWalk.Open;
                    Compare(await walk.PostAsync(route, handler, person, withToken: !isOpen), isOpen && !RouteWalk.TakesNoToken(route.Address) ? "no token" : expected);
                }
            }
        }

        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
        Assert.Equal(before, await walk.StateAsync());

        // What takes a right away comes last.
        foreach (var (route, handler) in RouteTable.Written.SelectMany(route => PostsOf(route).Select(handler => (route, handler))).OrderBy(post => RouteWalk.TurnOf(post.route.Address, post.handler)))
        {
            foreach (var (person, expected) in RouteTable.People[route.Who].Where(answer => answer.Value == RouteWalk.Open))
            {
                if (RouteWalk.TurnOf(route.Address, handler) == 3)
                {
                    await walk.SignInAgainAsync(person);
                }

                // Whoever closes a hand-off on their device stands where those without a link stand.
                Compare(await walk.PostAsync(route, handler, person, withToken: true), handler == "Leave" ? "link" : expected);
            }
        }

        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
        Assert.True(walk.Sent > 1000, $"Only {walk.Sent} requests.");

        void Compare(Answer answer, string expected)
        {
            if (answer.Kind != expected)
            {
                mistakes.Add($"{answer.Asked} as {answer.Person}: {answer.Kind} instead of {expected} ({(int)answer.Status} {answer.Location})");
            }

            mistakes.AddRange(answer.Complaints);
        }
    }

    // A page without a post is sent one all the same.
    private static IEnumerable<string> PostsOf(RouteRow route) => route.Address == RouteTable.StaticFiles ? [] : route.PostHandlers.DefaultIfEmpty("-").Where(_ => !RouteWalk.IsProbe(route.Address));
}
