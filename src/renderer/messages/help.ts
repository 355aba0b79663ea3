/** Keys and words. */
export const help = {
  button: 'Help',
  title: 'Keys and words',
  keys: 'Keys',
  words: 'Words',
  close: 'Close',
  shortcuts: [
    { keys: 'Space', does: 'Play, Pause' },
    { keys: '→  PgDn', does: 'Next: one calculation' },
    { keys: '←  PgUp', does: 'Back by one calculation' },
    { keys: 'F', does: 'Finish phase; in the order it skips to its end' },
    { keys: 'S', does: 'Step: one update' },
    { keys: 'Esc', does: 'Back to the present' },
    { keys: 'Ctrl+F', does: 'Find a node by its name' },
    { keys: 'P', does: 'Projector mode: large, in high contrast' },
    { keys: '← → ↑ ↓', does: 'On a node or a row of the table: along the graph’s edges' },
    { keys: 'Enter', does: 'On a node: edit its value, or go backward from it' },
  ],
  glossary: [
    {
      word: 'Node',
      means: 'A value in the graph: given, trained, or computed from its children.',
    },
    { word: 'Forward', means: 'Every node is computed from its children, up to the loss.' },
    {
      word: 'Gradient',
      means: 'How much the loss changes when the node changes a little: ∂L/∂node.',
    },
    { word: 'Local derivative', means: 'How much a node changes with one of its children.' },
    {
      word: 'Chain rule',
      means:
        'What arrives at a node, times the local derivative, goes on to the child; all roads add up.',
    },
    {
      word: 'Topological order',
      means:
        'A map of the graph in which each node stands after its children; backward goes through it in reverse.',
    },
    {
      word: 'Step',
      means: 'One update of the parameters: each moves against its gradient, η times as far.',
    },
    { word: 'Epoch', means: 'As many steps as it takes to go through the examples once.' },
  ],
};
