import postgres from 'postgres';
import { seededChoices } from '../../test/support/choices.ts';
import { answerParent } from '../../test/support/processes/child.ts';
import { positionAt as placeAt } from '../organization/organization.ts';
import type { DriverLoopConfig, DriverLoopQuestion } from './driver-loop-contestant.ts';

/** The bare driver: connections that read the rows of pages and drop them, and nothing else. */
answerParent<DriverLoopConfig, null, DriverLoopQuestion, number>(async (config) => {
  const { databaseUrl, sessionSettings, query, organization, clients, seed } = config;
  const choices = seededChoices(`${seed}/driver`);
  const connections = Array.from({ length: clients }, () =>
    postgres(databaseUrl, { max: 1, fetch_types: false, connection: sessionSettings, onnotice: () => undefined }),
  );
  const readUntil = async (sql: postgres.Sql, endMs: number): Promise<number> => {
    let count = 0;
    while (performance.now() < endMs) {
      const position = placeAt(organization, choices.real(), choices.real()).toString();
      const parameters = query.parameters.map((value, index) => (query.positionAt.includes(index) ? position : value));
      const rows = await sql.unsafe(query.text, parameters, { prepare: true }).raw();
      if (rows.length === 0) throw new Error('the page was empty');
      count += 1;
    }
    return count;
  };
  return {
    hello: null,
    answer: async ({ durationMs }) => {
      const startMs = performance.now();
      const counts = await Promise.all(connections.map((sql) => readUntil(sql, startMs + durationMs)));
      const elapsedMs = performance.now() - startMs;
      return (counts.reduce((sum, count) => sum + count, 0) / elapsedMs) * 1_000;
    },
  };
});
