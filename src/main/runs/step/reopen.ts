import type { RunSource } from '../../../engine/replay';
import { recipeCode } from '../recipe-code';

/** Characters up to which a code can be typed off a sheet, or read in one. */
const MOST_CHARACTERS = 700;

/** How whoever has the file comes back to the step. */
export interface Reopening {
  /** The recipe as the lab's Runs take it; null where it is too long. */
  readonly code: string | null;
  readonly words: string;
}

export function reopening(
  { recipe, interventions }: RunSource,
  step: number,
  trains: boolean,
): Reopening {
  const code = recipeCode(recipe);
  const changes = interventions.filter((one) => one.step <= step).length;
  if (code.length > MOST_CHARACTERS) {
    return {
      code: null,
      words: 'The recipe is too long for a printed code: keep the run document with this file.',
    };
  }
  const also =
    changes === 0
      ? ''
      : ` The code holds no changes made in mid-run, of which there ${changes === 1 ? 'is 1' : `are ${changes}`}: the run document does.`;
  return {
    code,
    words: `To open it again: Runs, Recipe code${trains ? `, then train up to step ${step}` : ''}.${also}`,
  };
}
