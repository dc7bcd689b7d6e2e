import type { Refusal } from '../../domain/refusal.ts';
import type { RequestClient } from '../http/request-client.ts';
import { checkRate } from '../limits/rate-answer.ts';
import type { ApiParts } from '../parts.ts';

/** The refusal of a request by a link; whoever tries links that do not exist without end is told to wait instead. */
export function refuseLink(
  { failedKeys }: Pick<ApiParts, 'failedKeys'>,
  { address }: Pick<RequestClient, 'address'>,
  refusal: Refusal,
): Refusal {
  const limit = refusal.code === 'not_found' ? (failedKeys?.note(address) ?? null) : null;
  return (limit === null ? null : checkRate({ refusedBy: limit, quotas: [limit] })) ?? refusal;
}
