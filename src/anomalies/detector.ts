import { ClientHistories } from './client-histories';
import type { ClientHistory, Trait } from './client-history';
import { CoolDowns } from './cool-downs';
import type { Finding, Raised } from './finding';
import type { RuleTerms, Suspicion, Watch } from './rules/rule';
import { ruleTable } from './rules/rule-table';
import type { Signal } from './signals';

export interface Known {
  readonly histories: Iterable<ClientHistory>;
  /** Findings of the last thirty days at least, for their cool-downs. */
  readonly raised: Iterable<Raised>;
  /** What an operation may cost at most (MAX_COST). */
  readonly maxCost: number;
}

/** Looks at what happens, client by client, and tells what is out of the ordinary. It reads no clock and no database. */
export class Detector {
  private readonly histories: ClientHistories;
  private readonly coolDowns: CoolDowns;
  private readonly watches: readonly { readonly terms: RuleTerms; readonly watch: Watch }[];

  constructor({ histories, raised, maxCost }: Known) {
    this.histories = new ClientHistories(histories);
    this.coolDowns = new CoolDowns(raised);
    const surroundings = { histories: this.histories, maxCost };
    this.watches = ruleTable.map((rule) => ({ terms: rule.terms, watch: rule.watch(surroundings) }));
  }

  /** What comes of signals, in the order of their time. */
  observe(signals: readonly Signal[]): Finding[] {
    const findings: Finding[] = [];
    for (const signal of signals) {
      for (const { terms, suspicion } of this.suspicions(signal)) {
        const finding = this.tell(terms, suspicion, signal.at);
        if (finding) findings.push(finding);
      }
      this.histories.learn(signal);
    }
    return findings;
  }

  /** Fills windows with signals that were observed before a restart: nothing is told of them, and histories know them already. */
  recall(signals: readonly Signal[]): void {
    for (const signal of signals) this.suspicions(signal);
  }

  /** What only the passing of time tells: call it every minute or so, also where nothing happens. */
  elapse(now: number): Finding[] {
    return this.watches.flatMap(({ terms, watch }) =>
      (watch.elapse?.(now) ?? []).flatMap((suspicion) => this.tell(terms, suspicion, now) ?? []),
    );
  }

  /** Traits that are new, or were refreshed (once a day at most), since this was last asked. */
  takeLearned(): readonly Trait[] {
    return this.histories.takeLearned();
  }

  private suspicions(signal: Signal): { readonly terms: RuleTerms; readonly suspicion: Suspicion }[] {
    const client = this.histories.of(signal);
    const found: { terms: RuleTerms; suspicion: Suspicion }[] = [];
    for (const { terms, watch } of this.watches) {
      const suspicion = signal.type === 'REQUEST' ? watch.request?.(signal, client) : watch.posting?.(signal, client);
      if (suspicion) found.push({ terms, suspicion });
    }
    return found;
  }

  private tell({ kind, severity, coolDown }: RuleTerms, suspicion: Suspicion, at: number): Finding | undefined {
    const { owner, subject, from, to, observed, expected, summary, evidence } = suspicion;
    if (!this.coolDowns.isOver(kind, subject, at, coolDown)) return undefined;
    this.coolDowns.start(kind, subject, at);
    return {
      kind,
      severity,
      developerKey: owner.developerKey || null,
      credentialKey: owner.credentialKey || null,
      subject,
      detectedAt: at,
      windowFrom: from,
      windowTo: to,
      observed,
      expected,
      summary,
      evidence,
    };
  }
}
