using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

/// <summary>No acknowledged message is lost, doubled or out of order in its consultation.</summary>
internal sealed class ChatHistoryChecker(History history)
{
    private readonly Verdict _verdict = new("chat");

    public Verdict Check()
    {
        var byRoom = history.Facts
            .Where(fact => fact.Subject is not null && fact.Kind is HistoryKind.ChatStored or HistoryKind.ChatAcked
                or WitnessKind.MessageRow or WitnessKind.MessageAsked or WitnessKind.MessageAcked)
            .ToLookup(fact => fact.Subject!.Value);
        foreach (var room in byRoom)
        {
            _verdict.Count("rooms");
            CheckNumbers(room.Key, [.. room.Where(fact => fact.Kind is not WitnessKind.MessageAsked)]);
            CheckAcknowledged(room.Key, [.. room]);
            CheckOrder(room.Key, [.. room]);
        }

        return _verdict;
    }

    private void CheckNumbers(Guid room, HistoryFact[] facts)
    {
        var told = facts.Where(fact => fact.Sequence is not null && fact.Key is not null).ToArray();
        foreach (var number in told.GroupBy(fact => fact.Sequence).Where(number => number.Select(fact => fact.Key).Distinct().Count() > 1))
        {
            _verdict.Break("chat.number_given_twice", room, $"number {number.Key} names {string.Join(" and ", number.Select(fact => fact.Key).Distinct())}");
        }

        foreach (var message in told.GroupBy(fact => fact.Key).Where(message => message.Select(fact => fact.Sequence).Distinct().Count() > 1))
        {
            _verdict.Break("chat.doubled", room, $"message {message.Key} has the numbers {string.Join(" and ", message.Select(fact => fact.Sequence).Distinct())}");
        }

        var rows = facts.Where(fact => fact.Kind == WitnessKind.MessageRow).Select(fact => fact.Sequence).Order().ToArray();
        _verdict.Count("messages", rows.Length > 0 ? rows.Length : facts.Count(fact => fact.Kind == HistoryKind.ChatStored));
        if (rows.Length > 0 && rows[^1] != rows.Length)
        {
            _verdict.Break("chat.gap", room, $"{rows.Length} messages, the last with number {rows[^1]}");
        }
    }

    private void CheckAcknowledged(Guid room, HistoryFact[] facts)
    {
        var stored = facts
            .Where(fact => fact.Kind == (history.HasRows ? WitnessKind.MessageRow : HistoryKind.ChatStored))
            .Select(fact => fact.Sequence).ToHashSet();
        foreach (var acked in facts.Where(fact => fact.Kind is HistoryKind.ChatAcked or WitnessKind.MessageAcked))
        {
            _verdict.Count("acknowledged");
            if (stored.Contains(acked.Sequence))
            {
                continue;
            }

            if (!history.HasRows && history.Deaths.Any(death => death <= acked.At))
            {
                // Stored before a death that took the line with it; only the row could tell.
                _verdict.Count("undecided");
            }
            else
            {
                _verdict.Break("chat.lost", room, $"number {acked.Sequence}, acknowledged at {acked.At:O}, is not stored");
            }
        }
    }

    /// <summary>Who sends the next only after the answer to the one before finds them in that order.</summary>
    private void CheckOrder(Guid room, HistoryFact[] facts)
    {
        foreach (var sender in facts.Where(fact => fact.Kind == WitnessKind.MessageAcked && fact.By is not null).GroupBy(fact => fact.By))
        {
            var asked = facts.Where(fact => fact.Kind == WitnessKind.MessageAsked && fact.By == sender.Key).ToLookup(fact => fact.Key);
            HistoryFact? before = null;
            foreach (var acked in sender)
            {
                var askedAt = asked[acked.Key].FirstOrDefault()?.At;
                if (before is not null && askedAt >= before.At && acked.Sequence <= before.Sequence)
                {
                    _verdict.Break("chat.reordered", room, $"{sender.Key} sent a message after number {before.Sequence} was acknowledged, and it got {acked.Sequence}");
                }

                before = acked;
            }
        }
    }
}
