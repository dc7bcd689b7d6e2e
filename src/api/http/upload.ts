import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { accepted, type RefusalDetail, type Result, refuse, refused } from '../../domain/refusal.ts';
import type { FormRules } from '../contract/form-rules.ts';
import { refuseInvalid } from '../contract/problems.ts';
import { findUnfitValue, isUnstorable } from '../contract/unstorable-text.ts';
import { RefusedError } from './refused-error.ts';
import { refuseTooLarge } from './request-body.ts';

/** One uploaded file with the form fields beside it. Parts may come in any order, so the fields are known last. */
export interface Upload<Fields> {
  readonly file: {
    /** The bytes as they arrive. Fails, and never just ends, when the upload is cut short or over the limit. */
    readonly stream: Readable;
    /** As the sender calls it; a label, never a path. */
    readonly name: string | null;
  };
  /** The validated fields, once the file has been read to its end. Must be asked before anything is kept. */
  readonly readFields: () => Promise<Result<Fields>>;
}

/** An upload as the app handles it: `finish` reads on to the end of the request, whatever the handler left unread. */
export interface OpenUpload {
  readonly upload: Upload<Record<string, unknown>>;
  readonly finish: () => void;
}

/** Most bytes of a field: a CSV profile, which has up to 16 KiB without its blanks, written by a person. */
const MOST_FIELD_BYTES = 32_768;

/** Form fields are short names and ids, and one profile; more of them, or longer ones, mean nothing here. */
const PART_LIMITS = {
  parts: 20,
  fields: 18,
  fieldNameSize: 100,
  fieldSize: MOST_FIELD_BYTES,
  headerPairs: 50,
} as const;

/** Without a boundary nothing tells where a part ends. */
const MULTIPART_TYPE = /^\s*multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"[^"]+"|[^\s;"]+)/i;
const NOT_A_FORM =
  'Send the file as multipart/form-data with a boundary, in a part named file that has a file name, for example with curl -F file=@statement.sta.';

interface FormState {
  readonly rules: FormRules;
  readonly fields: Record<string, unknown>;
  readonly details: RefusalDetail[];
}

type Part = Awaited<ReturnType<ReturnType<FastifyRequest['parts']>['next']>>['value'];

/**
 * Reads a form up to its file part and hands the file on as a stream. Fields before the file are checked first, so that a
 * request that cannot succeed is refused before its file is read; those after it are checked by `readFields`.
 */
export async function openUpload(
  request: FastifyRequest,
  rules: FormRules,
  maxFileBytes: number,
): Promise<Result<OpenUpload>> {
  if (!MULTIPART_TYPE.test(request.headers['content-type'] ?? ''))
    return refused(refuse('unsupported_media_type', NOT_A_FORM));
  const parts = request.parts({ limits: { ...PART_LIMITS, fileSize: maxFileBytes } });
  const form: FormState = { rules, fields: {}, details: [] };
  const finish = (): void => {
    request.raw.unpipe();
    request.raw.resume();
  };
  const file = await nextFile(parts, form, false);
  const nameProblem = file === null ? null : findNameProblem(file.filename);
  if (nameProblem !== null) form.details.push({ location: 'body', field: 'file', message: nameProblem });
  // What was sent in its place has been told already.
  if (file === null && !form.details.some(({ field }) => field === 'file'))
    form.details.push({ location: 'body', field: 'file', message: 'is required, as a part with a file name' });
  const early = [...form.details, ...checkFields(form)];
  if (file === null || early.length > 0) {
    finish();
    return refused(refuseInvalid(early));
  }
  const readFields = async (): Promise<Result<Record<string, unknown>>> => {
    await nextFile(parts, form, true);
    const details = [...form.details, ...checkFields(form)];
    return details.length > 0 ? refused(refuseInvalid(details)) : accepted(form.fields);
  };
  const stream = Readable.from(wholeFile(file.file, maxFileBytes), { objectMode: false });
  return accepted({ upload: { file: { stream, name: file.filename || null }, readFields }, finish });
}

type FilePart = Extract<Part, { type: 'file' }>;

/** Longer than any system lets a name be. */
const MOST_NAME_LENGTH = 1_000;

function findNameProblem(name: string | undefined): string | null {
  if (name === undefined) return null;
  if (isUnstorable(name)) return 'must have a file name without NUL characters and unpaired surrogates';
  return name.length > MOST_NAME_LENGTH ? `must have a file name of at most ${MOST_NAME_LENGTH} characters` : null;
}

/** Collects fields up to the file part; null at the end of the form. With `seen` a further file is one too many. */
async function nextFile(
  parts: ReturnType<FastifyRequest['parts']>,
  form: FormState,
  seen: boolean,
): Promise<FilePart | null> {
  // A `for await` would close the iterator when it is left at the file part.
  for (let part = await nextPart(parts); part !== null; part = await nextPart(parts)) {
    // A part may have no name at all, whatever the types say.
    const field = part.fieldname ?? '';
    const complain = (message: string) => form.details.push({ location: 'body', field, message });
    if (part.type === 'file') {
      if (part.fieldname === 'file' && !seen) return part;
      part.file.resume();
      complain(part.fieldname === 'file' ? 'must be given only once' : 'is not a known property');
    } else if (part.fieldname === 'file') {
      complain('must be sent as a part with a file name');
    } else if (Object.hasOwn(form.fields, part.fieldname)) {
      complain('must be given only once');
    } else if (part.valueTruncated || part.fieldnameTruncated) {
      complain(`must have at most ${PART_LIMITS.fieldSize} bytes`);
    } else {
      const value = readValue(form.rules, part.fieldname, part.value);
      if (value === NO_JSON) complain('is not valid JSON');
      else form.fields[part.fieldname] = value;
    }
  }
  return null;
}

/** The next part; null at the end. The parser's own complaints about broken forms have no code that would tell them apart. */
async function nextPart(parts: ReturnType<FastifyRequest['parts']>): Promise<Part | null> {
  try {
    const next = await parts.next();
    return next.done === true ? null : next.value;
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    throw new RefusedError(refuse('malformed_request', 'The form cannot be read, or it ended early.'), error);
  }
}

const NO_JSON = Symbol('no JSON');

/** A field that is an object arrives as JSON text. */
function readValue({ jsonFields }: FormRules, name: string, value: unknown): unknown {
  if (!jsonFields.has(name) || typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return NO_JSON;
  }
}

function checkFields({ fields, rules }: FormState): readonly RefusalDetail[] {
  const unfit = findUnfitValue(fields);
  return unfit === null ? rules.validate(fields) : [unfit];
}

/** A file over the limit ends early without an error of its own; it must never be taken for a whole one. */
async function* wholeFile(file: FilePart['file'], maxFileBytes: number): AsyncGenerator<Uint8Array> {
  try {
    yield* file;
  } catch (error) {
    throw new RefusedError(refuse('malformed_request', 'The upload ended early.'), error);
  }
  if (file.truncated) throw new RefusedError(refuseTooLarge(maxFileBytes));
}
