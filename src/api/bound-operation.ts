import type { Ajv2020 } from 'ajv/dist/2020.js';
import { type Contract, type ContractOperation, getOperation } from './contract/contract.ts';
import { createFormRules, type FormRules } from './contract/form-rules.ts';
import { createRequestValidator, type RequestValidator } from './contract/request-validator.ts';
import { createResponseSerializer, type ResponseSerializer } from './contract/response-serializer.ts';
import { ANONYMOUS_MAX_BODY_BYTES, DEFAULT_MAX_BODY_BYTES } from './http/request-body.ts';
import type { Operation, OperationId } from './operation.ts';
import type { CoreParts } from './parts.ts';

/** An operation joined to what the contract says about it, ready to be served. */
export interface BoundOperation {
  readonly id: OperationId;
  readonly contract: ContractOperation;
  readonly maxBodyBytes: number;
  readonly validate: RequestValidator;
  /** How the fields beside the file are read; null where the operation takes no form. */
  readonly form: FormRules | null;
  readonly serialise: ResponseSerializer;
}

/** A bound operation with its handler, whose parts are no longer of interest. */
export interface ServedOperation<Parts>
  extends BoundOperation,
    Pick<Operation<Parts>, 'prepare' | 'handle' | 'settle'> {}

/** Binds an operation. Throws when the contract has no operation of that id. */
export function bindOperation<Parts extends CoreParts>(
  operation: Operation<Parts>,
  contract: Contract,
  ajv: Ajv2020,
  parts: Parts,
): ServedOperation<Parts> {
  const described = getOperation(contract, operation.id);
  const mostBytes = described.credential === 'none' ? ANONYMOUS_MAX_BODY_BYTES : DEFAULT_MAX_BODY_BYTES;
  return {
    id: operation.id,
    contract: described,
    maxBodyBytes: operation.maxBodyBytes(parts) ?? mostBytes,
    validate: createRequestValidator(ajv, contract.document, described),
    form: createFormRules(ajv, contract.document, described),
    serialise: createResponseSerializer(contract.document, described),
    prepare: operation.prepare,
    handle: operation.handle,
    settle: operation.settle,
  };
}
