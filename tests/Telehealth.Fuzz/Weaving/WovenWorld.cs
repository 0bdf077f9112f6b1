using System.Reflection;
using System.Runtime.Loader;

namespace Telehealth.Fuzz.Weaving;

/// <summary>Loads woven copies of the media library and of this program beside the original ones.</summary>
internal sealed class WovenWorld : AssemblyLoadContext
{
    private readonly Dictionary<string, byte[]> _images = [];

    public WovenWorld()
    {
        var folder = AppContext.BaseDirectory;
        var media = new Weaver(0);
        _images["Telehealth.Media"] = media.Weave(Path.Combine(folder, "Telehealth.Media.dll"), _ => true);
        var own = new Weaver(media.End);
        _images["Telehealth.Fuzz"] = own.Weave(
            Path.Combine(folder, "Telehealth.Fuzz.dll"), name => name == typeof(PlantedBugs).FullName);
        Edges = media.Edges.Concat(own.Edges).ToDictionary();
    }

    /// <summary>The edges of each woven type, by its full name.</summary>
    public IReadOnlyDictionary<string, (int First, int End)> Edges { get; }

    /// <summary>Runs the program over there and returns its exit code.</summary>
    public int Run(string[] arguments)
    {
        var commands = LoadFromAssemblyName(new AssemblyName("Telehealth.Fuzz")).GetType(typeof(Commands).FullName!)!;
        return (int)commands.GetMethod(nameof(Commands.Run))!.Invoke(null, [arguments, Edges])!;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (!_images.TryGetValue(assemblyName.Name!, out var image))
        {
            return null;
        }

        using var stream = new MemoryStream(image);
        return LoadFromStream(stream);
    }
}
