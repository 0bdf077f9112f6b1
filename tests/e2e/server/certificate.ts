import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** A certificate for localhost that nobody vouches for, as `fullchain.pem` and `privkey.pem`. */
export function makeCertificate(folder: string): void {
  const file = (name: string) => path.join(folder, name);
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
      .concat(['-subj', '/CN=localhost', '-keyout', file('privkey.pem'), '-out', file('fullchain.pem')]),
    { stdio: 'ignore' },
  );
}
