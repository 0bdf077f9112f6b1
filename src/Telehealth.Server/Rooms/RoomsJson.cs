using System.Text.Json.Serialization;

namespace Telehealth.Rooms;

/// <summary>Serializers made at build time for what is sent often in a call.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RoomTicket))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(SpareDoor))]
[JsonSerializable(typeof(JoinReply))]
[JsonSerializable(typeof(PublishOffer))]
[JsonSerializable(typeof(PublishAnswer))]
[JsonSerializable(typeof(SubscribeAnswer))]
[JsonSerializable(typeof(IReadOnlyList<Tile>))]
[JsonSerializable(typeof(SubscribeOffer))]
[JsonSerializable(typeof(RoomState))]
[JsonSerializable(typeof(SeatMay))]
[JsonSerializable(typeof(SeatMayNow))]
[JsonSerializable(typeof(MutedTrack))]
[JsonSerializable(typeof(ChatWord))]
[JsonSerializable(typeof(SaidWord))]
[JsonSerializable(typeof(RoomQuality))]
[JsonSerializable(typeof(NarrowLinkAdvice))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
internal sealed partial class RoomsJson : JsonSerializerContext;
