/** Why something cannot be answered: `accepted` says what there is. */
export class Refusal extends Error {
  constructor(
    readonly where: string,
    readonly accepted: string,
  ) {
    super(accepted);
  }
}
