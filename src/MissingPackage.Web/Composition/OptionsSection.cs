using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace MissingPackage.Web.Composition;

/// <summary>One setting.</summary>
/// <param name="Name">Its full name, such as <c>Mail:Smtp:Host</c>; entries of a list end with <c>:0</c>, of a dictionary with <c>:name</c>.</param>
/// <param name="Property">What it is bound to.</param>
public sealed record OptionsSetting(string Name, PropertyInfo Property)
{
    /// <summary>Whether its value is a secret, which no message and no page may show.</summary>
    public bool IsSecret => Property.GetCustomAttribute<DataTypeAttribute>()?.DataType == DataType.Password;
}

/// <summary>A section of the settings, and the options class that says what it may hold.</summary>
public sealed class OptionsSection
{
    private readonly Action<IServiceCollection> _add;

    private OptionsSection(string name, Type type, Action<IServiceCollection> add)
    {
        (Name, Type, _add) = (name, type, add);
        Settings = [.. SettingsOf(name, type)];
    }

    /// <summary>Such as <c>Mail</c>.</summary>
    public string Name { get; }

    public Type Type { get; }

    /// <summary>Every setting, those of nested sections too, in the order of the class.</summary>
    public IReadOnlyList<OptionsSetting> Settings { get; }

    public static OptionsSection Of<TOptions>(string name)
        where TOptions : class =>
        new(name, typeof(TOptions), services => services.AddOptions<TOptions>().BindConfiguration(name));

    public void AddTo(IServiceCollection services) => _add(services);

    /// <summary>The properties that configuration is bound to.</summary>
    internal static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true });

    /// <summary>Whether the type is a section of its own, and not a value, a list or a dictionary.</summary>
    internal static bool IsNested(Type type) => type.IsClass && type != typeof(string) && !type.IsGenericType;

    private static IEnumerable<OptionsSetting> SettingsOf(string path, Type type) => PropertiesOf(type).SelectMany(property =>
        IsNested(property.PropertyType)
            ? SettingsOf($"{path}:{property.Name}", property.PropertyType)
            : [new OptionsSetting($"{path}:{property.Name}", property)]);
}
