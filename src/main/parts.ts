// The built lab without a host, and the browser host's parts: what the tests and the benchmark drive.
export { defaultRecipe } from '../contract/recipe';
export { Downloads } from './hosts/browser/downloads';
export { startBrowserHost } from './hosts/browser/server';
export { StaticFiles } from './hosts/static-files';
export { createLab } from './lab';
export { writeWhole } from './runs/write-whole';
export { productionDependencies, productionLab } from './production';
