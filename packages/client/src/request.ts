import type { OperationRoute } from './operations.ts';

/** Path and query parameters by name, and `body`. */
export type RequestInput = Readonly<Record<string, unknown>>;

/** One HTTP request, ready to be sent any number of times. */
export interface PreparedRequest {
  /** Method and path, for messages: without query, which may hold what should not be logged. */
  readonly operation: string;
  readonly method: OperationRoute['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData | null;
}

/**
 * Puts a request together. Inputs that the path does not name go into the query, `body` excepted; null and undefined are
 * left out, lists are joined by commas. Throws TypeError that names an input which is missing or cannot be sent.
 */
export function prepareRequest(
  baseUrl: string,
  route: OperationRoute,
  input: RequestInput,
  headers: Readonly<Record<string, string>>,
): PreparedRequest {
  const { body, ...named } = input;
  const parameters = new Map(Object.entries(named));
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters.get(name);
    parameters.delete(name);
    return pathSegment(name, value);
  });
  const query = new URLSearchParams();
  for (const [name, value] of parameters)
    if (value !== undefined && value !== null) query.set(name, queryText(name, value));
  const search = query.size > 0 ? `?${query}` : '';
  const request = { operation: `${route.method} ${path}`, method: route.method, url: `${baseUrl}${path}${search}` };
  const accept = route.live ? 'text/event-stream' : route.file ? '*/*' : 'application/json';
  if (body === undefined) return { ...request, headers: { ...headers, accept }, body: null };
  if (route.form) return { ...request, headers: { ...headers, accept }, body: toForm(body) };
  const type = { 'content-type': 'application/json' };
  return { ...request, headers: { ...headers, accept, ...type }, body: JSON.stringify(body) };
}

/** Two dots, or nothing, would make another path of it. */
function pathSegment(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..')
    throw new TypeError(`${name} must be a text that names one resource.`);
  return encodeURIComponent(value);
}

function queryText(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => queryText(name, item)).join(',');
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new TypeError(`${name} must be a text, a number or a list of these.`);
}

function toForm(body: unknown): FormData {
  if (typeof body !== 'object' || body === null) throw new TypeError('body must be an object.');
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    if (value instanceof Blob) form.set(name, value);
    else if (typeof value === 'string') form.set(name, value);
    else if (typeof value === 'object' && value !== null) form.set(name, JSON.stringify(value));
    else if (value !== undefined) throw new TypeError(`body.${name} must be a text, an object or a Blob.`);
  }
  return form;
}
