/** Typed events without a framework. The payload of each event is one value. */
export class Emitter<Events> {
  readonly #handlers = new Map<keyof Events, Set<(payload: never) => void>>();

  on<Name extends keyof Events>(name: Name, handler: (payload: Events[Name]) => void): () => void {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers);
    handlers.add(handler);
    return () => handlers.delete(handler);
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) {
      (handler as (payload: Events[Name]) => void)(payload);
    }
  }
}
