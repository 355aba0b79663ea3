import { describeRange, type NumberRange } from '../../../contract/ranges';
import { numberFrom } from '../../../contract/recipe';
import { badArgument } from '../arguments';

/** The number behind an option. @throws LabError invalid-value naming the option and its range */
export function numberOption(option: string, text: string, range: NumberRange): number {
  const value = numberFrom(range, text);
  if (value === null) throw badArgument(option, text, describeRange(range));
  return value;
}

/** Numbers between commas. @throws LabError invalid-value likewise */
export function numbersOption(option: string, text: string, range: NumberRange): number[] {
  return text.split(',').map((part) => {
    const value = numberFrom(range, part);
    if (value !== null) return value;
    throw badArgument(option, text, `${describeRange(range)}, several between commas`);
  });
}
