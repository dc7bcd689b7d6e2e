import type { ApiDocument } from '../contract/api-document.ts';
import type { ApiOperation, ApiParameter } from '../contract/api-operation.ts';
import { listSelectableFields } from '../contract/selectable-fields.ts';

/** How many names an example of `fields` has: enough to show how they are set apart. */
const SHOWN_NAMES = 2;

/** What a value of a parameter looks like, for its empty field; empty where the contract has no example. */
export function exampleOf(document: ApiDocument, operation: ApiOperation, parameter: ApiParameter): string {
  // Operations share this parameter and with it one example, whose names not every one of them takes.
  if (parameter.name === 'fields') return listSelectableFields(document, operation).slice(0, SHOWN_NAMES).join(',');
  return parameter.example === undefined ? '' : String(parameter.example);
}
