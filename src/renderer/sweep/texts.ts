import { brief, count } from '../format';

const DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A power of ten as a tick: short ones are written out. */
export function powerText(power: number): string {
  if (power >= -2 && power <= 3) return brief(Number(`1e${power}`));
  const raised = String(power)
    .replace('-', '⁻')
    .replaceAll(/\d/g, (digit) => DIGITS[Number(digit)] ?? '');
  return `10${raised}`;
}

/** A number of steps as a tick. */
export function stepText(steps: number): string {
  if (steps >= 1e6) return `${brief(steps / 1e6)}M`;
  return steps >= 1e4 ? `${brief(steps / 1e3)}k` : count(steps);
}

/** Characters that a cell has room for. */
const ROOM = 11;

/** A loss with six digits, as a power of ten where that is shorter. */
export function lossText(loss: number): string {
  const text = brief(loss);
  if (text.length <= ROOM || !Number.isFinite(loss)) return text;
  const power = loss.toExponential(5).replace(/\.?0*e\+?/, 'e');
  return power.length < text.length ? power.replace('-', '−') : text;
}
