export { loadEnvironmentFile } from './environment-file';
export { loadSettings, SettingsError, type Environment } from './load-settings';
export type { Settings } from './settings';
export { settingTable } from './setting-table';
