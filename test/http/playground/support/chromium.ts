import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where this machine has a Chromium: CHROMIUM_PATH, or one of the usual names on PATH or in /usr/bin; null where there is none. */
export function findChromium(): string | null {
  const directories = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/bin'];
  const candidates = directories.flatMap((directory) => names.map((name) => path.join(directory, name)));
  return [process.env['CHROMIUM_PATH'], ...candidates].find((file) => file && existsSync(file)) ?? null;
}

/** Starts a Chromium that asks nothing of the network on its own account. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
