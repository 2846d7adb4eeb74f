/** Where companies are known; they lie above developers. */
export interface CompanyDirectory {
  /** The internal key of a company; undefined where there is none. */
  keyOf(id: string): Promise<number | undefined>;
}
