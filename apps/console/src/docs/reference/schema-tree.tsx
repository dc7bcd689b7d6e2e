import { useState } from 'react';
import type { ApiDocument, SchemaNode } from '../contract/api-document.ts';
import { describeSchema, type NamedSchema, type SchemaShape } from '../contract/schema-shape.ts';
import { InlineMarkdown } from './markdown.tsx';
import { ExtensionMark, RequiredMark, WriteOnlyMark } from './marks.tsx';

/** The properties of a schema, each of which opens to show what lies below it. */
export function SchemaTree({ document, node }: { readonly document: ApiDocument; readonly node: SchemaNode }) {
  const shape = describeSchema(document, node);
  const children = childrenOf(shape);
  if (children.length === 0) return <SchemaFacts shape={shape} />;
  return (
    <ul className="tree">
      {children.map((child, at) => (
        // Two variants may have one name; their order is that of the contract.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <SchemaRow key={at} document={document} child={child} isVariant={shape.variants.includes(child)} />
      ))}
    </ul>
  );
}

function SchemaRow({
  document,
  child,
  isVariant,
}: {
  readonly document: ApiDocument;
  readonly child: NamedSchema;
  readonly isVariant: boolean;
}) {
  const [isOpen, setOpen] = useState(false);
  const shape = describeSchema(document, child.node);
  const below = childrenOf(shape).length;
  return (
    <li className="tree-row">
      <div className="tree-head">
        {below > 0 ? (
          <button
            type="button"
            className="tree-toggle"
            aria-expanded={isOpen}
            aria-label={`${isOpen ? 'Close' : 'Open'} ${child.name}`}
            onClick={() => setOpen(!isOpen)}
          >
            <span aria-hidden>{isOpen ? '−' : '+'}</span>
          </button>
        ) : (
          <span className="tree-toggle-space" />
        )}
        {isVariant ? null : <code className="tree-name">{child.name}</code>}
        <TypeLabel shape={shape} />
        {child.isRequired ? <RequiredMark /> : null}
        {shape.isWriteOnly ? <WriteOnlyMark /> : null}
        {shape.isExtension ? <ExtensionMark /> : null}
      </div>
      <div className="tree-body">
        {shape.description === '' ? null : (
          <p className="tree-text">
            <InlineMarkdown text={firstParagraph(shape.description)} />
          </p>
        )}
        <SchemaFacts shape={shape} />
        {isOpen ? <SchemaTree document={document} node={child.node} /> : null}
      </div>
    </li>
  );
}

function TypeLabel({ shape: { label, named } }: { readonly shape: SchemaShape }) {
  if (named === null) return <span className="tree-type">{label}</span>;
  return (
    <a className="tree-type" href={`/docs/api/schemas/${named}`}>
      {label}
    </a>
  );
}

/** Values and limits of one schema. */
export function SchemaFacts({ shape }: { readonly shape: SchemaShape }) {
  const { values, limits, isOpenList } = shape;
  if (values.length === 0 && limits.length === 0) return null;
  return (
    <div className="tree-facts">
      {values.map(({ value, isExtension }) => (
        <code key={String(value)} className={isExtension ? 'value value-extension' : 'value'}>
          {String(value)}
          {isExtension ? <span className="cw-visually-hidden"> (extension)</span> : null}
        </code>
      ))}
      {isOpenList ? <span className="limit">and more may come</span> : null}
      {limits.map((limit) => (
        <span key={limit} className="limit">
          {limit}
        </span>
      ))}
    </div>
  );
}

function childrenOf({ properties, variants }: SchemaShape): readonly NamedSchema[] {
  return properties.length > 0 ? properties : variants;
}

/** Tables and lists of a long description are on the page of its schema. */
function firstParagraph(text: string): string {
  return text.split('\n\n')[0] ?? '';
}
