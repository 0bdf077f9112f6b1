namespace Telehealth.Fuzz;

/// <summary>The inputs that are kept in the repository: one file of hexadecimal lines for each purpose; <c>#</c> begins a remark.</summary>
internal sealed class CorpusFolder(string root)
{
    // A set that grows beyond this is no regression corpus any more.
    private const int MostBytes = 96 << 10;

    private const string Smallest = "edges.hex";

    public IEnumerable<byte[]> Read(FuzzTarget target)
    {
        var folder = Path.Combine(root, target.Name);
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.hex").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)
                .Select(line => line.Split('#')[0].Trim())
                .Where(line => line.Length > 0)
                .Select(Convert.FromHexString)
            : [];
    }

    /// <summary>Replaces the set that takes every edge; files with found bugs stay as they are.</summary>
    public void Save(FuzzTarget target, IEnumerable<byte[]> inputs)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, target.Name)).FullName;
        var bytes = 0;
        var lines = inputs.OrderBy(input => input.Length).TakeWhile(input => (bytes += input.Length) <= MostBytes);
        File.WriteAllLines(Path.Combine(folder, Smallest), lines.Where(input => input.Length > 0).Select(Convert.ToHexStringLower));
    }
}
