/** Takes several measurements in turns, there and back again, so that whatever else the machine does hits all alike. */
export async function interleave<Name extends string, Measured>(
  rounds: number,
  measurements: Record<Name, () => Promise<Measured>>,
): Promise<Record<Name, Measured[]>> {
  const names = Object.keys(measurements) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Measured[]>;
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? names : names.toReversed();
    for (const name of order) taken[name].push(await measurements[name]());
  }
  return taken;
}
