import { Tabs } from '@mantine/core';
import { useReadPages } from '../../api/use-read.ts';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { useFilters } from '../../shell/routing/use-address.ts';
import { QuarantinePanel } from './quarantine-panel.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { SourcesPanel } from './sources-panel.tsx';

const MOST = 200;
const TABS = ['quarantine', 'sources', 'settings'] as const;

/** Bank files: those that wait for a person, where files are fetched from, and what is known of them. */
export function Page() {
  const [filters, setFilters] = useFilters();
  const tab = TABS.find((each) => each === filters.tab) ?? 'quarantine';
  const { items: connections } = useReadPages('listConnections', { query: { limit: MOST } });
  return (
    <>
      <PageHeader title="Files" lead="Files of banks, beside or in place of what is read at the bank itself." />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(value) => setFilters({ tab: value === 'quarantine' ? undefined : (value ?? undefined) })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="quarantine">Quarantine</Tabs.Tab>
          <Tabs.Tab value="sources">Sources</Tabs.Tab>
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="quarantine">
          <QuarantinePanel connections={connections} />
        </Tabs.Panel>
        <Tabs.Panel value="sources">
          <SourcesPanel connections={connections} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <SettingsPanel connections={connections} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
