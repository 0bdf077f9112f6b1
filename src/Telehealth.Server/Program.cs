using Telehealth.Consultations;
using Telehealth.Coordination;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Operations;
using Telehealth.Realtime;
using Telehealth.Rooms;
using Telehealth.Storage;
using Telehealth.Telemetry;

var builder = WebApplication.CreateBuilder(args);

builder.AddTelemetry();
builder.AddHttp();
builder.AddStorage();
builder.AddCoordination();
builder.AddIdentity();
builder.AddRooms();
builder.AddRealtime();
builder.AddDirectory();
builder.AddConsultations();
builder.AddOperations();

var app = builder.Build();

app.UseTelemetry();
app.UseHttp();
app.UseIdentity();
app.MapTelemetry();
app.MapRealtime();
app.MapRooms();
app.MapDirectory();
app.MapConsultations();
app.MapOperations();
app.MapApiDocument();
app.RequireDeclaredAccess();

await app.PrepareStorageAsync();
await app.RunAsync();
