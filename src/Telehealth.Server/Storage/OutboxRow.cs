using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Telehealth.Storage;

/// <summary>A recorded fact on its way to its handlers; gone once all of them took it.</summary>
internal sealed class OutboxRow
{
    public required Guid Id { get; init; }

    public required string EventName { get; init; }

    public required string Payload { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Not before this time: after a failure, or while a node holds the row.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public int Attempts { get; set; }
}

internal sealed class OutboxTable : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> builder)
    {
        builder.ToTable("Outbox");
        builder.Property(row => row.EventName).HasMaxLength(200);
        builder.HasIndex(row => row.DueAt);
    }
}
