import { useState } from 'react';
import { GraphiQL } from 'graphiql';
import { createFetcher } from './fetcher';
import { createMemoryStorage } from './memory-storage';
import { openingTabs } from './opening-tabs';
import { createSession } from './session';
import { SessionNotice } from './session-notice';
import { SignedInTabs } from './signed-in-tabs';

/** The page: GraphiQL with our opening tabs, a token that finds its own way into the headers, and nothing kept after it closes. */
export function Playground({ graphqlPath }: { readonly graphqlPath: string }) {
  const [{ session, fetcher, storage, tabs }] = useState(() => {
    const newSession = createSession();
    return {
      session: newSession,
      fetcher: createFetcher(graphqlPath, newSession),
      storage: createMemoryStorage(),
      tabs: openingTabs(new Date()),
    };
  });
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      defaultTabs={tabs}
      initialVariables={tabs[0]?.variables}
      shouldPersistHeaders={false}
      defaultEditorToolsVisibility="variables"
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>Open Ledger</GraphiQL.Logo>
      <GraphiQL.Footer>
        <SessionNotice session={session} />
      </GraphiQL.Footer>
      <SignedInTabs session={session} />
    </GraphiQL>
  );
}
