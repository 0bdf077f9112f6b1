namespace Telehealth.Storage;

/// <summary>Reacts to a recorded fact, after its transaction, at least once: a handler must bear being called again.</summary>
public interface IHandle<in TEvent>
{
    Task Handle(TEvent fact, CancellationToken cancellation);
}
