/** `node dashboard/build-page.ts <folder>`: what CDK runs to make the page's asset, in a process since CDK cannot await. */
import { buildPage } from './build.ts';

const [outdir] = process.argv.slice(2);
if (outdir === undefined) throw new Error('name the folder to build into');
await buildPage(outdir);
