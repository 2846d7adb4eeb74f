#!/usr/bin/env node
import 'reflect-metadata';
import { run } from './run';
import { processTerminal } from './terminal';

// Not process.exit(): what was printed to a pipe may still be on its way.
void run(process.argv.slice(2), processTerminal).then((code) => {
  process.exitCode = code;
});
