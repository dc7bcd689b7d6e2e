import { createReadStream } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Reads a file to its end with a built package and prints what it found and needed: `node read-file.mjs <index.js> <file>`. */
const [, , entry, path] = process.argv;
const { readBankFile } = await import(pathToFileURL(entry).href);
const started = performance.now();
let entries = 0;
let statements = 0;
for await (const event of readBankFile(createReadStream(path))) {
  if (event.type === 'entry') entries++;
  else if (event.type === 'statementEnd') statements++;
  else if (event.type === 'error' || event.type === 'statementError') {
    throw new Error(`${event.error.message} ${event.error.reason}`);
  }
}
const seconds = (performance.now() - started) / 1000;
// The largest resident set of the process, in kilobytes.
const maxRssMb = Math.round(process.resourceUsage().maxRSS / 1000);
console.log(JSON.stringify({ entries, statements, seconds, maxRssMb }));
