export { banner } from './banner';
export { ensureSandbox, type SandboxCredentials, type SandboxOptions } from './ensure-sandbox';
