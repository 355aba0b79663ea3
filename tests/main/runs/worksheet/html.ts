import { type DefaultTreeAdapterTypes as Tree, parse, type ParserError } from 'parse5';

type Element = Tree.Element;

/** A page as a browser's parser reads it, and what it finds wrong. */
export function read(html: string) {
  const errors: ParserError[] = [];
  const document = parse(html, {
    onParseError: (error) => errors.push(error),
    sourceCodeLocationInfo: true,
  });
  return { errors: errors.map(({ code, startLine }) => `${code} in line ${startLine}`), document };
}

export function elements(of: Tree.Node): readonly Element[] {
  const children = 'childNodes' in of ? of.childNodes : [];
  const here = 'tagName' in of ? [of] : [];
  return [...here, ...children.flatMap((child) => elements(child))];
}

export function attribute(of: Element, name: string): string {
  return of.attrs.find((one) => one.name === name)?.value ?? '';
}

/** What a reader sees of it: a formula's source is not shown. */
export function text(of: Tree.Node): string {
  if ('value' in of) return of.value;
  if (of.nodeName === 'annotation') return '';
  return 'childNodes' in of ? of.childNodes.map(text).join('') : '';
}

export function withClass(of: Tree.Node, name: string): readonly Element[] {
  return elements(of).filter((one) => attribute(one, 'class').split(' ').includes(name));
}
