using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MissingPackage.Web.Tests;

/// <summary>
/// Which folder of a project uses which, read from its compiled assembly: a folder is the namespace below the project's, and uses
/// another where a type of it names one of the other's in a base, an interface, a field, a signature or a method's body.
/// Constants are no arrows: the compiler copies them.
/// </summary>
internal sealed class FolderGraph
{
    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly string _project;
    private readonly SortedDictionary<string, SortedSet<string>> _arrows = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), string> _examples = [];

    private FolderGraph(PEReader file, string project)
    {
        (_file, _metadata, _project) = (file, file.GetMetadataReader(), project);
        foreach (var handle in _metadata.TypeDefinitions)
        {
            Read(handle);
        }
    }

    /// <summary>Reads an assembly whose root namespace is its name.</summary>
    public static FolderGraph Of(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        return new(file, assembly.GetName().Name!);
    }

    /// <summary>Each folder, and those that it uses.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Arrows => _arrows;

    /// <summary>The groups of folders that use each other in a circle, each with an example of every arrow in it.</summary>
    public IReadOnlyList<string> Circles()
    {
        var reach = _arrows.Keys.ToDictionary(folder => folder, Reachable, StringComparer.Ordinal);
        return [.. _arrows.Keys
            .Where(folder => reach[folder].Contains(folder))
            .Select(folder => reach[folder].Where(other => reach.GetValueOrDefault(other)?.Contains(folder) == true).Order(StringComparer.Ordinal).ToList())
            .DistinctBy(circle => string.Join(' ', circle), StringComparer.Ordinal)
            .Select(circle => string.Join(", ", circle) + ": " + string.Join("; ", circle.SelectMany(
                from => _arrows[from].Where(circle.Contains).Select(to => _examples[(from, to)]))))];
    }

    private HashSet<string> Reachable(string from)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var left = new Stack<string>(_arrows[from]);
        while (left.TryPop(out var folder))
        {
            if (seen.Add(folder) && _arrows.TryGetValue(folder, out var next))
            {
                foreach (var one in next)
                {
                    left.Push(one);
                }
            }
        }

        return seen;
    }

    private void Read(TypeDefinitionHandle handle)
    {
        if (FolderOf(handle) is not { } folder)
        {
            return;
        }

        var used = new HashSet<TypeDefinitionHandle>();
        var signatures = new Signatures(used);
        var type = _metadata.GetTypeDefinition(handle);
        Add(type.BaseType);
        foreach (var one in type.GetInterfaceImplementations())
        {
            Add(_metadata.GetInterfaceImplementation(one).Interface);
        }

        foreach (var one in type.GetFields())
        {
            _metadata.GetFieldDefinition(one).DecodeSignature(signatures, null);
        }

        foreach (var one in type.GetMethods())
        {
            var method = _metadata.GetMethodDefinition(one);
            method.DecodeSignature(signatures, null);
            if (method.RelativeVirtualAddress != 0)
            {
                ReadBody(_file.GetMethodBody(method.RelativeVirtualAddress));
            }
        }

        foreach (var one in used)
        {
            if (FolderOf(one) is { } other && other != folder)
            {
                _arrows.TryAdd(folder, new(StringComparer.Ordinal));
                _arrows[folder].Add(other);
                _examples.TryAdd((folder, other), $"{Outermost(handle).Name} -> {Outermost(one).Name}");
            }
        }

        void Add(EntityHandle what)
        {
            switch (what.IsNil ? default : what.Kind)
            {
                case HandleKind.TypeDefinition:
                    used.Add((TypeDefinitionHandle)what);
                    break;
                case HandleKind.TypeSpecification:
                    _metadata.GetTypeSpecification((TypeSpecificationHandle)what).DecodeSignature(signatures, null);
                    break;
                case HandleKind.MethodDefinition:
                    var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)what);
                    used.Add(method.GetDeclaringType());
                    break;
                case HandleKind.FieldDefinition:
                    used.Add(_metadata.GetFieldDefinition((FieldDefinitionHandle)what).GetDeclaringType());
                    break;
                case HandleKind.MemberReference:
                    var member = _metadata.GetMemberReference((MemberReferenceHandle)what);
                    Add(member.Parent);
                    if (member.GetKind() == MemberReferenceKind.Method)
                    {
                        member.DecodeMethodSignature(signatures, null);
                    }
                    else
                    {
                        member.DecodeFieldSignature(signatures, null);
                    }

                    break;
                case HandleKind.MethodSpecification:
                    var specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)what);
                    Add(specification.Method);
                    specification.DecodeSignature(signatures, null);
                    break;
                default:
                    break; // of another assembly, or a string
            }
        }

        void ReadBody(MethodBodyBlock body)
        {
            if (!body.LocalSignature.IsNil)
            {
                _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(signatures, null);
            }

            foreach (var region in body.ExceptionRegions)
            {
                Add(region.CatchType);
            }

            var il = body.GetILReader();
            while (il.RemainingBytes > 0)
            {
                short value = il.ReadByte();
                var code = OpCodes[value == 0xFE ? (short)(0xFE00 | il.ReadByte()) : value];
                switch (code.OperandType)
                {
                    case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                        Add((EntityHandle)MetadataTokens.Handle(il.ReadInt32()));
                        break;
                    case OperandType.InlineSwitch:
                        var targets = il.ReadInt32();
                        il.Offset += 4 * targets;
                        break;
                    case OperandType.InlineNone:
                        break;
                    case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                        il.Offset += 1;
                        break;
                    case OperandType.InlineVar:
                        il.Offset += 2;
                        break;
                    case OperandType.InlineI8 or OperandType.InlineR:
                        il.Offset += 8;
                        break;
                    default:
                        il.Offset += 4;
                        break;
                }
            }
        }
    }

    private (string Namespace, string Name) Outermost(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (type.IsNested)
        {
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return (_metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }

    /// <summary>Null for what the compiler makes for itself.</summary>
    private string? FolderOf(TypeDefinitionHandle handle)
    {
        var (space, name) = Outermost(handle);
        return name.StartsWith('<') || (space != _project && !space.StartsWith(_project + ".", StringComparison.Ordinal)) ? null
            : space == _project ? "(root)" : space[(_project.Length + 1)..].Replace('.', '/');
    }

    /// <summary>Collects the types of this assembly that signatures name.</summary>
    private sealed class Signatures(HashSet<TypeDefinitionHandle> used) : ISignatureTypeProvider<object?, object?>
    {
        public object? GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            used.Add(handle);
            return null;
        }

        public object? GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public object? GetArrayType(object? elementType, ArrayShape shape) => null;

        public object? GetByReferenceType(object? elementType) => null;

        public object? GetFunctionPointerType(MethodSignature<object?> signature) => null;

        public object? GetGenericInstantiation(object? genericType, ImmutableArray<object?> typeArguments) => null;

        public object? GetGenericMethodParameter(object? genericContext, int index) => null;

        public object? GetGenericTypeParameter(object? genericContext, int index) => null;

        public object? GetModifiedType(object? modifier, object? unmodifiedType, bool isRequired) => null;

        public object? GetPinnedType(object? elementType) => null;

        public object? GetPointerType(object? elementType) => null;

        public object? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;

        public object? GetSZArrayType(object? elementType) => null;

        public object? GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => null;
    }
}
