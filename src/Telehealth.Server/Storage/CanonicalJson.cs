using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Telehealth.Storage;

/// <summary>
/// JSON that has one spelling only (RFC 8785), for what is hashed or signed: members by the UTF-16 order of their names, no
/// white space, the shortest escapes, UTF-8. Of numbers only integers that every reader knows exactly, up to 2^53 - 1: nothing that is
/// signed here needs a fraction, and their spelling is where implementations differ.
/// </summary>
internal static class CanonicalJson
{
    private const long MaxInteger = (1L << 53) - 1;

    /// <exception cref="ArgumentException">A number is no such integer, or a text holds half of a surrogate pair.</exception>
    public static byte[] Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The canonical spelling of what the web's own JSON says of a value.</summary>
    public static byte[] Write<T>(T value, JsonSerializerOptions options) => Write(JsonSerializer.SerializeToNode(value, options));

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                AppendAll(text, '{', '}', members.OrderBy(member => member.Key, StringComparer.Ordinal), member =>
                {
                    AppendText(text, member.Key);
                    text.Append(':');
                    Append(text, member.Value);
                });
                break;
            case JsonArray items:
                AppendAll(text, '[', ']', items, item => Append(text, item));
                break;
            default:
                AppendValue(text, node);
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, char close, IEnumerable<T> parts, Action<T> append)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var part in parts)
        {
            if (!isFirst)
            {
                text.Append(',');
            }

            isFirst = false;
            append(part);
        }

        text.Append(close);
    }

    private static void AppendValue(StringBuilder text, JsonNode node)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            case JsonValueKind.String:
                AppendText(text, node.AsValue().TryGetValue<string>(out var value) ? value : JsonSerializer.Deserialize<string>(node.ToJsonString())!);
                break;
            default:
                text.Append(Integer(node));
                break;
        }
    }

    private static long Integer(JsonNode node) =>
        long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= -MaxInteger and <= MaxInteger
            ? number
            : throw new ArgumentException($"{node.ToJsonString()} has no one spelling: only integers up to 2^53 - 1 are signed.", nameof(node));

    private static void AppendText(StringBuilder text, string value)
    {
        if (HasLoneSurrogate(value))
        {
            throw new ArgumentException("Half of a surrogate pair has no UTF-8 spelling.", nameof(value));
        }

        text.Append('"');
        foreach (var sign in value)
        {
            _ = sign switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append("\\u00").Append(((int)sign).ToString("x2", CultureInfo.InvariantCulture)),
                _ => text.Append(sign),
            };
        }

        text.Append('"');
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> value)
    {
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(value, out _, out var length) != OperationStatus.Done)
            {
                return true;
            }

            value = value[length..];
        }

        return false;
    }
}
