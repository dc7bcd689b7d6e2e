import type { SampleRequest } from './sample-request.ts';

/** The request as a line for a shell. The key comes from `CAUSEWAY_API_KEY`. */
export function writeCurlSample(request: SampleRequest): string {
  const { method, baseUrl, target, body, sentFile, receivedFile, isLive, needsKey } = request;
  const flags = isLive ? '-sSN' : '-sS';
  const parts = [`curl ${flags} --fail-with-body`, quote(`${baseUrl}${target}`)];
  // A body makes it a POST by itself.
  if (method !== 'GET' && !(method === 'POST' && (body !== undefined || sentFile !== null))) parts.push(`-X ${method}`);
  if (needsKey) parts.push('-H "Authorization: Bearer $CAUSEWAY_API_KEY"');
  if (sentFile !== null) parts.push(`-F ${quote(`file=@${sentFile}`)}`);
  if (body !== undefined) {
    parts.push("-H 'Content-Type: application/json'");
    parts.push(`-d ${quote(JSON.stringify(body, null, 2))}`);
  }
  if (receivedFile !== null) parts.push(`-o ${quote(receivedFile)}`);
  return parts.join(' \\\n  ');
}

/** Text that a shell takes as it is. */
function quote(text: string): string {
  return /^[\w./:@%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
