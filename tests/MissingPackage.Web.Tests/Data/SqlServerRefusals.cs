using System.Reflection;
using Microsoft.Data.SqlClient;

namespace MissingPackage.Web.Tests.Data;

/// <summary>SQL Server's refusals, as its client makes one of what the server says; it lets nobody else make one.</summary>
internal static class SqlServerRefusals
{
    public static SqlException Of(int number, byte severity, string words)
    {
        const BindingFlags hidden = BindingFlags.NonPublic | BindingFlags.Instance;
        var makes = typeof(SqlError).GetConstructors(hidden).First(made => made.GetParameters() is [{ Name: "infoNumber" }, _, _, _, _, _, { Name: "lineNumber" }, ..]);
        object?[] values = [number, (byte)1, severity, "server", words, "", 1, .. makes.GetParameters().Skip(7).Select(more => more.ParameterType == typeof(int) ? (object)0 : null)];
        var errors = Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", hidden)!.Invoke(errors, [makes.Invoke(values)]);
        return (SqlException)typeof(SqlException).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .First(made => made.Name == "CreateException" && made.GetParameters().Length == 2).Invoke(null, [errors, "16.0"])!;
    }
}
