using System.Text;
using System.Text.Json.Nodes;

namespace Telehealth.Storage;

public sealed class CanonicalJsonTests
{
    /// <summary>RFC 8785, section 3.2.3.</summary>
    [Fact]
    public void Members_stand_in_the_order_of_their_utf16_names()
    {
        var node = JsonNode.Parse(
            """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""");
        Assert.Equal(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
            + "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
            Text(node));
    }

    /// <summary>RFC 8785, section 3.2.2 (its numbers with fractions are refused here).</summary>
    [Fact]
    public void Texts_are_escaped_as_shortly_as_possible_and_literals_stay() =>
        Assert.Equal(
            """{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
            Text(JsonNode.Parse("""{ "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }""")));

    [Fact]
    public void White_space_and_the_order_of_members_change_nothing() =>
        Assert.Equal(
            Text(JsonNode.Parse("""{"b":[1,{"d":2,"c":"诊"}],"a":-3}""")),
            Text(JsonNode.Parse(""" { "a" : -3, "b" : [ 1, { "c" : "\u8bca", "d" : 2 } ] } """)));

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    public void A_number_that_readers_may_spell_differently_is_refused(string number) =>
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(JsonNode.Parse(number)));

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() =>
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(new JsonArray("a\ud800b")));

    [Fact]
    public void Numbers_made_in_code_are_spelled_like_parsed_ones() =>
        Assert.Equal("[9007199254740991,0,-7]", Text(new JsonArray(9007199254740991L, 0, (short)-7)));

    private static string Text(JsonNode? node) => Encoding.UTF8.GetString(CanonicalJson.Write(node));
}
