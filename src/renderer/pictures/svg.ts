/** What is no character of XML, be it as a reference. */
// eslint-disable-next-line no-control-regex -- control characters are what is taken out
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Text as it stands in XML, between tags or in an attribute. */
export function escaped(text: string): string {
  return text
    .replaceAll(NO_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A number with two decimals at the most: a hundredth of a pixel. */
export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export type Attributes = Readonly<Record<string, string | number | null>>;

/**
 * An element of an SVG, as text.
 * @param attributes null: it is left out
 * @param inside elements, or text that is escaped already
 */
export function element(name: string, attributes: Attributes, ...inside: readonly string[]) {
  const written = Object.entries(attributes).map(([key, value]) => {
    if (value === null) return '';
    return ` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`;
  });
  const content = inside.join('');
  const start = `<${name}${written.join('')}`;
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`;
}

/** A group whose origin stands at (x, y). */
export function moved(x: number, y: number, ...inside: readonly string[]): string {
  return element('g', { transform: `translate(${rounded(x)} ${rounded(y)})` }, ...inside);
}
