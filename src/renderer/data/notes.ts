import type { PointsDataset } from '../../contract/dataset';
import type { ReadColumn } from './columns';
import type { FileFault } from './file-text';
import type { TakenRows } from './imported-rows';

/** Why the lab did not take points. */
export interface Refusal {
  readonly points: PointsDataset;
  readonly why: string;
}

type Comma = NonNullable<ReadColumn['comma']>;

/** What the editor did with something that was typed, pasted or opened, and would be easy to overlook. */
export type Note =
  | { readonly kind: 'comma'; readonly comma: Comma }
  | {
      readonly kind: 'pasted';
      readonly rows: number;
      readonly columns: number;
      readonly header: readonly string[] | null;
      readonly comma: Comma | null;
      readonly blank: number;
      /** First of the rows below that stayed; null: there is none. */
      readonly below: { readonly first: number; readonly rows: number } | null;
    }
  | {
      readonly kind: 'imported';
      readonly name: string | null;
      readonly rows: number;
      readonly comma: Comma | null;
      readonly blank: number;
      readonly leftOut: number;
      /** Where there were too many: how many, and which ones were taken. */
      readonly chosen: { readonly of: number; readonly taken: TakenRows } | null;
    }
  | { readonly kind: 'refused'; readonly name: string; readonly fault: FileFault };
