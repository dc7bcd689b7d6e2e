/** What the owner of a company may let a delegated user do. */
export const permissionNames = ['viewBalances', 'viewTransactions', 'viewStatements', 'createTransfers'] as const;
export type Permission = (typeof permissionNames)[number];
