import { refuse } from '../../domain/refusal.ts';

export const NO_FILE_SOURCE = refuse('not_found', 'There is no such file source.');
