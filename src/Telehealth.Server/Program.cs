using Telehealth;
using Telehealth.Coordination;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Realtime;
using Telehealth.Rooms;
using Telehealth.Storage;
using Telehealth.Telemetry;

var builder = WebApplication.CreateBuilder(args);
var servesPages = builder.ServesPages();
builder.AddTelemetry();
builder.AddHttpBasics();
builder.AddCoordination();
builder.AddNodeFailures();
builder.AddHubs();
builder.AddRooms();
if (!servesPages)
{
    var media = builder.Build();
    media.UseTelemetry();
    media.UseHttpBasics();
    media.MapTelemetry();
    media.MapRooms();
    media.RequireDeclaredAccess();
    await media.RunAsync();
    return;
}

builder.AddPages();
var app = builder.Build();
app.UseTelemetry();
app.UseHttp();
app.UseIdentity();
app.MapTelemetry();
app.MapRooms();
app.MapPages();
app.RequireDeclaredAccess();
await app.PrepareStorageAsync();
await app.RunAsync();
