import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { Refusal } from '../domain/refusal.ts';
import { type Contract, type ContractOperation, getOperation } from './contract/contract.ts';
import { createFormRules, type FormRules } from './contract/form-rules.ts';
import { createRequestValidator, type RequestValidator } from './contract/request-validator.ts';
import { createResponseSerializer, type ResponseSerializer } from './contract/response-serializer.ts';
import type { AnyContext, AnyReply, Operation, OperationId, ParsedInput } from './operation.ts';
import type { CoreParts } from './parts.ts';
import { DEFAULT_MAX_BODY_BYTES } from './request-body.ts';

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
export interface ServedOperation<Parts> extends BoundOperation {
  readonly handle: (input: ParsedInput, context: AnyContext<Parts>) => Promise<AnyReply | Refusal>;
}

/** Binds an operation. Throws when the contract has no operation of that id. */
export function bindOperation<Parts extends CoreParts>(
  operation: Operation<Parts>,
  contract: Contract,
  ajv: Ajv2020,
  parts: Parts,
): ServedOperation<Parts> {
  const described = getOperation(contract, operation.id);
  return {
    id: operation.id,
    contract: described,
    maxBodyBytes: operation.maxBodyBytes(parts) ?? DEFAULT_MAX_BODY_BYTES,
    validate: createRequestValidator(ajv, contract.document, described),
    form: createFormRules(ajv, contract.document, described),
    serialise: createResponseSerializer(contract.document, described),
    handle: operation.handle,
  };
}
