import type { ContractOperation } from '../../src/api/contract/contract.ts';
import type { components } from '../../src/api/contract/types.generated.ts';
import { assertResponseMatchesContract } from '../../test/support/calls/assert-response.ts';
import type { Expectation } from './expectation.ts';
import type { FuzzRequest } from './fuzz-request.ts';
import type { WireAnswer } from './wire.ts';

type ErrorBody = components['schemas']['ErrorEnvelope'];

/** Why a well-formed value may be refused all the same: the contract's prose, by operation and place. */
const PROSE: Readonly<Record<string, RegExp>> = {
  createConnection: /^body\.(entityId|institutionId|portalUrl)$/,
  createConnectSession: /^body\.(entityId|institutionId|connectionId|allowedOrigins.*|returnUrl|theme\.logo)$/,
  createFileSource:
    /^body\.(connectionId|path|moveTo|kind|host|port|username|hostKeyFingerprint|password|privateKey|passphrase|knowledge\..*)$/,
  updateFileSource: /^body\.(hostKeyFingerprint|password|privateKey|passphrase|knowledge\..*)$/,
  putFileSettings: /^body\.(accountId|accountNumber|csvProfile.*)$/,
  acceptQuarantinedFile: /^body\.(accountId|accountNumber|csvProfile.*)$/,
  uploadConnectionFile: /^body\.(accountId|accountNumber|csvProfile.*)$/,
  putConnectionCredentials: /^body\.(totpSecret|bankCustomerId|bankUsername|password)$/,
  createWebhook: /^body\.url$/,
  updateWebhook: /^body\.url$/,
  replayEvent: /^body\.webhookId$/,
  replayEvents: /^body\.(webhookId|to)$/,
  syncTransactions: /^query\.(from|cursor)$/,
  advanceSandboxClock: /^body\.(days|until)$/,
  applySandboxScenario: /^(body\.accountId|path\.connectionId)$/,
};

/** Codes with which only the form of a request is refused. */
const OF_FORM: readonly string[] = ['malformed_request', 'unsupported_media_type', 'payload_too_large'];

/** What is wrong with an answer; null when it is what the contract says. */
export function judge(
  operation: ContractOperation,
  request: FuzzRequest,
  expectation: Expectation,
  { status, headers, body, isOpen }: WireAnswer,
): string | null {
  if (status === 500) return 'the server failed';
  if (status === 503 && operation.id !== 'applySandboxScenario') return 'the server could not answer';
  try {
    const sparse = request.query.some(([name]) => name === 'fields');
    assertResponseMatchesContract(operation.id, { status, headers, body: isOpen ? undefined : body }, { sparse });
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
  const code = codeOf(body);
  switch (expectation.kind) {
    case 'refused':
      if (code !== null && expectation.codes.some((each) => each === code)) return null;
      return `answered ${status} ${code ?? ''}, not ${expectation.codes.join(' or ')} for ${expectation.why}`;
    case 'missing':
      return findFault(operation, code, body) ?? (status < 300 ? 'found what is not there for the key' : null);
    case 'fits':
      return findFault(operation, code, body);
    case 'open':
      return null;
    default:
      return expectation satisfies never;
  }
}

/** The fault in refusing a request whose form is right. */
function findFault(operation: ContractOperation, code: string | null, body: unknown): string | null {
  if (code === null) return null;
  if (OF_FORM.includes(code)) return `refused as ${code} though its form is right`;
  if (code !== 'validation_error') return null;
  // Held against its schema before.
  const { details = [] } = (body as ErrorBody).error;
  const allowed = PROSE[operation.id];
  const wrong = details.filter(({ location, field }) => allowed?.test(`${location}.${field}`) !== true);
  return wrong.length === 0 ? null : `refused though its form is right: ${JSON.stringify(wrong)}`;
}

/** The code of an error answer; null for any other. */
export function codeOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const { error } = body;
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
}
