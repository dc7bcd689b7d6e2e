/** One error code of the API: the status it comes with, its name for people, and the way out. */
export interface ErrorEntry {
  readonly status: number;
  readonly title: string;
  readonly whatToDo: string;
}

/** Every error code of the contract. The page of a code is `docs/errors/<code>.md`. */
export const ERROR_CATALOGUE = {
  malformed_request: {
    status: 400,
    title: 'The request cannot be read',
    whatToDo: 'Send well-formed HTTP with a UTF-8 JSON body; the message names the place that could not be read.',
  },
  invalid_cursor: {
    status: 400,
    title: 'The cursor does not fit',
    whatToDo:
      'Send the cursor exactly as it was received, with the same key environment, filters and sort; or start without one.',
  },
  missing_api_key: {
    status: 401,
    title: 'No API key was sent',
    whatToDo: 'Send the header Authorization: Bearer <key>.',
  },
  invalid_api_key: {
    status: 401,
    title: 'The API key is unknown',
    whatToDo: 'Check that the whole key was copied and that it belongs to this installation.',
  },
  api_key_expired: {
    status: 401,
    title: 'The API key has expired',
    whatToDo: 'Make a new key and replace this one.',
  },
  api_key_revoked: {
    status: 401,
    title: 'The API key was revoked',
    whatToDo: 'Use another key; a revoked key never works again.',
  },
  session_required: {
    status: 401,
    title: 'Nobody is signed in',
    whatToDo: 'Sign in to the console and try again.',
  },
  sign_in_refused: {
    status: 401,
    title: 'Signing in was refused',
    whatToDo: 'Check the address, the password and the code; begin with the password again where the code came late.',
  },
  invalid_connect_token: {
    status: 401,
    title: 'The Connect link is unknown',
    whatToDo: 'Open the whole link as it was handed out, or ask for a new one.',
  },
  insufficient_scope: {
    status: 403,
    title: 'The API key lacks a scope',
    whatToDo: 'Use a key with the scope that the message names.',
  },
  environment_forbidden: {
    status: 403,
    title: 'Not possible in this environment',
    whatToDo: 'Use test keys with demo institutions and the sandbox, live keys with all other institutions.',
  },
  not_found: {
    status: 404,
    title: 'There is no such resource',
    whatToDo: 'Check the path and the id, and that the key belongs to the same organization and environment.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The path has no such method',
    whatToDo: 'Use one of the methods in the Allow header.',
  },
  conflict: {
    status: 409,
    title: 'The state of the resource forbids it',
    whatToDo: 'Read the resource and act on the state it has now.',
  },
  sync_in_progress: {
    status: 409,
    title: 'A sync is running',
    whatToDo: 'Wait until syncStatus is idle and try again.',
  },
  idempotency_conflict: {
    status: 409,
    title: 'The idempotency key stands for another request',
    whatToDo: 'Send a fresh Idempotency-Key for a new request, and the old one only with the very same request.',
  },
  setup_incomplete: {
    status: 409,
    title: 'Onboarding input is missing',
    whatToDo: 'Store the credentials of the connection first, then complete the setup.',
  },
  connection_not_ready: {
    status: 409,
    title: 'The connection is not in a state for this',
    whatToDo: 'Read the connection; finish its setup, resume it or renew its sign-in, then try again.',
  },
  default_entity_protected: {
    status: 409,
    title: 'The default entity cannot be deleted',
    whatToDo: 'Delete or revoke its connections one by one if they are no longer wanted.',
  },
  webhook_inactive: {
    status: 409,
    title: 'The webhook registration is switched off',
    whatToDo: 'Set active to true on the registration and try again.',
  },
  cursor_expired: {
    status: 410,
    title: 'The sync cursor is older than 90 days',
    whatToDo: 'Bootstrap again: call the sync without a cursor, page the history, then go on from the new cursor.',
  },
  connect_session_ended: {
    status: 410,
    title: 'The Connect link can no longer be used',
    whatToDo: 'Ask for a new link; one is good for one connection and for a short time.',
  },
  payload_too_large: {
    status: 413,
    title: 'The request body is too large',
    whatToDo: 'Send less in one request: 1 MiB for JSON, the upload limit of the installation for files.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body has the wrong Content-Type',
    whatToDo: 'Send the Content-Type that the operation takes, uncompressed.',
  },
  validation_error: {
    status: 422,
    title: 'The request has invalid fields',
    whatToDo: 'Correct every field in details; each entry names the place and what it must look like.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    whatToDo: 'Wait for the seconds in Retry-After, then send fewer requests at a time.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong in Causeway',
    whatToDo: 'Try again later; quote the request id when reporting it.',
  },
  unavailable: {
    status: 503,
    title: 'The service cannot answer now',
    whatToDo: 'Try again after a short while; honour Retry-After where it is sent.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** The catalogue's codes in the contract's order. */
export const ERROR_CODES = Object.keys(ERROR_CATALOGUE) as readonly ErrorCode[]; // Object.keys forgets the literal names.

/** HTTP status that goes with a code. */
export function statusOfError(code: ErrorCode): number {
  return ERROR_CATALOGUE[code].status;
}
