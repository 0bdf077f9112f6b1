// A worker: timers of hidden tabs are slowed to one a minute, and presence would expire; those of workers are not.
const intervalMs = 10_000;

setInterval(() => self.postMessage('tick'), intervalMs);

export type Tick = 'tick';
