import { seminarNames } from '../../../contract/seminar-names';

/** Words that Python, or the script itself, keeps for something else. */
const TAKEN = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield match case print range len list iter next ' +
    'zip enumerate float int abs sum max min random math struct hashlib Value Optimizer batches divided root scaled exp log ' +
    'tanh sigmoid power parameters example forward train'
  ).split(' '),
);

/** A different Python name for each of these. @param also more words that are taken */
export function pythonNames(
  labels: readonly string[],
  also: ReadonlySet<string> = new Set(),
): readonly string[] {
  const used = new Set<string>(also);
  return labels.map((label, i) => {
    const plain = seminarNames[label] ?? label;
    const fits = /^[A-Za-z_][A-Za-z0-9_]*$/.test(plain) && !TAKEN.has(plain) && !used.has(plain);
    let name = fits ? plain : `v_${i}`;
    while (used.has(name)) name += '_';
    used.add(name);
    return name;
  });
}
