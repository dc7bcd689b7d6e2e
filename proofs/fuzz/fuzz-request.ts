/** An id that is only known when the request is sent: one of the tenant's own, one of somebody else's, or of nothing. */
export interface IdRef {
  /** Name of the path parameter that takes such ids. */
  readonly idOf: string;
  readonly from: 'own' | 'foreign' | 'nobody';
  /** Which one, counted round and round. */
  readonly index: number;
}

export type KeyKind = 'own' | 'live' | 'scopeless' | 'missing' | 'malformed' | 'unknown' | 'expired' | 'revoked';

export type FuzzBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown; readonly contentType: string }
  /** Bytes as text, one character each. */
  | { readonly kind: 'bytes'; readonly latin1: string; readonly contentType: string }
  | { readonly kind: 'form'; readonly fields: readonly FormField[]; readonly end: 'whole' | 'cut' };

export interface FormField {
  readonly name: string;
  readonly value: unknown;
  /** Makes it a file. */
  readonly fileName: string | null;
}

/** A request before its ids are known. */
export interface FuzzRequest {
  readonly operationId: string;
  readonly method: string;
  readonly key: KeyKind;
  readonly path: Readonly<Record<string, IdRef | string>>;
  readonly query: readonly (readonly [string, unknown])[];
  /** Goes behind the query as it is. */
  readonly rawQuery: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: FuzzBody;
}

/** The same as it is sent. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | null;
}

export const BOUNDARY = 'fuzz-boundary-7f3kq2';

export function isIdRef(value: unknown): value is IdRef {
  return typeof value === 'object' && value !== null && 'idOf' in value && 'from' in value && 'index' in value;
}

/** A copy of any value in which ids are what `find` says. */
export function withIds(value: unknown, find: (ref: IdRef) => string): unknown {
  if (isIdRef(value)) return find(value);
  if (Array.isArray(value)) return value.map((each) => withIds(each, find));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withIds(each, find)]));
}

/** The request with its ids filled in. */
export function resolveIds(request: FuzzRequest, find: (ref: IdRef) => string): FuzzRequest {
  // What has no ids in it keeps its type.
  return withIds(request, find) as FuzzRequest;
}

/** How a resolved request goes over the wire. `template` is the path of its operation. */
export function renderRequest(
  request: FuzzRequest,
  template: string,
  authorization: string | null,
  maskedBody = false,
): WireRequest {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(request.path[name])));
  const pairs = request.query.map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  const query = [...pairs, ...(request.rawQuery === '' ? [] : [request.rawQuery])].join('&');
  const body = maskedBody ? null : bytesOf(request.body);
  return {
    method: request.method,
    path: query === '' ? filled : `${filled}?${query}`,
    headers: [
      ...(authorization === null ? [] : [['authorization', authorization] as const]),
      ...(body === null ? [] : [['content-type', contentTypeOf(request.body)] as const]),
      ...request.headers,
    ],
    body,
  };
}

/** A line that sends the same request again; the key stands in `$KEY`. */
export function curlLine(baseUrl: string, { method, path, headers, body }: WireRequest): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const shown = headers.map(([name, value]) =>
    name === 'authorization' ? `-H "Authorization: Bearer $KEY"` : `-H ${quote(`${name}: ${value}`)}`,
  );
  const text = body === null ? [] : [`--data-binary $${quote(escapeBytes(body))}`];
  return ['curl -i --globoff', `-X ${method}`, ...shown, ...text, quote(`${baseUrl}${path}`)].join(' ');
}

function escapeBytes(body: Uint8Array): string {
  return [...body.subarray(0, 4_000)]
    .map((byte) => {
      if (byte === 0x5c) return '\\\\';
      return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}

function contentTypeOf(body: FuzzBody): string {
  if (body.kind === 'form') return `multipart/form-data; boundary=${BOUNDARY}`;
  return body.kind === 'none' ? '' : body.contentType;
}

function bytesOf(body: FuzzBody): Uint8Array | null {
  if (body.kind === 'none') return null;
  if (body.kind === 'bytes') return Buffer.from(body.latin1, 'latin1');
  // Escapes what is no text, such as half of a surrogate pair.
  if (body.kind === 'json') return Buffer.from(JSON.stringify(body.value) ?? 'null');
  const parts = body.fields.map(({ name, value, fileName }) => {
    const file = fileName === null ? '' : `; filename="${fileName}"\r\nContent-Type: application/octet-stream`;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
  });
  return Buffer.from(`${parts.join('')}${body.end === 'cut' ? `--${BOUNDARY}` : `--${BOUNDARY}--\r\n`}`);
}
