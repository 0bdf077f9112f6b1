import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../watch/until.ts';
import { makeCertificate } from './certificate.ts';
import { freeTcpPort, repository } from './server.ts';
import { listens } from './stores.ts';

const ours = path.join(repository, 'infra/nginx');

/** The installation's own nginx configuration before two nodes; other than there are names, ports and folders. */
export async function startProxy(
  folder: string,
  nodePorts: readonly number[],
): Promise<{ origin: string; pid: number }> {
  const home = path.join(folder, 'nginx');
  mkdirSync(home);
  makeCertificate(home);
  const httpsPort = await freeTcpPort();
  const configuration = await write(home, httpsPort, nodePorts);
  const log = openSync(path.join(home, 'log'), 'a');
  const asRoot = process.getuid?.() === 0 ? ' user root;' : '';
  const child = spawn(
    existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx',
    ['-p', home, '-e', 'stderr', '-c', configuration, '-g', `daemon off;${asRoot}`],
    { detached: true, stdio: ['ignore', log, log] },
  );
  child.unref();
  await until(
    `nginx listens at ${httpsPort} (its words: ${readWords(path.join(home, 'log'))})`,
    () => listens(httpsPort),
    15_000,
    () => readWords(path.join(home, 'log')),
  );
  return { origin: `https://localhost:${httpsPort}`, pid: child.pid ?? 0 };
}

const readWords = (file: string) => readFileSync(file, 'utf8').slice(-1_000);

async function write(home: string, httpsPort: number, nodePorts: readonly number[]): Promise<string> {
  const httpPort = await freeTcpPort();
  const file = (name: string) => path.join(home, name);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${file(kind)};`)
    .join(' ');
  // The Debian package of this machine has no stream module, and PIDs and logs belong into the test's own folder.
  let main = readFileSync(path.join(ours, 'nginx.conf'), 'utf8');
  main = exchange(main, /^stream \{[^}]*\}$/m, '');
  main = exchange(main, /^pid .*;$/m, `pid ${file('pid')};`);
  main = exchange(main, 'include /etc/nginx/conf.d/*.conf;', `${temporary} include ${file('site.conf')};`);
  let site = ['upstreams.conf.template', 'site.conf.template']
    .map((name) => readFileSync(path.join(ours, name), 'utf8'))
    .join('\n');
  // Nodes are found by address here: nobody asks the names of containers.
  site = exchange(site, /^resolver .*$/m, '');
  site = exchange(site, / resolve;/g, ';');
  for (const [index, port] of nodePorts.entries()) {
    site = exchange(site, new RegExp(`server-${index + 1}:8080`, 'g'), `127.0.0.1:${port}`);
  }
  site = exchange(site, 'listen 80 default_server;', `listen 127.0.0.1:${httpPort} default_server;`);
  // nginx before 1.25 says HTTP/2 beside the port.
  site = exchange(site, /^ *http2 on;$/m, '');
  site = exchange(site, '${WEB_LISTEN}', `127.0.0.1:${httpsPort} ssl http2`);
  site = exchange(site, /\$\{PUBLIC_HOST\}/g, 'localhost');
  site = exchange(site, /\/etc\/nginx\/(tls\/)?(fullchain\.pem|privkey\.pem|proxy\.conf)/g, `${home}/$2`);
  cpSync(path.join(ours, 'proxy.conf'), file('proxy.conf'));
  writeFileSync(file('nginx.conf'), main);
  writeFileSync(file('site.conf'), site);
  return file('nginx.conf');
}

/** What is not found any more has changed in `infra/nginx`, and must change here. */
function exchange(text: string, what: string | RegExp, by: string): string {
  const changed = text.replace(what, by);
  if (changed === text) {
    throw new Error(`infra/nginx has no ${String(what)} any more: tests/e2e/server/proxy.ts adapts it.`);
  }
  return changed;
}
