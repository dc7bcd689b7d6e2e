import type { Connector } from './contract.ts';
import { httpExportConnector } from './http-export/connector.ts';
import { portalConnector } from './portal/connector-set.ts';

const CONNECTORS: ReadonlyMap<string, Connector> = new Map(
  [httpExportConnector, portalConnector].map((connector) => [connector.name, connector]),
);

/** The connector that an institution definition names. */
export function findConnector(name: string): Connector | null {
  return CONNECTORS.get(name) ?? null;
}
