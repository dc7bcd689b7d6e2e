import { describe, expect, it } from 'vitest';
import { objectAt, partAt } from '../../src/api/contract/contract.ts';
import { ERROR_CATALOGUE, ERROR_CODES, type ErrorCode } from '../../src/domain/error-catalogue.ts';
import { SCOPES } from '../../src/domain/scope.ts';
import { theContract } from './load-contract.ts';

describe('catalogues in the code', () => {
  it('hold the contract’s error codes', () => {
    const schema = objectAt(partAt(theContract().document, '#/components/schemas/ErrorCode'), 'ErrorCode');
    expect(ERROR_CODES).toEqual(schema.enum);
  });

  it('give each code the status that the contract sends it with', () => {
    const seen = new Set<ErrorCode>(['method_not_allowed']);
    for (const operation of theContract().operations.values()) {
      for (const [status, { errorCodes }] of operation.responses) {
        for (const code of errorCodes) {
          expect(`${code} ${ERROR_CATALOGUE[code].status}`).toBe(`${code} ${status}`);
          seen.add(code);
        }
      }
    }
    expect([...seen].sort()).toEqual([...ERROR_CODES].sort());
  });

  it('hold the contract’s scopes', () => {
    const scheme = objectAt(partAt(theContract().document, '#/components/securitySchemes/apiKey'), 'apiKey');
    expect(SCOPES).toEqual(Object.keys(objectAt(scheme['x-scopes'], 'x-scopes')));
  });
});
