import { Agent, request } from 'undici';
import { answerParent } from '../../test/support/processes/child.ts';

export interface PostLoopConfig {
  readonly url: string;
  /** Requests under way at the same time. */
  readonly width: number;
  readonly body: string;
}

/** Posts the same body again and again and does nothing else; answers how many posts were made in that time. */
answerParent<PostLoopConfig, null, { readonly durationMs: number }, number>(async ({ url, width, body }) => {
  const dispatcher = new Agent({ connections: width, pipelining: 1 });
  const headers = { 'content-type': 'application/json' };
  return {
    hello: null,
    answer: async ({ durationMs }) => {
      const end = performance.now() + durationMs;
      let posts = 0;
      const loop = async () => {
        while (performance.now() < end) {
          const response = await request(url, { method: 'POST', dispatcher, headers, body });
          await response.body.dump();
          posts += 1;
        }
      };
      await Promise.all(Array.from({ length: width }, loop));
      return posts;
    },
  };
});
