using Microsoft.Extensions.Logging;

namespace Telehealth.Media;

/// <summary>What operators read of seats; the labels are random and stand for no person.</summary>
internal static partial class MediaLog
{
    [LoggerMessage(LogLevel.Information, "Seat {Seat} closed: {Reason}")]
    public static partial void SeatClosed(this ILogger log, string seat, string reason);

    [LoggerMessage(LogLevel.Warning, "Seat {Seat} lost its {Connection} connection: {Reason}")]
    public static partial void ConnectionLost(this ILogger log, string seat, string connection, string reason);

    [LoggerMessage(LogLevel.Warning, "Seat {Seat} has all the m-lines it can have: {Waiting} tracks wait until others end")]
    public static partial void NoLineLeft(this ILogger log, string seat, int waiting);
}
