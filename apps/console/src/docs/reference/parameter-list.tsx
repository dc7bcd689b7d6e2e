import type { ApiDocument } from '../contract/api-document.ts';
import type { ApiParameter } from '../contract/api-operation.ts';
import { describeSchema } from '../contract/schema-shape.ts';
import { InlineMarkdown } from './markdown.tsx';
import { ExtensionMark, RequiredMark } from './marks.tsx';
import { SchemaFacts } from './schema-tree.tsx';

const GROUPS = [
  ['path', 'Path'],
  ['query', 'Query'],
  ['header', 'Headers'],
] as const;

/** Parameters by where they stand in the request. */
export function ParameterList({
  document,
  parameters,
}: {
  readonly document: ApiDocument;
  readonly parameters: readonly ApiParameter[];
}) {
  return GROUPS.map(([location, title]) => {
    const group = parameters.filter((parameter) => parameter.location === location);
    if (group.length === 0) return null;
    return (
      <section key={location} className="block" aria-label={`${title} parameters`}>
        <h3>{title}</h3>
        <ul className="tree">
          {group.map((parameter) => (
            <ParameterRow key={parameter.name} document={document} parameter={parameter} />
          ))}
        </ul>
      </section>
    );
  });
}

function ParameterRow({ document, parameter }: { readonly document: ApiDocument; readonly parameter: ApiParameter }) {
  const { name, schema, isRequired, isExtension, description } = parameter;
  const shape = describeSchema(document, schema);
  return (
    <li className="tree-row">
      <div className="tree-head">
        <code className="tree-name">{name}</code>
        <span className="tree-type">{shape.label}</span>
        {isRequired ? <RequiredMark /> : null}
        {isExtension ? <ExtensionMark /> : null}
      </div>
      <div className="tree-body">
        {description === '' ? null : (
          <p className="tree-text">
            <InlineMarkdown text={description} />
          </p>
        )}
        <SchemaFacts shape={shape} />
      </div>
    </li>
  );
}
