export { loadEnvironmentFile } from './environment-file';
export { loadSettings, SettingsError, type Environment, type Settings } from './load-settings';
export { settingTable } from './setting-table';
