import { ActionIcon, Button, Kbd } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';

/** Opens the list of everywhere one can go. On a phone only its icon fits. */
export function PaletteButton({ onOpen }: { readonly onOpen: () => void }) {
  return (
    <>
      <Button
        visibleFrom="sm"
        size="xs"
        variant="default"
        leftSection={<IconSearch size={15} aria-hidden />}
        rightSection={<Kbd size="xs">Ctrl K</Kbd>}
        onClick={onOpen}
      >
        Go to
      </Button>
      <ActionIcon hiddenFrom="sm" size="lg" aria-label="Go to a page" onClick={onOpen}>
        <IconSearch size={18} stroke={1.7} />
      </ActionIcon>
    </>
  );
}
