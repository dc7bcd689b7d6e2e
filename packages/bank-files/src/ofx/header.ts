/** What stands before `<OFX>`: `KEY:VALUE` lines in SGML, a processing instruction in XML. Hints, all of them. */
export interface OfxHeader {
  /** `102`, `211`; null when the file does not say. */
  readonly version: string | null;
  /** Label of the charset that the header names, or null. */
  readonly charset: string | null;
  /** What is not as the standard wants it, or null. */
  readonly irregularity: string | null;
}

const KNOWN_VERSIONS: ReadonlySet<string> = new Set(
  '100 101 102 103 151 160 200 201 202 203 210 211 220 221 230'.split(' '),
);

/** Reads the header from the beginning of the file. */
export function parseOfxHeader(front: string): OfxHeader {
  const end = front.search(/<OFX>/i);
  const header = end === -1 ? front : front.slice(0, end);
  const version = /\bVERSION\s*[:=]\s*"?(\d{1,4})/.exec(header.replace(/<\?xml[^>]*>/i, ''))?.[1] ?? null;
  return { version, charset: findCharset(header), irregularity: findIrregularity(header, version) };
}

function findCharset(header: string): string | null {
  const xml = /<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']/i.exec(header)?.[1];
  if (xml !== undefined) return xml;
  const charset = /\bCHARSET\s*:\s*([A-Za-z0-9._-]{1,40})/.exec(header)?.[1]?.toUpperCase() ?? 'NONE';
  if (/^125\d$/.test(charset)) return `windows-${charset}`;
  if (/^8859-?\d{1,2}$/.test(charset)) return `iso-${charset.replace(/^8859-?/, '8859-')}`;
  if (charset !== 'NONE') return charset;
  const encoding = /\bENCODING\s*:\s*([A-Za-z0-9._-]{1,40})/.exec(header)?.[1]?.toUpperCase() ?? null;
  return encoding === 'UTF-8' || encoding === 'UNICODE' ? 'utf-8' : null;
}

function findIrregularity(header: string, version: string | null): string | null {
  if (version === null) return 'no version in the header';
  if (!KNOWN_VERSIONS.has(version)) return `version ${version}`;
  if (/<\?OFX/i.test(header)) return null;
  const blanks = header.slice(header.trimEnd().length);
  const lineEnds = Math.max(blanks.split('\n').length, blanks.split('\r').length) - 1;
  return lineEnds >= 2 ? null : 'no blank line between header and <OFX>';
}
