import type { Setting } from './setting';
import type { SettingTable } from './setting-table';

/** The settings as they are written, each checked by its own rule. */
export type ParsedSettings = { readonly [Name in keyof SettingTable]: SettingTable[Name] extends Setting<infer T> ? T : never };

/** What the process was told, checked and frozen. Times are in milliseconds, sizes in bytes. */
export type Settings = Omit<ParsedSettings, 'playground' | 'publicUrl' | 'tokenAudience'> & {
  readonly playground: boolean;
  readonly publicUrl: string;
  readonly tokenAudience: string;
  readonly production: boolean;
};
