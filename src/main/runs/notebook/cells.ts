/** A cell of nbformat 4.5. */
export type Cell = CodeCell | MarkdownCell;

interface MarkdownCell {
  readonly cell_type: 'markdown';
  readonly id: string;
  readonly metadata: Readonly<Record<string, never>>;
  readonly source: readonly string[];
}

interface CodeCell {
  readonly cell_type: 'code';
  readonly id: string;
  readonly metadata: Readonly<Record<string, never>>;
  readonly execution_count: null;
  readonly outputs: readonly never[];
  readonly source: readonly string[];
}

/** @param id 1 … 64 letters, digits, - and _, different for each cell */
export function markdown(id: string, paragraphs: readonly string[]): Cell {
  return { cell_type: 'markdown', id, metadata: {}, source: sourceOf(paragraphs.join('\n\n')) };
}

export function code(id: string, lines: readonly string[]): Cell {
  return {
    ...{ cell_type: 'code', id, metadata: {}, execution_count: null, outputs: [] },
    source: sourceOf(lines.join('\n')),
  };
}

/** Line by line, each with its end, as Jupyter writes it. */
function sourceOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

/** A notebook for Jupyter, as text. */
export function notebookText(cells: readonly Cell[]): string {
  const notebook = {
    cells,
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
