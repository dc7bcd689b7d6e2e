/** The list envelope around items that are JSON text already. */
export function renderPage(page: {
  readonly data: readonly string[];
  readonly pagination: { readonly hasMore: boolean; readonly nextCursor: string | null };
  readonly meta: { readonly requestId: string };
}): string {
  const { data, pagination, meta } = page;
  return `{"data":[${data.join(',')}],"pagination":${JSON.stringify(pagination)},"meta":${JSON.stringify(meta)}}`;
}
