using Telehealth.Benchmarks;
using Telehealth.Benchmarks.Commands;
using Telehealth.Benchmarks.Hubs;
using Telehealth.Benchmarks.Load;
using Telehealth.Benchmarks.Targets;

switch (args)
{
    case ["forward", .. var options]:
        return await ForwardCommand.RunAsync(options);

    case ["failover", .. var options]:
        return await FailoverCommand.RunAsync(options);

    case ["handshakes", .. var options]:
        return await HandshakesCommand.RunAsync(options);

    case ["impairment", .. var options]:
        return await ImpairmentCommand.RunAsync(options);

    case ["presence", .. var options]:
        return await PresenceCommand.RunAsync(options);

    case ["queue", .. var options]:
        return await QueueCommand.RunAsync(options);

    case ["queue-year", .. var options]:
        return await QueueYearCommand.RunAsync(options);

    case ["room", .. var options]:
        return await RoomCommand.RunAsync(options);

    case ["soak", .. var options]:
        return await SoakCommand.RunAsync(options);

    case ["isolation", .. var options]:
        return await IsolationCommand.RunAsync(options);

    case ["connections", .. var options]:
        return await ConnectionsCommand.RunAsync(options);

    case ["broadcast", .. var options]:
        return await BroadcastCommand.RunAsync(options);

    case ["crypto"]:
        return await CryptoCommand.RunAsync();

    case ["page"]:
        PerformancePage.Write("docs/performance", "docs/performance.md");
        return 0;

    // The servers under test, in processes of their own so that their CPU time is theirs alone.
    case ["serve", var options]:
        await MediaServerProcess.RunAsync(options);
        return 0;

    case ["hub-crowd", var order]:
        return await HubCrowd.RunAsync(order);

    case ["small-hub", var order]:
        return await SmallHub.RunAsync(order);

    case ["relay", var address]:
        RelayProbe.Serve(address);
        return 0;

    default:
        await Report.SayAsync("Commands: page; broadcast; connections; crypto; failover; forward; handshakes; impairment; isolation; presence; queue; queue-year; room; soak. docs/operations.md, \"Measuring\", describes each one and its options.");
        return 2;
}
