import {
  DefaultHttpClient,
  HttpClient,
  HttpError,
  type HttpRequest,
  type HttpResponse,
  NullLogger,
} from '@microsoft/signalr';

const negotiation = /\/negotiate(\?|$)/;
const callHeader = 'X-Telehealth-Call';

let callPass: string | undefined;

/** The pass of the call this tab is in: with it the server lets the connection in before all others. */
export function speakFromCall(pass: string | undefined): void {
  callPass = pass;
}

/** SignalR's requests; a server that has no room yet says when to come again, which SignalR itself would lose. */
export class HubHttp extends HttpClient {
  readonly #plain = new DefaultHttpClient(NullLogger.instance);
  #hintMs: number | undefined;

  /** How long the server asked to be left alone by its last answer. */
  takeHint(): number | undefined {
    const hint = this.#hintMs;
    this.#hintMs = undefined;
    return hint;
  }

  override async send(request: HttpRequest): Promise<HttpResponse> {
    if (!negotiation.test(request.url ?? '')) {
      return this.#plain.send(request);
    }
    const response = await fetch(request.url ?? '', {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        ...request.headers,
        ...(callPass === undefined ? {} : { [callHeader]: callPass }),
      },
      signal: request.abortSignal === undefined ? null : (request.abortSignal as AbortSignal),
    });
    const content = await response.text();
    if (!response.ok) {
      this.#hintMs = hintOf(response);
      throw new HttpError(response.statusText, response.status);
    }
    return { statusCode: response.status, statusText: response.statusText, content };
  }
}

function hintOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('Retry-After') ?? 'none');
  return response.status === 503 && seconds > 0 ? seconds * 1_000 : undefined;
}
