import { existsSync } from 'node:fs';

/** Reads `.env` in the working directory into process.env, where there is one; what the environment already has stays. */
export function loadEnvironmentFile(file = '.env'): void {
  if (existsSync(file)) process.loadEnvFile(file);
}
