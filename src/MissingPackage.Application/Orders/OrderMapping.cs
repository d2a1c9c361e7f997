using System.Text.Json;

namespace MissingPackage.Application.Orders;

/// <summary>Which column of a file holds which fact. Columns count from 0.</summary>
public sealed class OrderMapping
{
    private readonly Dictionary<OrderField, int> _columns = [];

    /// <summary>The column of a fact, or null where the file doesn't tell it.</summary>
    public int? this[OrderField field]
    {
        get => _columns.TryGetValue(field, out var column) ? column : null;
        set
        {
            if (value is { } column)
            {
                _columns[field] = column;
            }
            else
            {
                _columns.Remove(field);
            }
        }
    }

    /// <summary>What the names of the columns say. A column serves one fact.</summary>
    public static OrderMapping Guess(IReadOnlyList<string> headers)
    {
        var mapping = new OrderMapping();
        foreach (var field in OrderFields.All)
        {
            if (OrderFields.Guess(field, headers) is { } column && !mapping._columns.ContainsValue(column))
            {
                mapping[field] = column;
            }
        }

        return mapping;
    }

    /// <summary>What stands in the way of reading a file by it, as sentences; nothing where it can be read.</summary>
    /// <param name="columns">How many columns the file has.</param>
    public IEnumerable<(OrderField Field, string Problem)> Problems(int columns)
    {
        foreach (var field in OrderFields.All)
        {
            if (this[field] is null && OrderFields.IsRequired(field))
            {
                yield return (field, $"Choose the column with the {OrderFields.Title(field).ToLowerInvariant()}: without it no order can be matched.");
            }
            else if (this[field] is { } column && (column < 0 || column >= columns))
            {
                yield return (field, $"The file has no column {column + 1}. Choose another for “{OrderFields.Title(field)}”.");
            }
        }
    }

    public string ToJson() => JsonSerializer.Serialize(_columns);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static OrderMapping FromJson(string json)
    {
        var mapping = new OrderMapping();
        foreach (var (field, column) in JsonSerializer.Deserialize<Dictionary<OrderField, int>>(json) ?? [])
        {
            mapping[field] = column;
        }

        return mapping;
    }
}
