using System.Text;
using Microsoft.Extensions.Configuration;

namespace Telehealth.Http;

public sealed class SampleConfigurationTests
{
    [Fact]
    public void The_sample_loads_as_the_configuration_that_it_shows()
    {
        // The configuration's own reader refuses a key that stands twice; a plain JSON reader does not.
        using var sample = new MemoryStream(Encoding.UTF8.GetBytes(SourceTree.ReadText("infra/appsettings.sample.json")));
        var configuration = new ConfigurationBuilder().AddJsonStream(sample).Build();
        Assert.Equal("5082", configuration["Media:UdpPort"]);
        Assert.Equal("100", configuration["Realtime:CallBurst"]);
    }
}
