import { timeoutSignal } from './patience';
import { noticeStorage } from './storage';

/** The server said no; the code is stable and has a sentence in src/text. */
export class RefusalError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: string, status: number, details?: Record<string, unknown>) {
    super(`Refused: ${code}`);
    this.name = 'RefusalError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** The server was not reached, or did not answer in time. Trying again later may help. */
export class NetworkError extends Error {
  readonly code: 'network' | 'timeout';

  constructor(code: 'network' | 'timeout') {
    super(`No answer: ${code}`);
    this.name = 'NetworkError';
    this.code = code;
  }
}

export function isRefusal(error: unknown, code?: string): error is RefusalError {
  return error instanceof RefusalError && (code === undefined || error.code === code);
}

export type RequestOptions = {
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  /** Lets a request outlive its page, for a last save. */
  keepalive?: boolean;
};

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

// A village line of 400 kbit/s with 400 ms round trips answers a small request well within this.
const defaultTimeoutMs = 15_000;
const getAttempts = 3;

let speaksAsPatient = false;

/** For the patient's page: a browser may hold a staff member's cookie too, and then the server asks who speaks. */
export function speakAsPatient(): void {
  speaksAsPatient = true;
}

/** The address to ask, where patient and staff ask alike. */
export function addressed(path: string): string {
  if (!speaksAsPatient || !/^\/(api\/(consultations|rooms)\/|hubs\/clinic$)/.test(path)) {
    return path;
  }
  return `${path}${path.includes('?') ? '&' : '?'}as=patient`;
}

let shownConsultation: string | undefined;

/** From now on the page speaks for this consultation alone: another tab may have confirmed another invitation, and the cookie is that one's. */
export function speakFor(consultationId: string): void {
  shownConsultation = consultationId;
}

export function consultationHeader(path: string): Record<string, string> {
  return shownConsultation !== undefined && path.startsWith('/api/my/')
    ? { 'X-Telehealth-Consultation': shownConsultation }
    : {};
}

export function get<T>(path: string, options?: RequestOptions): Promise<T> {
  return retrying(() => send<T>('GET', path, undefined, options), options?.signal);
}

export function post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
  return send<T>('POST', path, body ?? {}, options);
}

export function put<T>(path: string, body: unknown, options?: RequestOptions): Promise<T> {
  return send<T>('PUT', path, body, options);
}

export function remove<T = void>(path: string, options?: RequestOptions): Promise<T> {
  return send<T>('DELETE', path, undefined, options);
}

async function send<T>(
  method: Method,
  path: string,
  body: unknown,
  options: RequestOptions = {},
): Promise<T> {
  const timeout = timeoutSignal(options.timeoutMs ?? defaultTimeoutMs);
  const response = await fetchOrThrow(addressed(path), {
    method,
    credentials: 'same-origin',
    headers: { ...headersFor(method, body), ...consultationHeader(path) },
    body: body === undefined ? null : JSON.stringify(body),
    keepalive: options.keepalive ?? false,
    signal: eitherSignal(timeout, options.signal),
  });
  return parseAnswer<T>(response.status, await response.text());
}

function headersFor(method: Method, body: unknown): Record<string, string> {
  return {
    Accept: 'application/json',
    ...(method === 'GET' ? {} : { 'X-Telehealth': '1' }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
}

async function fetchOrThrow(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      throw new NetworkError('timeout');
    }
    if (error instanceof DOMException && error.name === 'AbortError') {
      throw error;
    }
    throw new NetworkError('network');
  }
}

// AbortSignal.any is younger than the phones we serve.
function eitherSignal(first: AbortSignal, second: AbortSignal | undefined): AbortSignal {
  if (second === undefined) {
    return first;
  }
  const either = new AbortController();
  for (const signal of [first, second]) {
    if (signal.aborted) {
      either.abort(signal.reason);
    }
    signal.addEventListener('abort', () => either.abort(signal.reason), { once: true });
  }
  return either.signal;
}

/** Shared with uploads, which do not go through fetch. */
export function parseAnswer<T>(status: number, text: string): T {
  const body = parseJson(text);
  const problem = (body ?? {}) as { code?: string; details?: Record<string, unknown> };
  noticeStorage(status, problem.code);
  if (status >= 200 && status < 300) {
    return body as T;
  }
  if (problem.code === undefined && status >= 502) {
    // A proxy answers for a server that is restarting.
    throw new NetworkError('network');
  }
  throw new RefusalError(problem.code ?? codeOfStatus(status), status, problem.details);
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOfStatus(status: number): string {
  switch (status) {
    case 400:
      return 'request.invalid';
    case 401:
      return 'session.sign_in_required';
    case 403:
      return 'request.forbidden';
    case 413:
      return 'request.too_large';
    case 429:
      return 'request.too_many';
    default:
      return `http.${status}`;
  }
}

async function retrying<T>(attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof NetworkError) || failures >= getAttempts || signal?.aborted) {
        throw error;
      }
      // Full jitter, so that a restarted server is not met by everybody at the same moment.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 400 * 2 ** failures));
    }
  }
}
