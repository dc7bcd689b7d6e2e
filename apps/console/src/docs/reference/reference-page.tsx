import { MissingPage } from '../frame/missing-page.tsx';
import type { Reference } from '../state/contents.ts';
import { OperationPage } from './operation-page.tsx';
import { ReferenceStart } from './reference-start.tsx';
import { SchemaPage } from './schema-page.tsx';
import { WebhookPage } from './webhook-page.tsx';

/** The page of an address below `/docs/api`. */
export function ReferencePage({ reference, pathname }: { readonly reference: Reference; readonly pathname: string }) {
  const [kind = '', name] = pathname.split('/').slice(3).map(decodeURIComponent);
  if (kind === '') return <ReferenceStart reference={reference} />;
  if (kind === 'schemas' && name !== undefined)
    return Object.hasOwn(reference.document.components.schemas, name) ? (
      <SchemaPage key={name} reference={reference} name={name} />
    ) : (
      <MissingPage />
    );
  if (kind === 'webhooks') {
    const webhook = reference.webhooks.find(({ path }) => path === name);
    return webhook === undefined ? <MissingPage /> : <WebhookPage key={name} reference={reference} webhook={webhook} />;
  }
  const operation = name === undefined ? reference.operations.find(({ id }) => id === kind) : undefined;
  if (operation === undefined) return <MissingPage />;
  return <OperationPage key={kind} reference={reference} operation={operation} />;
}
