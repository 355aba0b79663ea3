/** Names that the seminar's code gives to what mathematics writes otherwise. */
export const seminarNames: Readonly<Record<string, string>> = { ŷ: 'y_pred', '|z|': 'abs_z' };
