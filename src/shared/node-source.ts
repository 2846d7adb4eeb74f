/** How `node` and `nodes` find the objects of one type. */
export interface NodeSource<Context> {
  /** In the order of the ids; null for what does not exist or the caller cannot see. */
  load(context: Context, ids: readonly string[]): Promise<readonly (object | null)[]>;
}
