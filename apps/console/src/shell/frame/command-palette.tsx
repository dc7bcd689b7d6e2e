import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useRead } from '../../api/use-read.ts';
import { useReturnFocus } from '../../components/dialogs/use-return-focus.ts';
import { listNavigation } from '../routing/page-list.ts';
import { useGo } from '../routing/use-address.ts';
import { useTenancy } from '../tenants/tenancy.tsx';
import classes from './command-palette.module.css';
import { listDestinations } from './destinations.ts';

const MOST_CONNECTIONS = 100;

/** Goes anywhere by typing a part of its name. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  useReturnFocus();
  const { environment, can } = useTenancy();
  const go = useGo();
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({ opened: true });
  const connections = useRead(
    'listConnections',
    { query: { limit: MOST_CONNECTIONS } },
    { isWanted: can('connections:read') },
  );
  const found = listDestinations(typed, listNavigation(environment, can), connections.data?.data ?? []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed changes the options.
  useEffect(() => {
    combobox.selectFirstOption();
  }, [typed, found.length]);
  return (
    <Modal.Root opened onClose={onClose} yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label="Go to">
        <Modal.Body p="xs">
          <Combobox
            store={combobox}
            withinPortal={false}
            onOptionSubmit={(path) => {
              onClose();
              go(path);
            }}
          >
            <Combobox.EventsTarget>
              <TextInput
                data-autofocus
                size="md"
                variant="unstyled"
                aria-label="Where to go"
                placeholder="Go to a page or a connection"
                leftSection={<IconSearch size={18} />}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            </Combobox.EventsTarget>
            <Combobox.Options className={classes.options} aria-label="Places">
              {found.length === 0 ? <Combobox.Empty>Nothing has such a name</Combobox.Empty> : null}
              {found.map(({ path, label, hint }) => (
                <Combobox.Option key={path} value={path} className={classes.option}>
                  {label} <span className="cw-dim">{hint}</span>
                </Combobox.Option>
              ))}
            </Combobox.Options>
          </Combobox>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
