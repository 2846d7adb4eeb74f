import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError } from './failure';

/** Writes beside the file, and puts it in its place when it is whole: what was cut off looks like nothing. @throws CliError */
export async function toFile(path: string, content: Readable): Promise<void> {
  const partial = `${path}.partial-${process.pid}`;
  try {
    await pipeline(content, createWriteStream(partial));
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (error instanceof CliError || syscall === undefined) throw error;
    throw new CliError(`Cannot write ${path}: ${code ?? message}.`, ['Check --output, and that there is room.']);
  }
}

/** @throws CliError where whoever reads it has gone, as `head` does when it has enough */
export async function toStandardOutput(output: Writable, content: Readable): Promise<void> {
  try {
    await pipeline(content, output, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    throw new CliError('It was cut off: whoever reads the standard output has closed it.');
  }
}
