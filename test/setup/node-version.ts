/** Lambda and the local environment run Node 24; a run on another one proves nothing about them. */
export default function requireNode24(): void {
  if (!process.version.startsWith('v24.')) {
    throw new Error(
      `The tests need Node 24, this is ${process.version}. Start them with "npm test", which brings its own.`,
    );
  }
}
