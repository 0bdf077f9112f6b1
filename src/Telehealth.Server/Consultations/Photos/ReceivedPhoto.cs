using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Telehealth.Consultations.Photos;

/// <summary>A photo that arrived, was found to be one, and lost its metadata.</summary>
internal sealed record ReceivedPhoto(CheckedImage Image, string ContentHash)
{
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>What the server still reads of a longer body before it lets go, so that browsers see the refusal and not a broken connection.</summary>
    public const int MaxBodyBytes = 64 * 1024 * 1024;

    private const int MaxEnvelopeBytes = 16 * 1024;

    /// <summary>Reads the part "file" of a multipart body, no further than the limit.</summary>
    public static async Task<(ReceivedPhoto? Photo, Refusal? Refusal)> ReadAsync(
        Stream body, string? contentType, long? contentLength, CancellationToken cancellation)
    {
        if (contentLength > MaxBytes + MaxEnvelopeBytes)
        {
            return (null, ConsultationRefusals.PhotoTooLarge);
        }

        var (bytes, refusal) = await ReadPartAsync(body, contentType, cancellation);
        if (bytes is null)
        {
            return (null, refusal);
        }

        var (image, unacceptable) = ImageCheck.Check(bytes);
        return image is null
            ? (null, unacceptable)
            : (new ReceivedPhoto(image, Convert.ToHexStringLower(SHA256.HashData(image.Content))), null);
    }

    private static async Task<(byte[]? Bytes, Refusal? Refusal)> ReadPartAsync(
        Stream body, string? contentType, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 100 } boundary)
        {
            return (null, ConsultationRefusals.PhotoNotAnImage);
        }

        try
        {
            var reader = new MultipartReader(boundary.ToString(), body);
            while (await reader.ReadNextSectionAsync(cancellation) is { } section)
            {
                if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                    && HeaderUtilities.RemoveQuotes(disposition.Name) == "file")
                {
                    return await ReadLimitedAsync(section.Body, cancellation);
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // A body that is not what its header says, or ends in the middle.
        }

        return (null, ConsultationRefusals.PhotoNotAnImage);
    }

    private static async Task<(byte[]? Bytes, Refusal? Refusal)> ReadLimitedAsync(Stream part, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await part.ReadAsync(chunk, cancellation)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
            {
                return (null, ConsultationRefusals.PhotoTooLarge);
            }

            buffer.Write(chunk, 0, read);
        }

        return (buffer.ToArray(), null);
    }
}
