/** Asks for the next piece, in the memory of one that was read; null: there is none yet. */
export type ToReplay = Uint8Array<ArrayBuffer> | null;

/** The answer to each question: a piece of the file, or its end with the parameters that the replay came to. */
export type FromReplay =
  | { readonly kind: 'piece'; readonly bytes: Uint8Array<ArrayBuffer>; readonly progress: number }
  | { readonly kind: 'end'; readonly steps: number; readonly parameters: Float64Array };
