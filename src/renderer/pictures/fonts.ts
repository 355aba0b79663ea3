import { dataAddress } from '../send-pieces';

/** A face of a picture's texts, with the letters that are written in it. */
export interface UsedFace {
  readonly family: string;
  readonly weight: number;
  readonly italic: boolean;
  readonly letters: string;
}

/** Letters that leave something to be seen. */
const INK = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** What a picture's texts are written in: the first family that each names. */
export function facesIn(svg: string): readonly UsedFace[] {
  const used = new Map<string, UsedFace>();
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  for (const text of parsed.querySelectorAll('text, tspan')) {
    const own = [...text.childNodes].filter((node) => node instanceof Text);
    const written = own.map(({ data }) => data).join('');
    const families = attributeOf(text, 'font-family');
    if (written === '' || families === null) continue;
    const family = unquoted(families.split(',')[0] ?? '');
    const weight = weightOf(attributeOf(text, 'font-weight'));
    const italic = attributeOf(text, 'font-style') === 'italic';
    const key = `${family} ${weight} ${italic}`;
    const letters = new Set(Array.from(`${used.get(key)?.letters ?? ''}${written}`));
    used.set(key, { family, weight, italic, letters: [...letters].sort().join('') });
  }
  return [...used.values()];
}

/** Resolves when the letters can be drawn and measured in their faces. */
export async function loadFaces(faces: readonly UsedFace[]): Promise<void> {
  await Promise.all(
    faces.map(({ family, weight, italic, letters }) =>
      document.fonts.load(`${italic ? 'italic ' : ''}${weight} 12px "${family}"`, letters),
    ),
  );
}

/** The faces of a picture, to be written into it. */
export interface EmbeddedFonts {
  /** Rules for a style element. */
  readonly css: string;
  /** For each rule one letter that it draws, in a face of that rule. */
  readonly samples: readonly UsedFace[];
}

/**
 * The page's own faces of a picture's texts. An SVG that stands alone reaches no file beside it: with them in it, it looks the
 * same everywhere.
 * @throws TypeError when one cannot be read
 */
export async function fontsFor(svg: string): Promise<EmbeddedFonts> {
  const samples = new Map<CSSFontFaceRule, UsedFace>();
  for (const face of facesIn(svg)) {
    for (const rule of rulesFor(face)) {
      const letter = lettersOf(rule, face.letters).find((one) => INK.test(one));
      if (letter !== undefined) samples.set(rule, { ...face, letters: letter });
    }
  }
  const rules = await Promise.all([...samples.keys()].map(embedded));
  return { css: rules.join(''), samples: [...samples.values()] };
}

/** The picture with these in it. */
export function withFonts(svg: string, { css }: EmbeddedFonts): string {
  return css === '' ? svg : svg.replace(/^<svg[^>]*>/, (start) => `${start}<style>${css}</style>`);
}

/** The rules of the page's style sheets that hold a face's letters. */
function rulesFor({ family, weight, italic, letters }: UsedFace): CSSFontFaceRule[] {
  const rules = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .filter(({ style }) => unquoted(style.getPropertyValue('font-family')) === family);
  const upright = (rule: CSSFontFaceRule) => rule.style.getPropertyValue('font-style') !== 'italic';
  const styled = rules.filter((rule) => upright(rule) !== italic);
  const faces = styled.length > 0 ? styled : rules;
  const distance = (rule: CSSFontFaceRule) => {
    const [least = 400, most = least] = rule.style
      .getPropertyValue('font-weight')
      .split(' ')
      .map((part) => weightOf(part));
    return Math.max(0, least - weight, weight - most);
  };
  const nearest = Math.min(...faces.map(distance));
  return faces
    .filter((rule) => distance(rule) === nearest)
    .filter((rule) => lettersOf(rule, letters).length > 0);
}

/** Those of the letters that are in a rule's range, such as "U+0-FF, U+131, U+4??"; without a range all are. */
function lettersOf(rule: CSSFontFaceRule, letters: string): readonly string[] {
  const ranges = rule.style.getPropertyValue('unicode-range');
  if (ranges === '') return Array.from(letters);
  const spans = ranges.split(',').map((range) => {
    const [first = '', last = first] = range.trim().replace(/^U\+/i, '').split('-');
    const from = Number.parseInt(first.replaceAll('?', '0'), 16);
    return { from, to: Number.parseInt(last.replaceAll('?', 'F'), 16) };
  });
  return Array.from(letters).filter((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return spans.some(({ from, to }) => from <= code && code <= to);
  });
}

async function embedded(rule: CSSFontFaceRule): Promise<string> {
  const address = /url\(["']?([^"')]+)["']?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
  if (address === undefined) return '';
  const base = rule.parentStyleSheet?.href ?? document.baseURI;
  const answer = await fetch(new URL(address, base));
  if (!answer.ok) throw new TypeError(`The font ${address} could not be read.`);
  const data = await dataAddress(await answer.blob());
  const kept = ['font-family', 'font-style', 'font-weight', 'unicode-range']
    .map((name) => [name, rule.style.getPropertyValue(name)] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}:${value.replaceAll('"', "'")};`);
  return `@font-face{${kept.join('')}src:url(${data});}`;
}

function attributeOf(text: Element, name: string): string | null {
  return text.closest(`[${name}]`)?.getAttribute(name) ?? null;
}

function unquoted(family: string): string {
  return family.trim().replaceAll(/^["']|["']$/g, '');
}

function weightOf(text: string | null): number {
  if (text === 'bold') return 700;
  const weight = Number(text);
  return text === null || Number.isNaN(weight) || weight === 0 ? 400 : weight;
}
