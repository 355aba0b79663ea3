import * as v from 'valibot';
import { uploadedPiece } from './library';
import { fields, oneOf } from './ranges';

export const pictureFormats = ['svg', 'png'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** Whose name a picture's file begins with: the run's that is open, or the lab's, where it shows several. */
export const pictureOwners = ['run', 'lab'] as const;
export type PictureOwner = (typeof pictureOwners)[number];

const WORDS = 'at most 60 lower-case letters and digits, in words';
export const pictureSchema = fields({
  ...uploadedPiece,
  of: oneOf(pictureOwners),
  /** What it shows; the file's name ends with it. */
  name: v.pipe(
    v.string(WORDS),
    v.maxLength(60, WORDS),
    v.regex(/^[a-z0-9]+(?: [a-z0-9]+)*$/, WORDS),
  ),
  format: oneOf(pictureFormats),
});
