using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Telehealth.Realtime;

/// <summary>SignalR's JSON protocol with one tongue for errors: SignalR wraps an error in English of its own and answers wrong
/// arguments before any filter runs, so both are put right where messages are read and written.</summary>
internal sealed class RefusalHubProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    private readonly JsonHubProtocol _json = new(options);

    public string Name => _json.Name;

    public int Version => _json.Version;

    public TransferFormat TransferFormat => _json.TransferFormat;

    public bool IsVersionSupported(int version) => _json.IsVersionSupported(version);

    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!_json.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        if (message is InvocationBindingFailureMessage failure)
        {
            var refusal = ExceptionDispatchInfo.Capture(RefusalHubFilter.Exception(RealtimeRefusals.Malformed));
            message = new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, refusal);
        }

        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _json.WriteMessage(Plain(message), output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _json.GetMessageBytes(Plain(message));

    /// <summary>Errors that are no refusal come from SignalR's dispatcher: an unknown method, a stream where there is none.</summary>
    private static HubMessage Plain(HubMessage message)
    {
        if (message is not CompletionMessage { Error: { } error } completion)
        {
            return message;
        }

        var start = error.IndexOf(RefusalHubFilter.Prefix, StringComparison.Ordinal);
        var plain = start >= 0 ? error[start..] : RefusalHubFilter.Prefix + RealtimeRefusals.Malformed.Code;
        return CompletionMessage.WithError(completion.InvocationId!, plain);
    }
}
