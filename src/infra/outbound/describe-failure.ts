import { errors } from 'undici';
import { systemErrorCode } from '../system-error.ts';
import { AddressRefusedError } from './guarded-lookup.ts';

export type OutboundFailureCode = 'blocked' | 'unresolved' | 'unreachable' | 'tls' | 'timeout' | 'brokenAnswer';

export interface OutboundFailure {
  readonly code: OutboundFailureCode;
  /** For people; tells nothing of this machine's network. */
  readonly message: string;
}

/** Codes of Node and its TLS library for a certificate or a handshake that was not accepted. */
const TLS_CODE = /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO$)/;
const NAME_CODE = /^(?:ENOTFOUND|ENODATA|EAI_[A-Z]+)$/;
/** The other side began to talk and stopped. What is no HTTP has a class of its own and not always a code. */
const BROKEN_CODE =
  /^(?:UND_ERR_SOCKET|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_[A-Z_]+|UND_ERR_RESPONSE[A-Z_]*|HPE_[A-Z_]+|ECONNRESET|EPIPE)$/;
const TIMEOUT_CODE = /^(?:UND_ERR_[A-Z]+_TIMEOUT|ETIMEDOUT)$/;

/** What to say of an exchange that failed. */
export function describeFailure(error: unknown): OutboundFailure {
  if (error instanceof AddressRefusedError)
    return { code: 'blocked', message: 'The host name leads to an address that is not public.' };
  const code = systemErrorCode(error) ?? '';
  const named = code === '' ? '' : ` (${code})`;
  if (NAME_CODE.test(code) || isOfLookup(error))
    return { code: 'unresolved', message: `The host name cannot be resolved${named}.` };
  if (TLS_CODE.test(code))
    return { code: 'tls', message: `The certificate or the encryption was not accepted${named}.` };
  if (TIMEOUT_CODE.test(code)) return { code: 'timeout', message: 'The host could not be connected to in time.' };
  if (BROKEN_CODE.test(code) || error instanceof errors.HTTPParserError)
    return { code: 'brokenAnswer', message: `The connection ended without a whole answer${named}.` };
  return { code: 'unreachable', message: `The host cannot be reached${named}.` };
}

/** Whether a name server was asked when it failed; the codes of that are partly those of connections. */
function isOfLookup(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && /^(?:query|getaddrinfo)/.test(String(error.syscall));
}
