import type { Ajv2020 } from 'ajv/dist/2020.js';
import { type BodyValidator, createBodyValidator } from './body-validator.ts';
import { type ContractOperation, isObject, type JsonObject, type JsonSchema, resolveRef } from './contract.ts';

/** How the fields beside the file of a form are read and checked. */
export interface FormRules {
  readonly validate: BodyValidator;
  /** Fields that are objects, which a form carries as JSON text. */
  readonly jsonFields: ReadonlySet<string>;
}

/** The rules of an operation's form; null where it takes none. */
export function createFormRules(ajv: Ajv2020, document: JsonObject, operation: ContractOperation): FormRules | null {
  const schema = operation.body?.content.get('multipart/form-data');
  if (schema === undefined) return null;
  const fields = withoutFile(resolveRef(document, schema));
  const isJson = (field: unknown) => isObject(field) && resolveRef(document, field).type === 'object';
  const properties = Object.entries(isObject(fields.properties) ? fields.properties : {});
  return {
    validate: createBodyValidator(ajv, document, fields),
    jsonFields: new Set(properties.filter(([, field]) => isJson(field)).map(([name]) => name)),
  };
}

/** The file itself is a stream and is checked by whoever reads it. */
function withoutFile(schema: JsonSchema): JsonSchema {
  const { file: _file, ...properties } = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => name !== 'file') : [];
  return { ...schema, properties, required };
}
