import type { CallerStanding, OutsideCaller, SubjectDirectory } from '../auth';
import type { Clock } from '../shared/clock';
import { StandingMemory } from './standing-memory';
import type { SubjectRepository } from './subject.repository';

/** Which subjects of outside issuers are developers here, and how they stand. */
export class Subjects implements SubjectDirectory {
  private readonly standings: StandingMemory<CallerStanding>;

  constructor(
    private readonly repository: SubjectRepository,
    clock: Clock,
  ) {
    this.standings = new StandingMemory(clock);
  }

  standing(caller: OutsideCaller): CallerStanding | undefined | Promise<CallerStanding | undefined> {
    const name = JSON.stringify([caller.issuer, caller.subject, caller.roles]);
    return this.standings.of(name, (now) => this.repository.standing(caller, now));
  }

  forget(): void {
    this.standings.forget();
  }
}
