import type { ErrorCode } from './error-catalogue.ts';

/** One rejected input: the part of the request, the field in it, and what is wrong with it, for a developer. */
export interface RefusalDetail {
  readonly location: 'body' | 'query' | 'path' | 'header';
  /** Parameter name, or the dotted path of a body property; array items by index. */
  readonly field: string;
  readonly message: string;
}

/** An expected "no": what a command or a route answers instead of a result. Never thrown. */
export interface Refusal {
  readonly refused: true;
  readonly code: ErrorCode;
  /** One or two sentences for a developer; names the field and the fix where there is one. */
  readonly message: string;
  readonly details?: readonly RefusalDetail[];
  /** Becomes the `Retry-After` header. */
  readonly retryAfterSeconds?: number;
}

/** What a step that may be refused gives back. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** A refusal with its code, its message and, where inputs are at fault, one detail for each. */
export function refuse(code: ErrorCode, message: string, details?: readonly RefusalDetail[]): Refusal {
  return details === undefined ? { refused: true, code, message } : { refused: true, code, message, details };
}

/** A `validation_error` for one input; its message names the field. */
export function refuseField(location: RefusalDetail['location'], field: string, message: string): Refusal {
  return refuse('validation_error', `The ${location} field ${field} ${message}.`, [{ location, field, message }]);
}

/** The successful half of a Result. */
export function accepted<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** The refused half of a Result. */
export function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

/** Tells a refusal from a reply or any other value. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value && value.refused === true;
}
