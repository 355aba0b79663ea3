import type { PictureOwner } from '../../contract/picture';
import type { Picture } from './picture';

/** A picture that can be kept as a file. */
export interface PictureOffer {
  /** As menus and notices call it. */
  readonly name: string;
  /** Whose name the file's begins with, and what it ends with. */
  readonly of: PictureOwner;
  readonly file: string;
  /** Why there is none now; null: there is one. */
  readonly missing: string | null;
  /** Draws it as the window shows it now. */
  readonly draw: () => Promise<Picture>;
}
