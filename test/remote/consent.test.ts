/** x */
import { expect, it } from 'vitest';
import { remoteWorld, URL_OF_GOOD } from './remote-world.ts';
it('works', async () => {
  const world = await remoteWorld();
  const { as } = world.good();
  console.log(JSON.stringify(await world.confirmed('good', URL_OF_GOOD)));
  console.log(JSON.stringify(await world.connect('good', as)));
  console.log(JSON.stringify(await world.inject('good')));
  console.log(JSON.stringify(await world.refresh('remote~good')));
  console.log(world.net.arrived.map(a=>a.method+' '+a.url.href+' '+a.body).join('\n'));
  expect(1).toBe(1);
});
