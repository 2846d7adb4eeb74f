/** Addresses of the editor's worker scripts, hashes included; the bundler writes them in. */
declare const EDITOR_WORKER_URL: string;
declare const JSON_WORKER_URL: string;
declare const GRAPHQL_WORKER_URL: string;

declare module '*.css';
