import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

export type Spread = { p50Ms: number; p95Ms: number; minimumMs: number; maximumMs: number };

export function spread(timesMs: readonly number[]): Spread {
  const sorted = [...timesMs].sort((left, right) => left - right);
  const at = (share: number) =>
    Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { p50Ms: at(0.5), p95Ms: at(0.95), minimumMs: at(0), maximumMs: at(1) };
}

/** One JSON object on stdout, in the shape of every other measure of the project. */
export function report(
  benchmark: string,
  settings: Record<string, unknown>,
  results: Record<string, unknown>,
): void {
  const machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  process.stdout.write(`${JSON.stringify({ benchmark, machine, settings: { ...settings, commit }, results })}\n`);
}
