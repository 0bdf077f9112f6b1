import { stopCluster } from './cluster.ts';
import { stop } from './server.ts';

export default async function globalTeardown(): Promise<void> {
  await stop();
  await stopCluster();
}
