import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { callRaw } from '../../api/call.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import type { SearchQuery } from './search-query.ts';

const FILE_NAME = 'transactions.csv';

/** Fetches all rows of a search as a file. It can be stopped at any time, and what came of it by then is thrown away. */
export function ExportButton({ query }: { readonly query: SearchQuery }) {
  const [bytes, setBytes] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const begin = async () => {
    const stopping = new AbortController();
    running.current = stopping;
    setError(null);
    setBytes(0);
    try {
      offer(await readFile(await callRaw('exportTransactions', { query }, { signal: stopping.signal }), setBytes));
    } catch (cause) {
      if (!stopping.signal.aborted) setError(cause);
    }
    setBytes(null);
  };
  if (bytes !== null)
    return (
      <Group gap="xs">
        <span className="cw-dim cw-tabular" role="status">
          {(bytes / 1_000_000).toFixed(1)} MB
        </span>
        <Button variant="default" onClick={() => running.current?.abort()}>
          Stop the export
        </Button>
      </Group>
    );
  return (
    <>
      <ErrorNotice error={error} />
      <Button variant="default" leftSection={<IconDownload size={16} />} onClick={begin}>
        Export as CSV
      </Button>
    </>
  );
}

async function readFile(response: Response, onBytes: (bytes: number) => void): Promise<Blob> {
  let bytes = 0;
  const counted = response.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        bytes += chunk.length;
        onBytes(bytes);
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(counted ?? null).blob();
}

function offer(file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = FILE_NAME;
  link.click();
  URL.revokeObjectURL(url);
}
