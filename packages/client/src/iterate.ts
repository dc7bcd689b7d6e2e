import { CausewayError } from './errors.ts';
import type { OperationRoute } from './operations.ts';
import type { RequestInput } from './request.ts';
import { type CallOptions, call, type Transport } from './transport.ts';

/** The envelope that every list of the contract has. */
interface ListPage {
  readonly data: readonly unknown[];
  readonly pagination: { readonly nextCursor: string | null };
}

/** Items of a list, page after page; holds one page at a time. Begins at the input's `cursor`, if it has one. */
export async function* iterateList(
  transport: Transport,
  route: OperationRoute,
  input: RequestInput = {},
  options: CallOptions = {},
): AsyncGenerator<unknown, void, void> {
  let cursor = input.cursor ?? null;
  for (;;) {
    // Only routes whose answer is a list come here, and the server answers by the contract.
    const page = (await call(transport, route, { ...input, cursor }, options)) as ListPage;
    yield* page.data;
    const { nextCursor } = page.pagination;
    if (nextCursor === null) return;
    if (nextCursor === cursor) throw stuck(route);
    cursor = nextCursor;
  }
}

function stuck(route: OperationRoute): CausewayError {
  return new CausewayError({
    operation: `${route.method} ${route.path}`,
    status: 200,
    code: 'unexpected_response',
    message: 'The list gave the cursor it was asked with as the next one and would never end.',
    requestId: null,
    details: [],
    documentationUrl: null,
    retryAfterSeconds: null,
  });
}
