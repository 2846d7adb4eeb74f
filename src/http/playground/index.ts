export { registerPlayground, type PlaygroundOptions } from './playground';
