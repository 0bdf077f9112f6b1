using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Telehealth.Fuzz.Weaving;

/// <summary>Puts a counter on every edge of an assembly's methods: their entries, and both ways out of every branch.</summary>
internal sealed class Weaver(int firstEdge)
{
    private readonly Dictionary<string, (int First, int End)> _edges = [];
    private int _next = firstEdge;

    /// <summary>The edges of each woven type, by its full name, nested types and state machines included.</summary>
    public IReadOnlyDictionary<string, (int First, int End)> Edges => _edges;

    public int End => _next;

    /// <summary>Returns the woven image of an assembly.</summary>
    public byte[] Weave(string path, Predicate<string> isWanted)
    {
        using var module = ModuleDefinition.ReadModule(path, new ReaderParameters { ReadSymbols = false });
        var counters = module.ImportReference(typeof(EdgeMap).GetField(nameof(EdgeMap.Counters)));
        // In the order of their names, so that the edges of a namespace stand side by side.
        foreach (var type in module.Types.Where(type => isWanted(type.FullName)).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            var first = _next;
            WeaveType(type, counters);
            if (_next > first)
            {
                _edges.Add(type.FullName, (first, _next));
            }
        }

        if (_next > EdgeMap.Size)
        {
            throw new InvalidOperationException($"{_next} edges do not fit the map.");
        }

        using var image = new MemoryStream();
        module.Write(image);
        return image.ToArray();
    }

    private void WeaveType(TypeDefinition type, FieldReference counters)
    {
        foreach (var method in type.Methods.Where(method => method.HasBody))
        {
            WeaveMethod(method.Body, counters);
        }

        foreach (var nested in type.NestedTypes)
        {
            WeaveType(nested, counters);
        }
    }

    private void WeaveMethod(MethodBody body, FieldReference counters)
    {
        body.SimplifyMacros();
        var code = body.GetILProcessor();
        // No branch may leave a protected block for a counter at the method's end; there the other way out must do.
        var countsTaken = !body.HasExceptionHandlers;
        foreach (var branch in body.Instructions.Where(IsConditional).ToArray())
        {
            var after = branch;
            foreach (var counter in Counter(counters))
            {
                code.InsertAfter(after, counter);
                after = counter;
            }

            if (!countsTaken)
            {
                continue;
            }

            branch.Operand = branch.Operand switch
            {
                Instruction[] targets => Array.ConvertAll(targets, target => Detour(code, counters, target)),
                Instruction target => Detour(code, counters, target),
                _ => branch.Operand,
            };
        }

        var entry = body.Instructions[0];
        foreach (var counter in Counter(counters))
        {
            code.InsertBefore(entry, counter);
        }

        body.OptimizeMacros();
    }

    private Instruction Detour(ILProcessor code, FieldReference counters, Instruction target)
    {
        var counter = Counter(counters);
        foreach (var instruction in counter)
        {
            code.Append(instruction);
        }

        code.Append(Instruction.Create(OpCodes.Br, target));
        return counter[0];
    }

    private Instruction[] Counter(FieldReference counters) =>
    [
        Instruction.Create(OpCodes.Ldsfld, counters),
        Instruction.Create(OpCodes.Ldc_I4, _next++),
        Instruction.Create(OpCodes.Add),
        Instruction.Create(OpCodes.Dup),
        Instruction.Create(OpCodes.Ldind_U1),
        Instruction.Create(OpCodes.Ldc_I4_1),
        Instruction.Create(OpCodes.Add),
        Instruction.Create(OpCodes.Stind_I1),
    ];

    private static bool IsConditional(Instruction instruction) =>
        instruction.OpCode.FlowControl == FlowControl.Cond_Branch;
}
