export { banner, type BannerOptions } from './banner';
export { ensureSandbox, type SandboxCredentials, type SandboxOptions } from './ensure-sandbox';
