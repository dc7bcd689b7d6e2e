import { type Choices, seededChoices } from '../../test/support/choices.ts';
import { dieNow, type ParentLink, runChild } from '../../test/support/processes/child.ts';
import { ApiClient, type ListPageJson, type StreamPageJson, type TransactionJson } from './api-client.ts';
import { Mirror, type Place, type Subject } from './mirror.ts';
import { BETWEEN_PAGES, DOZING, pause } from './pauses.ts';

export interface ReaderConfig {
  readonly seed: string;
  readonly urlsFile: string;
  readonly apiKey: string;
  readonly mirrorPath: string;
  readonly filter: 'none' | 'account' | 'connection';
  /** The first way to begin; later ones are chosen. */
  readonly bootstrap: 'head' | 'beginning';
  /** Page and cursor in one transaction, or the page first and the cursor after it, with a chance to die in between. */
  readonly save: 'together' | 'apart';
  /** Reads small pages and is often away. */
  readonly dozes: boolean;
  /** Probability, for each page, of throwing the mirror away and beginning anew. */
  readonly restartRate: number;
  readonly deathRate: number;
  /** Whether virtual time may make cursors expire. */
  readonly mayExpire: boolean;
}

const SORTS = ['postedDate', '-postedDate', 'updatedAt', '-updatedAt'];
/** Empty reads in a row after which a reader believes that it has everything. */
const QUIET_READS = 2;
const BEGIN: Place = { cursor: null, page: 0, sincePage: -1 };

runChild<ReaderConfig>(async (config, link) => {
  const choices = seededChoices(config.seed);
  const mirror = new Mirror(config.mirrorPath);
  const reader = new Reader(config, {
    choices,
    mirror,
    link,
    api: new ApiClient(config.urlsFile, config.apiKey, choices),
  });
  await reader.run();
  mirror.close();
});

interface ReaderParts {
  readonly choices: Choices;
  readonly mirror: Mirror;
  readonly link: ParentLink;
  readonly api: ApiClient;
}

class Reader {
  readonly #config: ReaderConfig;
  readonly #parts: ReaderParts;

  constructor(config: ReaderConfig, parts: ReaderParts) {
    this.#config = config;
    this.#parts = parts;
  }

