using System.Text;

namespace Telehealth;

/// <summary>The lists that are shipped inside the program: symptoms, red flags, ranges, codes, consortium models.</summary>
internal static class ShippedFile
{
    public static Stream Open(string name) =>
        typeof(ShippedFile).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"{name} is not embedded in the program.");

    /// <summary>The rows below the header, as many cells each as the header has.</summary>
    public static IReadOnlyList<string[]> Rows(string name)
    {
        using var reader = new StreamReader(Open(name), Encoding.UTF8);
        var width = Cells(reader.ReadLine()!).Length;
        var rows = new List<string[]>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var cells = Cells(line);
            rows.Add(cells.Length == width
                ? cells
                : throw new InvalidOperationException($"{name}, row {rows.Count + 2}: {cells.Length} cells instead of {width}."));
        }

        return rows;
    }

    /// <summary>RFC 4180 without line breaks inside cells.</summary>
    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var index = 0; index < line.Length; index++)
        {
            var character = line[index];
            if (character == '"')
            {
                if (isQuoted && index + 1 < line.Length && line[index + 1] == '"')
                {
                    cell.Append('"');
                    index++;
                    continue;
                }

                isQuoted = !isQuoted;
            }
            else if (character == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(character);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }
}
