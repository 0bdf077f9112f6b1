import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownAddress } from '../room/room.ts';
import { until } from '../watch/until.ts';
import { makeCertificate } from './certificate.ts';
import { freeTcpPort, output, repository } from './server.ts';

export type Relay = {
  /** For the server: where the relay is and how its credentials are signed. */
  configuration: Record<string, string>;
  /** For Chromium: the certificate that it shall believe although nobody vouches for it. */
  trust: string;
  stop: () => void;
};

/** Debian's coturn with the installation's own profile, by TLS alone. */
export async function startRelay(): Promise<Relay> {
  const folder = mkdtempSync(path.join(tmpdir(), 'telehealth-relay-'));
  const address = ownAddress();
  const port = await freeTcpPort();
  const secret = randomBytes(32).toString('hex');
  makeCertificate(folder);
  const log = openSync(path.join(output, 'relay.log'), 'a');
  const child: ChildProcess = spawn(
    path.join(repository, 'infra/turn/start'),
    [`--listening-ip=${address}`, `--relay-ip=${address}`, `--tls-listening-port=${port}`],
    {
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        TURN_SECRET: secret,
        TURN_REALM: 'telehealth.test',
        TURN_PEERS: address,
        TURN_TLS_FOLDER: folder,
        TURN_WORK_FOLDER: folder,
      },
    },
  );
  await until(
    `coturn (apt-get install coturn) listens at ${address}:${port} (its words: tests/e2e/output/relay.log)`,
    () => answers(address, port),
    15_000,
  );
  const certificate = new X509Certificate(readFileSync(path.join(folder, 'fullchain.pem')));
  const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return {
    configuration: {
      Turn__Urls__0: `turns:${address}:${port}?transport=tcp`,
      Turn__Secret: secret,
      // The relay reaches this address and no other.
      Media__PublicAddresses__0: address,
    },
    trust: createHash('sha256').update(key).digest('base64'),
    stop: () => {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
