using System.Globalization;
using Telehealth.Coordination;

namespace Telehealth.Consultations.Queue;

/// <summary>The numbers of the queue's order as shipped; Triage/README.md says where they come from.</summary>
internal static class QueueRuleList
{
    public static readonly QueuePolicy Policy = Read();

    private static QueuePolicy Read()
    {
        var minutes = ShippedFile.Rows("queue-order.csv")
            .ToDictionary(row => row[0] + row[1], row => int.Parse(row[2], CultureInfo.InvariantCulture));
        var classes = Enumerable.Range(1, Triage.Assessment.LeastUrgent)
            .Select(urgency => new QueueClass(
                minutes[string.Create(CultureInfo.InvariantCulture, $"bound{urgency}")],
                minutes[string.Create(CultureInfo.InvariantCulture, $"headStart{urgency}")]));
        return new QueuePolicy([.. classes], minutes["continuity"], minutes["language"], minutes["candidates"]);
    }
}
