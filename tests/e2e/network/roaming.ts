import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromiumPath } from '../chromium.ts';

const networks = ['wifi', 'cell'] as const;
export type Network = (typeof networks)[number];

/** Two network namespaces, a server's and a phone's, joined by two links; the phone leaves one and takes the other. Wants root. */
export class Roaming {
  static readonly serverAddress = '10.213.0.1';
  readonly server: string;
  readonly phone: string;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'telehealth-roaming-'));

  constructor() {
    this.server = `th-s-${process.pid}`;
    this.phone = `th-p-${process.pid}`;
    for (const namespace of [this.server, this.phone]) {
      ip('netns', 'add', namespace);
      ip('-n', namespace, 'link', 'set', 'lo', 'up');
    }
    ip('-n', this.server, 'addr', 'add', `${Roaming.serverAddress}/32`, 'dev', 'lo');
    for (const [index, name] of networks.entries()) {
      ip('link', 'add', name, 'netns', this.phone, 'type', 'veth', 'peer', 'name', name, 'netns', this.server);
      ip('-n', this.server, 'addr', 'add', `10.213.${index + 1}.1/24`, 'dev', name);
      ip('-n', this.server, 'link', 'set', name, 'up');
    }
    this.join('wifi');
  }

  /** The phone has one network at a time, each with an address of its own: it leaves the one before it takes the other, else the
   * kernel, which looks at links once a second, holds the first packets over the new one back for as long. */
  join(wanted: Network): void {
    const other = networks[1 - networks.indexOf(wanted)] as Network;
    const subnet = networks.indexOf(wanted) + 1;
    ip('-n', this.phone, 'addr', 'flush', 'dev', other);
    ip('-n', this.phone, 'link', 'set', other, 'down');
    ip('-n', this.phone, 'link', 'set', wanted, 'up');
    ip('-n', this.phone, 'addr', 'add', `10.213.${subnet}.2/24`, 'dev', wanted, 'nodad');
    ip('-n', this.phone, 'route', 'replace', 'default', 'via', `10.213.${subnet}.1`);
  }

  /** A Chromium that lives in one of the namespaces. */
  chromium(namespace: string): string {
    const file = path.join(this.#folder, namespace);
    writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${namespace} ${chromiumPath} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  }

  close(): void {
    for (const namespace of [this.phone, this.server]) {
      ip('netns', 'delete', namespace);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function ip(...words: string[]): void {
  execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });
}
