import { type Refusal, refuse } from '../../domain/refusal.ts';

/** The cursor that a live stream goes on after, and a refusal of it with the place that it was sent in. */
export interface ResumedCursor {
  readonly cursor: string | undefined;
  blame(refusal: Refusal): Refusal;
}

/** Browsers repeat the first URL when they reconnect, so the last message they had counts more than the query. */
export function findResumedCursor({
  query,
  header,
}: {
  readonly query: { readonly cursor?: string };
  readonly header: { readonly 'Last-Event-ID'?: string };
}): ResumedCursor {
  const { 'Last-Event-ID': lastEventId } = header;
  return lastEventId === undefined
    ? { cursor: query.cursor, blame: (refusal) => refusal }
    : { cursor: lastEventId, blame: blameHeader };
}

function blameHeader({ code, message, details }: Refusal): Refusal {
  return refuse(
    code,
    message,
    details?.map((detail) => ({ ...detail, location: 'header', field: 'Last-Event-ID' })),
  );
}