  async run(): Promise<void> {
    const { mirror, choices, link } = this.#parts;
    const place = mirror.place();
    // A former life may have died between applying and saving.
    if (place !== null) mirror.atomically(() => mirror.doubt(place.page));
    for (let quietReads = 0; quietReads < QUIET_READS; ) {
      if (mirror.subject() === null || (!link.quiet.aborted && choices.chance(this.#config.restartRate)))
        await this.#restart();
      const idle = await this.#step();
      quietReads = idle && link.quiet.aborted ? quietReads + 1 : 0;
      if (!link.quiet.aborted) await pause(choices, this.#config.dozes ? DOZING : BETWEEN_PAGES, link.quiet);
    }
  }

  async #restart(): Promise<void> {
    const { mirror, choices } = this.#parts;
    const first = mirror.subject() === null;
    const bootstrap = first ? this.#config.bootstrap : choices.pick(['head', 'beginning'] as const);
    const filter = await this.#chooseFilter();
    mirror.atomically(() => mirror.restart({ bootstrap, ...filter }));
  }

  async #chooseFilter(): Promise<Pick<Subject, 'accountId' | 'connectionId'>> {
    const none = { accountId: null, connectionId: null };
    if (this.#config.filter === 'none') return none;
    const path = this.#config.filter === 'account' ? '/v1/accounts' : '/v1/connections';
    const answer = await this.#parts.api.get<ListPageJson<{ id: string }>>(path, { limit: 100 });
    if (answer.kind === 'expired' || answer.body.data.length === 0) return none;
    const { id } = this.#parts.choices.pick(answer.body.data);
    return this.#config.filter === 'account' ? { ...none, accountId: id } : { ...none, connectionId: id };
  }

  /** One request and what follows from it. True when the server had nothing new. */
  async #step(): Promise<boolean> {
    switch (this.#parts.mirror.read('phase')) {
      case 'new':
        await this.#begin();
        return false;
      case 'backfill':
        await this.#readList();
        return false;
      default:
        return this.#readStream();
    }
  }

  async #begin(): Promise<void> {
    const { mirror } = this.#parts;
    if (mirror.subject()?.bootstrap === 'beginning') {
      mirror.atomically(() => {
        mirror.savePlace(BEGIN);
        mirror.write('phase', 'stream');
      });
      return;
    }
    const page = await this.#ask({ cursor: null });
    if (page === null) return;
    if (page.events.length > 0 || page.hasMore) throw new Error('the first call did not answer with the head alone');
    mirror.atomically(() => {
      mirror.savePlace({ ...BEGIN, cursor: page.nextCursor });
      mirror.write('phase', 'backfill');
      mirror.write('listCursor', '');
      mirror.write('listSort', this.#parts.choices.pick(SORTS));
    });
  }

  async #readList(): Promise<void> {
    const { mirror, api, choices } = this.#parts;
    const { accountId, connectionId } = this.#subject();
    const answer = await api.get<ListPageJson<TransactionJson>>('/v1/transactions', {
      limit: choices.whole(1, 500),
      sort: mirror.read('listSort'),
      cursor: mirror.read('listCursor') || null,
      accountId,
      connectionId,
    });
    if (answer.kind === 'expired') throw new Error('a list cursor does not expire');
    const { data, pagination } = answer.body;
    if (choices.chance(this.#deathRate())) await dieNow();
    mirror.atomically(() => {
      mirror.applyList(data);
      mirror.write('listCursor', pagination.nextCursor ?? '');
      if (!pagination.hasMore) mirror.write('phase', 'stream');
    });
  }

  async #readStream(): Promise<boolean> {
    const { mirror, choices } = this.#parts;
    if (choices.chance(0.03)) mirror.atomically(() => mirror.stepBack(choices.pick(mirror.places())));
    const from = mirror.place();
    if (from === null) throw new Error('a mirror without a place');
    const ask = from.cursor === null ? { from: 'beginning' } : { cursor: from.cursor };
    // The answer was lost on the way: the same cursor again, and another page size.
    if (choices.chance(0.08) && (await this.#ask(ask)) === null) return false;
    const page = await this.#ask(ask);
    if (page === null) return false;
    if (choices.chance(this.#deathRate())) await dieNow();
    await this.#apply(page, from);
    return page.events.length === 0 && !page.hasMore;
  }

  async #apply(page: StreamPageJson, from: Place): Promise<void> {
    const { mirror, choices } = this.#parts;
    const next = from.page + 1;
    const place = { cursor: page.nextCursor, page: next, sincePage: page.hasMore ? from.sincePage : next };
    if (this.#config.save === 'together') {
      mirror.atomically(() => {
        mirror.applyEvents(page, from);
        mirror.savePlace(place);
        mirror.count('pages');
      });
    } else {
      mirror.atomically(() => mirror.applyEvents(page, from));
      if (choices.chance(this.#deathRate() * 2)) await dieNow();
      mirror.atomically(() => {
        mirror.savePlace(place);
        mirror.count('pages');
      });
    }
    if (choices.chance(this.#deathRate())) await dieNow();
  }

  /** A page of the stream; null when the cursor had expired and the mirror begins anew. */
  async #ask(start: Readonly<Record<string, string | null>>): Promise<StreamPageJson | null> {
    const { api, choices, mirror } = this.#parts;
    const { accountId, connectionId } = this.#subject();
    const mostRows = this.#config.dozes ? 80 : 500;
    const query = { ...start, limit: choices.whole(1, mostRows), accountId, connectionId };
    const answer = await api.get<StreamPageJson>('/v1/transactions/sync', query);
    if (answer.kind === 'ok') return answer.body;
    if (!this.#config.mayExpire) throw new Error('a cursor expired although no time has passed');
    mirror.count('expired');
    await this.#restart();
    return null;
  }

  #subject(): Subject {
    const subject = this.#parts.mirror.subject();
    if (subject === null) throw new Error('a mirror without a subject');
    return subject;
  }

  /** Nobody dies any more once the end is being read: what is being proved then is that it comes. */
  #deathRate(): number {
    return this.#parts.link.quiet.aborted ? 0 : this.#config.deathRate;
  }
}
