import katex from 'katex';

/** HTML as text. */
export type Markup = string;

/** A text in which HTML sees no marks. */
export function escaped(text: string): Markup {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Markup[]
): Markup {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(String(value))}"`,
  );
  return `<${name}${written.join('')}>${children.join('')}</${name}>`;
}

/** LaTeX as MathML, which browsers draw by themselves. */
export function formula(latex: string): Markup {
  return katex.renderToString(signed(latex), { output: 'mathml', strict: false });
}

/** A number's minus sign belongs to it: without a group of its own MathML would set it as one between two numbers. */
function signed(latex: string): string {
  return latex.replaceAll(
    /(^|[=([{,]|\\cdot|\\leftarrow)(\s*)-(\d+(?:\.\d+)?|\\infty|[A-Za-z](?![_^A-Za-z]))/g,
    '$1$2{-$3}',
  );
}

/** A sentence with LaTeX between dollar signs; what follows a formula without a space stays on its line. */
export function sentence(words: string): Markup {
  return words
    .split(/(\$[^$]*\$[^\s$]*)/)
    .map((part) => {
      const [, latex, after = ''] = /^\$([^$]*)\$(.*)$/.exec(part) ?? [];
      if (latex === undefined) return escaped(part);
      const written = formula(latex) + escaped(after);
      return after === '' ? written : element('span', { class: 'whole' }, written);
    })
    .join('');
}

/** A place to write in, or what is to be written there. */
export function box(kind: string, answer: string | null): Markup {
  return element('span', { class: `box ${kind}` }, answer === null ? '' : escaped(answer));
}
