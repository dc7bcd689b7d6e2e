import { describe, expect, it } from 'vitest';
import { objectAt, partAt } from '../../src/api/contract/contract.ts';
import { SCOPES } from '../../src/domain/access/scope.ts';
import { FAULTS } from '../../src/domain/connection/connection-fault.ts';
import { ACTOR_OF_CAUSE } from '../../src/domain/connection/connection-lifecycle.ts';
import { WARNING_CODES } from '../../src/domain/connection/connection-warning.ts';
import { ERROR_CATALOGUE, ERROR_CODES, type ErrorCode } from '../../src/domain/error-catalogue.ts';
import { theContract, theWholeContract } from '../support/calls/load-contract.ts';

describe('catalogues in the code', () => {
  it('hold the contract’s error codes', () => {
    const schema = objectAt(partAt(theContract().document, '#/components/schemas/ErrorCode'), 'ErrorCode');
    expect(ERROR_CODES).toEqual(schema.enum);
  });

  it('give each code the status that the contract sends it with', () => {
    const seen = new Set<ErrorCode>(['method_not_allowed']);
    for (const operation of theWholeContract().operations.values()) {
      for (const [status, { errorCodes }] of operation.responses) {
        for (const code of errorCodes) {
          expect(`${code} ${ERROR_CATALOGUE[code].status}`).toBe(`${code} ${status}`);
          seen.add(code);
        }
      }
    }
    expect([...seen].sort()).toEqual([...ERROR_CODES].sort());
  });

  it.each([
    ['faults', 'ConnectionErrorCode', Object.keys(FAULTS)],
    ['warnings', 'ConnectionWarning/properties/code', WARNING_CODES],
    ['causes', 'ConnectionTransition/properties/cause', Object.keys(ACTOR_OF_CAUSE)],
  ])('hold the contract’s %s', (_name, path, inCode) => {
    const schema = objectAt(partAt(theContract().document, `#/components/schemas/${path}`), path);
    expect([...inCode].sort()).toEqual([...(schema['x-enum'] as readonly string[])].sort()); // The contract's own list of texts.
  });

  it('hold the contract’s scopes', () => {
    const scheme = objectAt(partAt(theContract().document, '#/components/securitySchemes/apiKey'), 'apiKey');
    expect(SCOPES).toEqual(Object.keys(objectAt(scheme['x-scopes'], 'x-scopes')));
  });
});
