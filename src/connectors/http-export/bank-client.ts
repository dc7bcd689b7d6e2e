import { type Fault, type FaultCode, faultOf } from '../../domain/connection/connection-fault.ts';
import type { SessionContext, SourceRequest, Step } from '../contract.ts';

/** A bank's answer: its parsed JSON and the bytes as they came. */
export interface BankAnswer {
  readonly json: unknown;
  readonly bytes: Uint8Array;
}

/** What the bank's own codes mean here. */
const FAULT_OF_BANK_CODE: Readonly<Record<string, FaultCode>> = {
  credentials_rejected: 'credentials_rejected',
  password_expired: 'password_expired',
  account_locked: 'account_locked',
  code_required: 'mfa_required',
  permission_missing: 'delegated_user_missing_permission',
  bank_maintenance: 'bank_maintenance',
  rate_limited: 'rate_limited_by_bank',
};

/** A word that names what is wrong, and is no text of its own. */
const PLAIN_CODE = /^[a-z][a-z_]{2,39}$/i;

/** Asks the bank once. Whatever is not a success becomes the fault that the bank's code or status stands for. */
export async function askBank(
  context: SessionContext,
  request: Omit<SourceRequest, 'signal'>,
): Promise<Step<BankAnswer>> {
  const response = await context.http.request({ ...request, signal: context.signal });
  switch (response.kind) {
    case 'unreachable':
      return failed(faultOf('portal_unavailable', 'The bank could not be reached.'));
    case 'timeout':
      return failed(faultOf('portal_unavailable', 'The bank did not answer in time.'));
    case 'tooLarge':
      return failed(faultOf('portal_changed', 'The answer of the bank was larger than any export is.'));
    case 'response': {
      const json = parseJson(response.body);
      if (response.status >= 200 && response.status < 300)
        return json === undefined && response.body.length > 0
          ? failed(faultOf('portal_changed', 'The answer of the bank is no JSON.'))
          : { ok: true, value: { json, bytes: response.body } };
      return failed(faultOfStatus(response.status, json));
    }
    default:
      return response satisfies never;
  }
}

function faultOfStatus(status: number, json: unknown): Fault {
  const code = typeof json === 'object' && json !== null && 'code' in json ? json.code : null;
  const known = typeof code === 'string' ? FAULT_OF_BANK_CODE[code] : undefined;
  if (known !== undefined) return faultOf(known);
  if (status === 429) return faultOf('rate_limited_by_bank');
  if (status >= 500) return faultOf('portal_unavailable', `The bank answered with the fault ${status}.`);
  // The bank's own text stays out: it may repeat what was sent, such as a password.
  const named = typeof code === 'string' && PLAIN_CODE.test(code) ? ` and the code ${code}` : '';
  return faultOf('portal_changed', `The bank answered with the unexpected status ${status}${named}.`);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // Not being JSON is an answer as well; the caller decides what it means.
    return undefined;
  }
}

function failed(fault: Fault): { ok: false; fault: Fault } {
  return { ok: false, fault };
}
