using System.Text;

namespace Telehealth.Consultations.Photos;

public sealed class ImageCheckTests
{
    private static readonly byte[] _place = Encoding.ASCII.GetBytes(SamplePhotos.Place);

    [Fact]
    public void A_jpeg_loses_place_words_and_comments_and_stays_a_jpeg()
    {
        var (image, _) = ImageCheck.Check(SamplePhotos.Jpeg(400, 300, withPlace: true));
        Assert.Equal(("image/jpeg", 400, 300), (image!.ContentType, image.Width, image.Height));
        Assert.Equal(-1, image.Content.AsSpan().IndexOf(_place));
        Assert.Equal(SamplePhotos.Jpeg(400, 300), image.Content);
        Assert.Equal(image.Content, ImageCheck.Check(image.Content).Image!.Content);
    }

    [Fact]
    public void A_photo_taken_upright_stays_upright_without_its_other_exif()
    {
        var (image, _) = ImageCheck.Check(SamplePhotos.Jpeg(400, 300, orientation: 6));
        Assert.Equal((300, 400), (image!.Width, image.Height));
        var (again, _) = ImageCheck.Check(image.Content);
        Assert.Equal((300, 400), (again!.Width, again.Height));
        Assert.Equal(image.Content, again.Content);
    }

    [Fact]
    public void A_png_loses_its_text()
    {
        var (image, _) = ImageCheck.Check(SamplePhotos.Png(20, 10, withText: true));
        Assert.Equal(("image/png", 20, 10), (image!.ContentType, image.Width, image.Height));
        Assert.Equal(SamplePhotos.Png(20, 10), image.Content);
    }

    [Fact]
    public void A_webp_loses_its_exif_and_the_flag_that_announced_it()
    {
        var (image, _) = ImageCheck.Check(SamplePhotos.WebP(20, 10, withExif: true));
        Assert.Equal(("image/webp", 20, 10), (image!.ContentType, image.Width, image.Height));
        Assert.Equal(SamplePhotos.WebP(20, 10), image.Content);
    }

    [Fact]
    public void What_is_hidden_behind_the_end_of_a_picture_is_dropped()
    {
        var zip = Encoding.ASCII.GetBytes("PK\u0003\u0004 <script>alert(1)</script>");
        Assert.Equal(SamplePhotos.Jpeg(), ImageCheck.Check(SamplePhotos.Jpeg(tail: zip)).Image!.Content);
        Assert.Equal(SamplePhotos.Png(), ImageCheck.Check([.. SamplePhotos.Png(), .. zip]).Image!.Content);
    }

    [Fact]
    public void A_bomb_is_refused_by_the_size_it_announces()
    {
        Assert.Equal("photo.too_many_pixels", ImageCheck.Check(SamplePhotos.Png(30_000, 30_000)).Refusal!.Code);
        Assert.Equal("photo.too_many_pixels", ImageCheck.Check(SamplePhotos.Jpeg(65_535, 700)).Refusal!.Code);
        Assert.Equal("photo.too_many_pixels", ImageCheck.Check(SamplePhotos.WebP(16_000, 16_000)).Refusal!.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GIF89a\u0001\u0000\u0001\u0000;")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("MZ this program cannot be run")]
    [InlineData("%PDF-1.7")]
    public void What_is_no_photo_is_refused(string text) =>
        Assert.Equal("photo.not_an_image", ImageCheck.Check(Encoding.Latin1.GetBytes(text)).Refusal!.Code);

    [Fact]
    public void Every_shortened_photo_is_refused()
    {
        foreach (var whole in new[] { SamplePhotos.Jpeg(withPlace: true, orientation: 3), SamplePhotos.Png(), SamplePhotos.WebP(withExif: true) })
        {
            for (var length = 0; length < whole.Length; length++)
            {
                Assert.True(ImageCheck.Check(whole[..length]).Image is null, $"{length} of {whole.Length} bytes were accepted");
            }
        }
    }

    [Fact]
    public void No_broken_byte_makes_the_check_throw()
    {
        foreach (var whole in new[] { SamplePhotos.Jpeg(withPlace: true, orientation: 3), SamplePhotos.Png(withText: true), SamplePhotos.WebP(withExif: true) })
        {
            for (var at = 0; at < whole.Length; at++)
            {
                foreach (var value in new byte[] { 0, 1, 0x7F, 0x80, 0xFF })
                {
                    byte[] broken = [.. whole];
                    broken[at] = value;
                    var (image, refusal) = ImageCheck.Check(broken);
                    Assert.True(image is null != refusal is null);
                }
            }
        }
    }
}
