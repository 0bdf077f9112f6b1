import { stopCluster } from './cluster.ts';
import { build, startFresh, stop } from './server.ts';

export default async function globalSetup(): Promise<void> {
  // A run that was cut off leaves its server behind; its state file names it.
  await stop();
  await stopCluster();
  build();
  await startFresh();
}
