import { resolveNode, type SchemaNode } from '../contract/api-document.ts';
import { describeSchema } from '../contract/schema-shape.ts';
import type { Reference } from '../state/contents.ts';
import { CodeBlock } from './code-block.tsx';
import { Markdown } from './markdown.tsx';
import { ExtensionMark } from './marks.tsx';
import { SchemaTree } from './schema-tree.tsx';

/** One schema with all it holds, and the operations that speak of it. */
export function SchemaPage({
  reference: { document, operations },
  name,
}: {
  readonly reference: Reference;
  readonly name: string;
}) {
  const node: SchemaNode = { $ref: `#/components/schemas/${name}` };
  const shape = describeSchema(document, node);
  const example = resolveNode(document, node).examples?.[0];
  const users = operations.filter((operation) => mentions(operation, `#/components/schemas/${name}`));
  return (
    <article className="plain-page">
      <p className="kicker">Schema</p>
      <h1 tabIndex={-1}>{name}</h1>
      <p className="facts">
        <span className="mark">{shape.label === name ? 'object' : shape.label}</span>
        {shape.isExtension ? <ExtensionMark /> : null}
      </p>
      <Markdown text={shape.description} />
      <SchemaTree document={document} node={node} />
      {example === undefined ? null : (
        <>
          <h2 id="example">Example</h2>
          <CodeBlock code={JSON.stringify(example, null, 2)} language="json" />
        </>
      )}
      {users.length === 0 ? null : (
        <>
          <h2 id="operations">Operations with it</h2>
          <ul>
            {users.map(({ id, summary }) => (
              <li key={id}>
                <a href={`/docs/api/${id}`}>{summary}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}

/** True where a part of an operation refers to the schema itself. */
function mentions(part: unknown, reference: string): boolean {
  if (typeof part !== 'object' || part === null) return part === reference;
  return Object.values(part).some((inner) => mentions(inner, reference));
}
