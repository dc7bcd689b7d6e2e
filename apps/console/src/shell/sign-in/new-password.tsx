import { PasswordInput } from '@mantine/core';

/** As the server wants it; what it refuses nevertheless it says itself. */
const SHORTEST = 12;
const LONGEST = 128;

/** Asks for a password that is chosen anew. Shown on wish, so it is asked for once. */
export function NewPassword({
  label = 'Password',
  value,
  onChange,
}: {
  readonly label?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const isShort = value.length > 0 && value.length < SHORTEST;
  return (
    <PasswordInput
      label={label}
      description={`At least ${SHORTEST} characters. A few random words are good.`}
      autoComplete="new-password"
      required
      minLength={SHORTEST}
      maxLength={LONGEST}
      value={value}
      error={isShort ? `${SHORTEST - value.length} more to go` : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
