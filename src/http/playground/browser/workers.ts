/** How the editor asks for its background workers; it reads this from the global object. */
interface EditorEnvironment {
  getWorker(workerId: string, label: string): Worker;
}

/** Serves the editor's language workers from our own origin. Without this it would run them on the page's thread, with warnings. */
export function connectEditorWorkers(): void {
  const environment: EditorEnvironment = { getWorker: (_workerId, label) => new Worker(workerUrl(label)) };
  Object.assign(globalThis, { MonacoEnvironment: environment });
}

function workerUrl(label: string): string {
  if (label === 'json') return JSON_WORKER_URL;
  if (label === 'graphql') return GRAPHQL_WORKER_URL;
  return EDITOR_WORKER_URL;
}
