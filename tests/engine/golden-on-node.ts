import { golden, goldenRuns } from './golden-recipes';

// The entry of the bundle that golden.test.ts runs on another Node.
console.log(JSON.stringify(goldenRuns.map(golden)));
