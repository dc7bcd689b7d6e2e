import { refuse } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { presentInstitution } from '../../presenters/institution.ts';

export const getInstitution = defineOperation('getInstitution', {
  handle({ path }, { parts }) {
    const institution = parts.institutions.find(path.institutionId);
    if (institution === null) return refuse('not_found', 'There is no such institution.');
    return { status: 200, body: presentInstitution(institution) };
  },
});
