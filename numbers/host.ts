import { cpus, loadavg, totalmem } from 'node:os';

/** The machine that a figure was found on. */
export interface Host {
  readonly cpu: string;
  readonly cpus: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Load of the last minute when the run began: what else was at work. */
  readonly loadAtStart: number;
}

/** Asks the system. To be called when a run begins, because of the load. */
export function describeHost(): Host {
  const [loadAtStart = 0] = loadavg();
  const processors = cpus();
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cpus: processors.length,
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    loadAtStart: Math.round(loadAtStart * 10) / 10,
  };
}

/** The machine in one line, for people. */
export function renderHost({ cpu, cpus: count, memoryGb, system, node, loadAtStart }: Host): string {
  return `${count} × ${cpu}, ${memoryGb} GB, ${system}, Node ${node}, load ${loadAtStart} at the start`;
}
