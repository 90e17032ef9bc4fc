import type { EntityManager } from '@mikro-orm/sqlite';
import type { UserRow } from './user-entity.ts';

/**
 * Something that every account gets: when it is made, and again at the first sign-in after its `version` grew.
 * A step may run twice when the host stops in between, so it must lead to the same result each time.
 */
export interface UserStep {
  /** Stable; the record of what ran is kept under it. */
  readonly id: string;
  /** Grows when accounts that have the step need it again. Starts at 1. */
  readonly version: number;
  /** Ids of steps that must have run before. */
  readonly dependsOn: readonly string[];
  /**
   * Changes the account through `em`. Do not flush: the runner writes the changes and the record that the step ran in
   * one transaction, so a step has happened fully or not at all.
   */
  run(context: { readonly user: UserRow; readonly em: EntityManager }): Promise<void>;
}

/**
 * Puts steps in an order in which each comes after what it depends on; otherwise the given order stays.
 * @throws {Error} at start-up, when an id is used twice, a dependency is unknown, or steps depend on each other in a circle.
 */
export function orderUserSteps(steps: readonly UserStep[]): readonly UserStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  if (byId.size !== steps.length) throw new Error('Two user steps have the same id.');
  const ordered = new Set<UserStep>();
  const visit = (step: UserStep, path: readonly string[]): void => {
    if (ordered.has(step)) return;
    if (path.includes(step.id))
      throw new Error(
        `User steps depend on each other in a circle: ${[...path, step.id].join(' → ')}.`,
      );
    for (const id of step.dependsOn) {
      const dependency = byId.get(id);
      if (dependency === undefined)
        throw new Error(`User step ${step.id} depends on ${id}, which does not exist.`);
      visit(dependency, [...path, step.id]);
    }
    ordered.add(step);
  };
  for (const step of steps) visit(step, []);
  return [...ordered];
}
