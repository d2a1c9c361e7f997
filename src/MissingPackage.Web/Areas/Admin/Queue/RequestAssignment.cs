using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MissingPackage.Application.Mail;
using MissingPackage.Data;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Web.Areas.Admin.Queue;

/// <summary>A request that an agent ticked, as it was when they looked at it.</summary>
public sealed record QueuePick(Guid Id, int Version)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static QueuePick? Read(string? text) =>
        text?.Split('.') is [var id, var version] && Guid.TryParseExact(id, "n", out var request)
        && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? new QueuePick(request, seen)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id:n}.{Version}");
}

/// <summary>Who requests can be given to.</summary>
public static class WorkingAgents
{
    /// <summary>The agents who have joined and aren't locked, by name.</summary>
    public static IQueryable<Agent> WhoCanWork(this IQueryable<Agent> agents) =>
        agents.Where(agent => agent.LockoutEnd == null && agent.EmailConfirmed).OrderBy(agent => agent.NormalizedUserName);
}

/// <summary>Gives requests to agents, each in a save of its own: what one changed in the meantime is left to them.</summary>
public sealed class RequestAssignment(MissingPackageContext database, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>
    /// Gives the agent the most urgent request that nobody has: one whose next step is an agent's (a review, a hand-off, news
    /// of a seller), or else one that the seller or the carrier has let lapse. What waits for a customer is nobody's turn.
    /// </summary>
    /// <remarks>The save is an update on condition of the version that was read, so that of several agents only one gets a
    /// request; whoever was slower looks for the next one.</remarks>
    /// <returns>Null when there is none.</returns>
    public async Task<RequestReference?> TakeNextAsync(Agent agent, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(agent);
        while (await NextAsync(cancellation) is { } request)
        {
            request.Assign(agent.Id, agent.UserName!, Actor.Agent(agent.UserName!), Now);
            if (await TrySaveAsync(cancellation))
            {
                return request.Reference;
            }
        }

        return null;
    }

    /// <summary>Gives requests to an agent, who is told by email unless it is their own doing, or to nobody where the agent is null.</summary>
    /// <returns>How many are as wished now, and the references of those that had changed, or ended, and were left alone.</returns>
    public async Task<(int Done, IReadOnlyList<RequestReference> Left)> AssignAsync(
        IEnumerable<QueuePick> picks, Agent? agent, Actor actor, CareMessages messages, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(picks);
        ArgumentNullException.ThrowIfNull(messages);
        var (done, left) = (0, new List<RequestReference>());
        foreach (var pick in picks)
        {
            if (await database.Requests.SingleOrDefaultAsync(r => r.Id == pick.Id, cancellation) is not { } request)
            {
                continue;
            }

            if (request.Version != pick.Version || !request.CanAssign)
            {
                left.Add(request.Reference);
                continue;
            }

            if (agent is null)
            {
                request.Unassign(actor, Now);
            }
            else
            {
                var had = request.AssignedTo;
                request.Assign(agent.Id, agent.UserName!, actor, Now);
                if (had != agent.Id)
                {
                    messages.Assigned(request, agent, actor);
                }
            }

            if (await TrySaveAsync(cancellation))
            {
                done++;
            }
            else
            {
                left.Add(request.Reference);
            }
        }

        return (done, left);
    }

    /// <summary>What an agent could take, list by list, the most urgent of each first.</summary>
    private IEnumerable<IQueryable<ServiceRequest>> Takable()
    {
        var now = Now;
        // A parameter and not a bare column: SQLite seeks in an index by "= @turn" alone.
        var turn = true;
        var free = database.Requests.Where(r => r.TightestDueOn != null && r.AssignedTo == null);
        return new[]
        {
            free.Where(r => r.AgentIsNext == turn),
            free.Where(r => r.Status == RequestStatus.WithSeller && r.TightestDueOn < now),
            free.Where(r => r.Status == RequestStatus.CarrierClaimFiled && r.TightestDueOn < now),
        }.Select(list => list.OrderBy(r => r.TightestDueOn).ThenBy(r => r.Id));
    }

    private async Task<ServiceRequest?> NextAsync(CancellationToken cancellation)
    {
        foreach (var list in Takable())
        {
            if (await list.FirstOrDefaultAsync(cancellation) is { } request)
            {
                return request;
            }
        }

        return null;
    }

    private async Task<bool> TrySaveAsync(CancellationToken cancellation)
    {
        try
        {
            await database.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody was faster: nothing of this request is saved, and the next look reads it anew.
            database.ChangeTracker.Clear();
            return false;
        }
    }
}
