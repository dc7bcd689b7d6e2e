import { ActionIcon, Menu } from '@mantine/core';
import { IconBook, IconLogout, IconSettings, IconUser } from '@tabler/icons-react';
import { PAGES } from '../routing/page-list.ts';
import { useGo } from '../routing/use-address.ts';
import { leaveConsole } from '../sign-in/enter-console.ts';
import { useTenancy } from '../tenants/tenancy.tsx';

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const { person, membership } = useTenancy();
  const go = useGo();
  return (
    <Menu position="bottom-end" width={260} withinPortal>
      <Menu.Target>
        <ActionIcon size="lg" aria-label="Your account">
          <IconUser size={18} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {person.name}
          <br />
          {person.email} · {membership.role}
        </Menu.Label>
        {PAGES.some((page) => page.path === '/settings') ? (
          <Menu.Item leftSection={<IconSettings size={16} />} onClick={() => go('/settings')}>
            Settings
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconBook size={16} />} component="a" href="/docs">
          Documentation
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leaveConsole}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
