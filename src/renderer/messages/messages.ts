import { en } from './en';

/** The catalogue's shape: a second language is one more object of this type. */
export type Messages = typeof en;

export const messages: Messages = en;
