/** Why a key is not sent from these pages; null for one that may be. */
export function findKeyProblem(key: string): string | null {
  if (key === '') return 'Type a test key. It stays in the memory of this page.';
  if (key.startsWith('way_live_')) return 'This is a live key. Live keys must stay on servers; use a test key here.';
  if (!/^way_test_[A-Za-z0-9]+_[A-Za-z0-9]+$/.test(key)) return 'A test key looks like way_test_…_….';
  return null;
}
