import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { withBearer, withCompanyId } from './editor-text';
import type { Session } from './session';

/**
 * Puts the session's token into the header editor, and its company into the variables, of whichever tab is in front. Each tab gets
 * each token once, so that a header which the user took out again stays out.
 */
export function SignedInTabs({ session }: { readonly session: Session }): null {
  const { accessToken, companyId } = useSyncExternalStore(session.subscribe, session.getState);
  const { updateActiveTabValues } = useGraphiQLActions();
  const { tabId, headerEditor, variableEditor } = useGraphiQL((state) => ({
    tabId: state.tabs[state.activeTabIndex]?.id,
    headerEditor: state.headerEditor,
    variableEditor: state.variableEditor,
  }));
  const given = useRef(new Map<string, string>());

  useEffect(() => {
    if (!tabId || !headerEditor || !accessToken || given.current.get(tabId) === accessToken) return;
    given.current.set(tabId, accessToken);
    const headers = withBearer(headerEditor.getValue(), accessToken);
    headerEditor.setValue(headers);
    // The editor reports its changes a moment later; the tab must know at once, or a quick change of tabs would lose this one.
    updateActiveTabValues({ headers });
  }, [tabId, headerEditor, accessToken, updateActiveTabValues]);

  useEffect(() => {
    if (!tabId || !variableEditor || !companyId) return;
    const before = variableEditor.getValue();
    const variables = withCompanyId(before, companyId);
    if (variables === before) return;
    variableEditor.setValue(variables);
    updateActiveTabValues({ variables });
  }, [tabId, variableEditor, companyId, updateActiveTabValues]);

  return null;
}
