namespace Telehealth.Consultations.Notes;

public sealed class CodeListTests
{
    [Fact]
    public void Every_shipped_code_is_there_once_and_looks_like_one()
    {
        var rows = ShippedFile.Rows("icd10-common.csv");
        Assert.InRange(rows.Count, 300, 400);
        Assert.Equal(rows.Count, rows.Select(row => row[0]).Distinct().Count());
        Assert.All(rows, row => Assert.Matches("^[A-Z][0-9]{2}(\\.[0-9])?$", row[0]));
        Assert.All(rows, row => Assert.Matches("^[a-z0-9]+$", row[3]));
    }
}
