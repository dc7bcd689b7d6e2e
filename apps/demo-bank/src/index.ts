export type { Log } from './log.ts';
export { type DemoBank, type DemoBankOptions, startDemoBank } from './start-demo-bank.ts';
