using System.Text.Json.Serialization;

namespace Telehealth.Rooms;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RoomTicket))]
internal sealed partial class RoomsJson : JsonSerializerContext;
