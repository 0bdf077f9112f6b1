namespace Telehealth.Consultations.Photos;

public enum PhotoPurpose
{
    Intake,
    Chat,
}

/// <summary>A picture of a consultation; its bytes stand in <see cref="PhotoFiles"/> under their hash.</summary>
internal sealed class Photo
{
    /// <summary>For each purpose.</summary>
    public const int MaxCount = 9;

    public required Guid Id { get; init; }

    public required Guid ConsultationId { get; init; }

    public required PhotoPurpose TakenFor { get; init; }

    public required string ContentType { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Bytes { get; init; }

    public required string ContentHash { get; init; }

    public required string UploadedBySeat { get; init; }

    public required DateTimeOffset UploadedAt { get; init; }

    public PhotoView View() => new(Id, ContentType, Width, Height, Bytes, TakenFor);
}

public sealed record PhotoView(Guid Id, string ContentType, int Width, int Height, int Bytes, PhotoPurpose TakenFor);
