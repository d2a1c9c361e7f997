using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MissingPackage.Data;

/// <summary>Databases forget the kind of a <see cref="DateTime"/>: here it is always UTC.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    value => value,
    value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
