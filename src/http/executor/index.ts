export { coerceVariables } from './coerce-variables';
export { createExecutor, createReferenceExecutor, type ExecutionRequest, type Executor } from './create-executor';
export { OperationCache, type OperationAddress } from './operation-cache';
export { findOperation } from './prepared-operation';
export { ResultObject } from './result-object';
export { textOfData } from './result-text';
export type { AnswerSize } from './run';
