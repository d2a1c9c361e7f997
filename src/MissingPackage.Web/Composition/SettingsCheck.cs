using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MissingPackage.Web.Composition;

/// <summary>
/// Holds what is set against the options classes: names that don't exist, values of another type, and whatever the
/// classes themselves find wrong. Sections that aren't ours are left alone.
/// </summary>
public sealed class SettingsCheck
{
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, string?> _good = new(StringComparer.OrdinalIgnoreCase);

    private SettingsCheck(IConfiguration configuration)
    {
        FindMisspeltSections(configuration);
        foreach (var section in OptionsSections.All)
        {
            Walk(section, configuration.GetSection(section.Name), section.Name, section.Type);
        }
    }

    /// <summary>What is wrong, a sentence each, in the order of the sections.</summary>
    public static IReadOnlyList<string> Faults(IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        var check = new SettingsCheck(configuration);
        var good = new ConfigurationBuilder().AddInMemoryCollection(check._good).Build();
        foreach (var section in OptionsSections.All)
        {
            check.Validate(good.GetSection(section.Name).Get(section.Type) ?? Activator.CreateInstance(section.Type)!, environment);
        }

        return [.. check._faults.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What among these is no setting or of another type, a sentence each; for files that set some of them.</summary>
    public static IReadOnlyList<string> Misspelt(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new SettingsCheck(configuration)._faults;
    }

    /// <summary>The whole message, for standard error.</summary>
    public static string Refusal(IReadOnlyList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var count = faults.Count == 1 ? "a setting is wrong" : $"{faults.Count} settings are wrong";
        return $"""
            MissingPackage doesn’t start, because {count}. Nothing was changed.
            {string.Join(Environment.NewLine, faults.Select(fault => "  - " + fault))}
            Settings come from appsettings.json, environment variables (Site:PublicUrl is Site__PublicUrl there) and the command line; docs/deployment.md has all of them.
            """;
    }

    private void Walk(OptionsSection section, IConfiguration place, string path, Type type)
    {
        foreach (var child in place.GetChildren())
        {
            if (OptionsSection.PropertiesOf(type).FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } property)
            {
                Take(section, child, $"{path}:{property.Name}", property.PropertyType);
            }
            else
            {
                _faults.AddRange(LeavesOf(child, $"{path}:{child.Key}").Select(name => Unknown(section, name)));
            }
        }
    }

    private void Take(OptionsSection section, IConfigurationSection set, string name, Type type)
    {
        if (OptionsSection.IsNested(type))
        {
            if (!string.IsNullOrEmpty(set.Value))
            {
                _faults.Add($"{name} holds no value itself: its settings are {Join(NamesUnder(section, name))}.");
            }

            Walk(section, set, name, type);
        }
        else if (type.IsGenericType && Nullable.GetUnderlyingType(type) is null)
        {
            var isList = type.GetGenericArguments().Length == 1;
            if (!string.IsNullOrEmpty(set.Value))
            {
                _faults.Add($"{name} is a {(isList ? "list: number its entries" : "table: name its entries")}, such as {name}:{(isList ? "0" : "name")} = {set.Value}.");
            }

            foreach (var entry in set.GetChildren())
            {
                TakeValue(section, entry, $"{name}:{entry.Key}", type.GetGenericArguments()[^1]);
            }
        }
        else
        {
            TakeValue(section, set, name, Nullable.GetUnderlyingType(type) ?? type, isOptional: Nullable.GetUnderlyingType(type) is not null);
        }
    }

    private void TakeValue(OptionsSection section, IConfigurationSection set, string name, Type type, bool isOptional = false)
    {
        _faults.AddRange(set.GetChildren().SelectMany(below => LeavesOf(below, $"{name}:{below.Key}")).Select(below => Unknown(section, below)));
        if (set.Value is not { } value || (isOptional && value.Length == 0))
        {
            return;
        }

        if (type == typeof(string) || Is(type, value))
        {
            _good[name] = value;
        }
        else
        {
            _faults.Add($"{name} is {(value.Length == 0 ? "empty" : $"“{value}”")}: it must be {Kind(type)}.");
        }
    }

    private static bool Is(Type type, string value)
    {
        try
        {
            var converted = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value)!;
            return !type.IsEnum || Enum.IsDefined(type, converted);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Kind(Type type) =>
        type.IsEnum ? Join(Enum.GetNames(type), "or")
        : type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a length of time in hours, minutes and seconds, such as 00:00:30"
        : type == typeof(int) ? $"a whole number, at most {int.MaxValue}"
        : type == typeof(long) ? "a whole number"
        : "a number";

    private void Validate(object options, IHostEnvironment environment)
    {
        var context = new ValidationContext(options);
        context.InitializeServiceProvider(type => type == typeof(IHostEnvironment) ? environment : null);
        var results = new List<ValidationResult>();
        foreach (var property in OptionsSection.PropertiesOf(options.GetType()))
        {
            context.MemberName = property.Name;
            Validator.TryValidateProperty(property.GetValue(options), context, results);
        }

        context.MemberName = null;
        results.AddRange((options as IValidatableObject)?.Validate(context) ?? []);
        _faults.AddRange(results.Select(result => result.ErrorMessage!));
    }

    // “Databse__Provider” is nobody else's: the rest of it is a setting of the section it looks like.
    private void FindMisspeltSections(IConfiguration configuration)
    {
        foreach (var other in configuration.GetChildren().Where(other => !OptionsSections.All.Any(section => Same(section.Name, other.Key))))
        {
            foreach (var section in OptionsSections.All.Where(section => EditDistance.Of(section.Name, other.Key) <= (section.Name.Length > 5 ? 2 : 1)))
            {
                _faults.AddRange(
                    from name in LeavesOf(other, other.Key)
                    let meant = section.Settings.FirstOrDefault(setting => Same(setting.Name, section.Name + name[other.Key.Length..]))
                    where meant is not null
                    select $"{name} is no setting; did you mean {meant.Name}?");
            }
        }
    }

    private static string Unknown(OptionsSection section, string name)
    {
        var near = section.Settings
            .Select(setting => (setting.Name, Distance: EditDistance.Of(setting.Name, name)))
            .MinBy(setting => setting.Distance);
        return near.Distance <= Math.Max(2, (name.Length - section.Name.Length) / 3)
            ? $"{name} is no setting; did you mean {near.Name}?"
            : $"{name} is no setting; those of {section.Name} are {Join(NamesUnder(section, section.Name))}.";
    }

    private static IEnumerable<string> NamesUnder(OptionsSection section, string path) =>
        section.Settings.Where(setting => setting.Name.StartsWith(path + ":", StringComparison.Ordinal)).Select(setting => setting.Name[(path.Length + 1)..]);

    private static IEnumerable<string> LeavesOf(IConfigurationSection place, string path) => place.GetChildren().ToList() is { Count: > 0 } children
        ? children.SelectMany(child => LeavesOf(child, $"{path}:{child.Key}"))
        : [path];

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string Join(IEnumerable<string> names, string and = "and") => names.ToList() switch
    {
        { Count: > 1 } several => $"{string.Join(", ", several[..^1])} {and} {several[^1]}",
        var one => string.Concat(one),
    };
}
