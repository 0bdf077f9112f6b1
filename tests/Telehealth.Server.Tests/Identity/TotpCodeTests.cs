using System.Text;

namespace Telehealth.Identity;

public sealed class TotpCodeTests
{
    private static readonly byte[] _secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238 appendix B, SHA-1: its eight digits, of which six are shown.</summary>
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code)
    {
        var step = TotpCode.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds));
        Assert.Equal(code, (TotpCode.Truncate(_secret, step) % 100_000_000).ToString("D8", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(code[2..], TotpCode.Compute(_secret, step));
    }

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void A_telephone_may_be_one_step_early_or_late(int seconds, bool isTaken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_010);
        var code = TotpCode.Compute(_secret, TotpCode.StepAt(now.AddSeconds(seconds)));
        Assert.Equal(isTaken, TotpCode.FindStep(_secret, $"{code[..3]} {code[3..]}", now) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("１２３４５６")]
    [InlineData("abcdef")]
    public void What_is_no_code_is_not_taken(string typed) =>
        Assert.Null(TotpCode.FindStep(_secret, typed, DateTimeOffset.FromUnixTimeSeconds(59)));

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("foobar", "MZXW6YTBOI")]
    [InlineData("12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    public void Secrets_are_written_in_base_32(string secret, string text) =>
        Assert.Equal(text, TotpCode.ToBase32(Encoding.ASCII.GetBytes(secret)));
}
