import type { DefinitionGap } from '../domain/definition-gap.ts';
import type { Institution } from '../domain/institution.ts';
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

/** What keeps this installation from reading an institution's bank; null where nothing does, and where no connector is to read it. */
export function findGap(institution: Institution): DefinitionGap | null {
  if (institution.connector === null) return null;
  const { name } = institution.connector;
  const connector = findConnector(name);
  if (connector === null)
    return { field: 'connector.name', value: name, mustBe: `one of ${[...CONNECTORS.keys()].join(', ')}` };
  return connector.findGap?.(institution) ?? null;
}
