using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Telehealth.Audit;

internal sealed class ChainedEntryTable : IEntityTypeConfiguration<ChainedEntry>
{
    public void Configure(EntityTypeBuilder<ChainedEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.HasKey(entry => new { entry.Chain, entry.Sequence });
        builder.Property(entry => entry.Action).HasMaxLength(60);
        builder.Property(entry => entry.TargetKind).HasMaxLength(40);
        builder.HasIndex(entry => entry.At);
        builder.HasIndex(entry => new { entry.PatientId, entry.At });
        builder.HasIndex(entry => new { entry.ActorId, entry.At });
        builder.HasIndex(entry => new { entry.InstitutionId, entry.At });
    }
}

internal sealed class AuditChainTable : IEntityTypeConfiguration<AuditChain>
{
    public void Configure(EntityTypeBuilder<AuditChain> builder)
    {
        builder.ToTable("AuditChains");
        builder.HasKey(chain => chain.Chain);
        builder.Property(chain => chain.Chain).ValueGeneratedNever();
        builder.HasData(Enumerable.Range(0, AuditChain.Count)
            .Select(number => new AuditChain { Chain = number, Sequence = 0, Hash = new byte[SHA256.HashSizeInBytes] }));
    }
}
