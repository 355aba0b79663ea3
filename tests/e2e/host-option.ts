/** An option of each Playwright project: where its tests run the lab. */
export interface HostOption {
  readonly host: 'browser' | 'electron';
}
