namespace Telehealth.Consultations.Photos;

/// <param name="Content">The same picture without text, places and other metadata.</param>
internal sealed record CheckedImage(string ContentType, int Width, int Height, byte[] Content);

/// <summary>Accepts what is a JPEG, PNG or WebP from its first to its last byte; nothing is decoded, so a bomb has nothing to burst.</summary>
internal static class ImageCheck
{
    /// <summary>A decoded picture of this size takes 160 MB in a browser; phones make 12 to 50 megapixels.</summary>
    public const long MaxPixels = 40_000_000;

    private const int MaxSide = 30_000;

    public static (CheckedImage? Image, Refusal? Refusal) Check(byte[] bytes)
    {
        var image = JpegWalk.Read(bytes) ?? PngWalk.Read(bytes) ?? WebPWalk.Read(bytes);
        return image switch
        {
            null => (null, ConsultationRefusals.PhotoNotAnImage),
            { Width: <= 0 } or { Height: <= 0 } => (null, ConsultationRefusals.PhotoNotAnImage),
            { Width: > MaxSide } or { Height: > MaxSide } => (null, ConsultationRefusals.PhotoTooManyPixels),
            _ when (long)image.Width * image.Height > MaxPixels => (null, ConsultationRefusals.PhotoTooManyPixels),
            _ => (image, null),
        };
    }
}
