import type { ApiClient } from '../api/client';
import type { Book } from '../books/book';
import type { KnownAccounts } from './create-accounts';

const ARCHIVE = 'mutation ArchiveAccount($input: ArchiveAccountInput!) { archiveAccount(input: $input) { account { id } } }';

/** Archives what the file calls archived; last of all, since an archived account takes no postings. */
export async function archiveAccounts(api: ApiClient, { accounts }: Book, known: KnownAccounts): Promise<number> {
  const open = accounts.flatMap(({ code, archived }) => {
    const account = archived ? known.get(code) : undefined;
    return account?.status === 'ACTIVE' ? [account.id] : [];
  });
  for (const id of open) await api.mutateOnce(ARCHIVE, { input: { id } });
  return open.length;
}
