using System.Globalization;

namespace Telehealth.Benchmarks;

/// <summary>The <c>--name value</c> pairs behind a command.</summary>
internal sealed class CommandOptions
{
    private readonly Dictionary<string, string> _values = [];

    public CommandOptions(IReadOnlyList<string> arguments, params ReadOnlySpan<string> known)
    {
        for (var at = 0; at < arguments.Count; at += 2)
        {
            if (!arguments[at].StartsWith("--", StringComparison.Ordinal) || !known.Contains(arguments[at][2..]))
            {
                throw new ArgumentException($"unknown option {arguments[at]}; there are --{string.Join(", --", known.ToArray())}");
            }

            if (at + 1 == arguments.Count)
            {
                throw new ArgumentException($"{arguments[at]} wants a value");
            }

            _values[arguments[at][2..]] = arguments[at + 1];
        }
    }

    public int Int(string name, int otherwise) =>
        _values.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);
}
