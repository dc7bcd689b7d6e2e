import { Button, Popover } from '@mantine/core';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { describeScopes, summariseScopes } from './describe-scopes.ts';

/** What a key may do, in a word or two, and in full for whoever asks by pointer or keyboard. */
export function ScopeSummary({ scopes, name }: { readonly scopes: readonly string[]; readonly name: string }) {
  const { environment } = useTenancy();
  const summary = summariseScopes(scopes, environment);
  return (
    <Popover width={320} position="bottom-start" withArrow shadow="md">
      <Popover.Target>
        <Button variant="subtle" size="compact-sm" aria-label={`${summary}: what ${name} may do`}>
          {summary}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {describeScopes(scopes)
          .split('; ')
          .map((line) => (
            <div key={line}>{line}</div>
          ))}
      </Popover.Dropdown>
    </Popover>
  );
}
