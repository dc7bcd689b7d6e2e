/** Somewhere to go. */
export interface Destination {
  readonly path: string;
  readonly label: string;
  readonly hint: string;
}

/** More are not read. */
const MOST = 30;

/** Pages and connections whose names hold every typed word, pages first. */
export function listDestinations(
  typed: string,
  pages: readonly {
    readonly path: string;
    readonly navigation: { readonly label: string; readonly section: string };
  }[],
  connections: readonly {
    readonly id: string;
    readonly institutionId?: string | null;
    readonly institutionName?: string | null;
  }[],
): Destination[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const all: Destination[] = [
    ...pages.map(({ path, navigation }) => ({ path, label: navigation.label, hint: navigation.section })),
    ...connections.map(({ id, institutionId, institutionName }) => ({
      path: `/connections/${id}`,
      label: institutionName ?? institutionId ?? 'File connection',
      // By its end: ids begin with the time at which they were made.
      hint: `Connection ${id.slice(-6)}`,
    })),
  ];
  const fits = ({ label, hint }: Destination) => {
    const text = `${label} ${hint}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return all.filter(fits).slice(0, MOST);
}
