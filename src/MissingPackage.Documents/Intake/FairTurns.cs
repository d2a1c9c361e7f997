namespace MissingPackage.Documents.Intake;

/// <summary>
/// So many turns at once, and fair ones: whoever has none and has used the least time lately is next. However many costly files
/// one sender has in the queue, the first file of another waits for no more than what is being looked at just now.
/// </summary>
internal sealed class FairTurns
{
    /// <summary>What somebody used is forgotten so long after the last turn.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly int _count;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiting = [];
    private readonly Dictionary<Guid, Use> _uses = [];
    private int _free;

    /// <summary>All turns are free.</summary>
    /// <param name="count">Turns at once.</param>
    /// <param name="time">The clock that use is measured by.</param>
    public FairTurns(int count, TimeProvider time) => (_count, _free, _time) = (count, count, time);

    /// <summary>Waits for a turn.</summary>
    /// <param name="whose">Who is served by it, such as a request's id.</param>
    /// <param name="alone">Whether nobody else may have one meanwhile.</param>
    /// <param name="maxWait">How long; a free turn is taken also where no waiting is allowed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The turn, to be disposed at its end; null where none came in time.</returns>
    public async Task<IDisposable?> TakeAsync(Guid whose, bool alone, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(this, whose, alone);
        lock (_lock)
        {
            _waiting.Add(waiter);
            Serve();
            if (!waiter.Turn.IsCompleted && maxWait == TimeSpan.Zero)
            {
                _waiting.Remove(waiter);
                return null;
            }
        }

        try
        {
            return await waiter.Turn.WaitAsync(maxWait, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Leave(waiter) ? null : waiter;
        }
        catch (OperationCanceledException)
        {
            if (!Leave(waiter))
            {
                waiter.Dispose();
            }

            throw;
        }
    }

    /// <returns>False where its turn has just come.</returns>
    private bool Leave(Waiter waiter)
    {
        lock (_lock)
        {
            return _waiting.Remove(waiter);
        }
    }

    /// <summary>Gives free turns to who waits.</summary>
    private void Serve()
    {
        while (_free > 0 && _waiting.Count > 0)
        {
            var next = _waiting.MinBy(waiter => UseOf(waiter.Whose) is var use ? (use.Turns, use.Used, use.Served) : default)!; // of equals the first
            if (next.Alone && _free < _count)
            {
                return; // the others end first, and nobody else begins
            }

            _waiting.Remove(next);
            _free -= next.Turns(_count);
            var use = UseOf(next.Whose);
            _uses[next.Whose] = use with { Turns = use.Turns + 1 };
            next.Begin(_time.GetTimestamp());
        }
    }

    private void Give(Waiter waiter)
    {
        _free += waiter.Turns(_count);
        var now = _time.GetTimestamp();
        var use = _uses[waiter.Whose];
        _uses[waiter.Whose] = new(use.Turns - 1, use.Used + _time.GetElapsedTime(waiter.Begun, now), use.Served + 1, now);
        foreach (var (whose, _) in _uses.Where(one => one.Value.Turns == 0 && _time.GetElapsedTime(one.Value.LastTurn, now) > Memory).ToList())
        {
            _uses.Remove(whose);
        }

        Serve();
    }

    private Use UseOf(Guid whose) => _uses.GetValueOrDefault(whose, Use.None);

    /// <summary>What somebody has, and had lately.</summary>
    private sealed record Use(int Turns, TimeSpan Used, int Served, long LastTurn)
    {
        public static Use None { get; } = new(0, TimeSpan.Zero, 0, 0);
    }

    private sealed class Waiter(FairTurns owner, Guid whose, bool alone) : IDisposable
    {
        private readonly TaskCompletionSource<IDisposable> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _given;

        public Guid Whose => whose;

        public bool Alone => alone;

        public Task<IDisposable> Turn => _turn.Task;

        public long Begun { get; private set; }

        public int Turns(int count) => alone ? count : 1;

        public void Begin(long now)
        {
            Begun = now;
            _turn.SetResult(this);
        }

        public void Dispose()
        {
            lock (owner._lock)
            {
                if (!_given)
                {
                    _given = true;
                    owner.Give(this);
                }
            }
        }
    }
}
