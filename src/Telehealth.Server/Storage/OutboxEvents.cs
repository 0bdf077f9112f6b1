using System.Text.Json;

namespace Telehealth.Storage;

/// <summary>Which facts somebody handles, and what they are called in the outbox.</summary>
internal sealed class OutboxEvents
{
    private readonly Dictionary<string, Type> _types = [];

    public OutboxEvents(IEnumerable<Type> handled)
    {
        foreach (var type in handled.Distinct())
        {
            _types.Add(type.FullName!, type);
        }
    }

    public bool IsHandled(object fact) => _types.ContainsKey(fact.GetType().FullName!);

    public static OutboxRow ToRow(object fact, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        EventName = fact.GetType().FullName!,
        Payload = JsonSerializer.Serialize(fact, fact.GetType()),
        RecordedAt = now,
        DueAt = now,
    };

    public object Read(OutboxRow row) =>
        _types.TryGetValue(row.EventName, out var type)
            ? JsonSerializer.Deserialize(row.Payload, type) ?? throw new InvalidOperationException("An empty fact.")
            : throw new InvalidOperationException($"Nobody here handles {row.EventName}.");
}
