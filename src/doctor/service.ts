import { FAULTS, type FaultCode } from '../domain/connection/connection-fault.ts';
import type { Sql } from '../infra/database.ts';
import {
  type ConnectionCount,
  countBrokenProofs,
  countConnections,
  countJobs,
  countOpenQuarantine,
  findSyncLatenessSeconds,
  findWebhookFigures,
} from '../store/installation-figures.ts';
import { count, type Finding, ok, problem, warn } from './finding.ts';

/** A sync that is due for longer is late: rounds come every few seconds, and syncs take minutes. */
const LATE_SECONDS = 900;
/** Deliveries to receivers that answer go out at once. */
const LATE_DELIVERY_SECONDS = 300;

/** How the service does its work, by what the database holds. */
export async function checkService(sql: Sql): Promise<Finding[]> {
  return [
    ...(await checkConnections(sql)),
    await checkSchedule(sql),
    await checkJobs(sql),
    ...(await checkWebhooks(sql)),
    await checkQuarantine(sql),
    await checkProofs(sql),
  ];
}

async function checkConnections(sql: Sql): Promise<Finding[]> {
  const counts = await countConnections(sql);
  const inUse = counts.filter(({ status }) => status !== 'revoked' && status !== 'draft');
  const troubled = inUse.filter(isTroubled);
  if (troubled.length === 0)
    return [
      ok(
        'connections',
        `No connection is in trouble, of ${inUse.reduce((sum, { count: number }) => sum + number, 0)} in use.`,
      ),
    ];
  return troubled.map(({ environment, status, errorCode, count: number }) => {
    // Stored by the same code that has the catalogue; an older release may have had another one.
    const fault = errorCode === null ? undefined : FAULTS[errorCode as FaultCode];
    const actor = { endUser: 'the owner of the account', integrator: 'the integrator', platform: 'you' };
    const who = fault === undefined ? 'see its health' : `${actor[fault.actor]} must act`;
    return warn(
      'connections',
      `${count(number, 'connection')} in ${environment} ${number === 1 ? 'is' : 'are'} ${status} with ${errorCode ?? 'no fault'}: ${fault?.message ?? 'the reason is not known here.'}`,
      `Look at GET /v1/connections?status=${status}; ${who}. docs/connection-lifecycle.md explains each fault.`,
    );
  });
}

/** Without a connector an activation waits for one, and is in no trouble meanwhile; a connection in use had one, and has lost it. */
function isTroubled({ status, errorCode }: ConnectionCount): boolean {
  if (status === 'active') return errorCode === 'no_connector';
  if (status === 'pendingActivation') return errorCode !== null && errorCode !== 'no_connector';
  return status === 'errored' || status === 'reauthRequired';
}

async function checkSchedule(sql: Sql): Promise<Finding> {
  const seconds = await findSyncLatenessSeconds(sql);
  if (seconds < LATE_SECONDS) return ok('schedule', 'No sync is late.');
  return problem(
    'schedule',
    `A sync has been due for ${Math.round(seconds / 60)} minutes.`,
    'Start "causeway worker" or "causeway serve", or raise CAUSEWAY_WORKER_CONCURRENCY where they run already.',
  );
}

async function checkJobs(sql: Sql): Promise<Finding> {
  const counts = await countJobs(sql);
  const sum = (state: string) => counts.reduce((total, each) => (each.state === state ? total + each.count : total), 0);
  if (sum('given_up') > 0)
    return problem(
      'jobs',
      `${count(sum('given_up'), 'job')} failed as often as a job may.`,
      'The log of the workers tells why, under "a sync run met an internal fault" or "a job failed". Request the sync again once that is mended.',
    );
  if (sum('failing') > 0)
    return warn(
      'jobs',
      `${count(sum('failing'), 'job')} failed and will be tried again.`,
      'The log of the workers tells why.',
    );
  return ok(
    'jobs',
    `The queue holds ${count(sum('ready') + sum('waiting') + sum('running'), 'job')}, none of which fails.`,
  );
}

async function checkWebhooks(sql: Sql): Promise<Finding[]> {
  const { active, inactive, failing, pending, oldestPendingSeconds } = await findWebhookFigures(sql);
  const findings: Finding[] = [];
  if (failing > 0)
    findings.push(
      warn(
        'webhooks',
        `${count(failing, 'receiver')} of webhooks ${failing === 1 ? 'fails' : 'fail'} at present.`,
        'GET /v1/webhooks/{webhookId}/deliveries shows their answers. After five days of failure a webhook is switched off.',
      ),
    );
  if (inactive > 0)
    findings.push(
      warn(
        'webhooks',
        `${count(inactive, 'webhook')} ${inactive === 1 ? 'is' : 'are'} switched off, by somebody or after five days of failure.`,
        'Switch on with PATCH /v1/webhooks/{webhookId} once its receiver works, then replay what it missed; or delete it.',
      ),
    );
  if (failing === 0 && oldestPendingSeconds > LATE_DELIVERY_SECONDS)
    findings.push(
      problem(
        'webhooks',
        `${count(pending, 'delivery', 'deliveries')} wait, the oldest for ${Math.round(oldestPendingSeconds / 60)} minutes, and no receiver fails.`,
        'Start "causeway worker" or "causeway serve": workers send webhooks.',
      ),
    );
  return findings.length > 0 ? findings : [ok('webhooks', `${count(active, 'webhook')}, and nothing waits for long.`)];
}

async function checkQuarantine(sql: Sql): Promise<Finding> {
  const files = await countOpenQuarantine(sql);
  if (files === 0) return ok('quarantine', 'No file waits in quarantine.');
  return warn(
    'quarantine',
    `${count(files, 'file')} ${files === 1 ? 'waits' : 'wait'} in quarantine.`,
    'Decide with "causeway quarantine list", "causeway quarantine accept" and "causeway quarantine discard".',
  );
}

async function checkProofs(sql: Sql): Promise<Finding> {
  const { broken, alarms } = await countBrokenProofs(sql);
  if (alarms > 0)
    return problem(
      'balance-proof',
      `Balances and transactions of ${count(alarms, 'account')} do not add up, and a wider read has not mended it.`,
      'GET /v1/accounts shows which, and from which day. Compare that day with the bank; docs/reconciliation.md tells what an alarm means.',
    );
  if (broken > 0)
    return warn(
      'balance-proof',
      `Balances and transactions of ${count(broken, 'account')} do not add up at present.`,
      'Nothing yet where a bank is read: that is done again by itself, further back. An account that only files feed waits for the file that is missing, or for a corrected one.',
    );
  return ok('balance-proof', 'No balance contradicts the transactions.');
}
