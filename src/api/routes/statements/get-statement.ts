import { refuse } from '../../../domain/refusal.ts';
import { findStatement } from '../../../store/accounts/statements.ts';
import { defineOperation } from '../../operation.ts';
import { presentStatement } from '../../presenters/statement.ts';

export const getStatement = defineOperation('getStatement', {
  async handle({ path }, { parts, principal }) {
    const statement = await findStatement(parts.sql, principal, path.statementId);
    if (statement === null) return refuse('not_found', 'There is no such statement.');
    return { status: 200, body: presentStatement(statement) };
  },
});
