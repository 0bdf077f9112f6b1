import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contractsFrom } from './contracts.mjs';

const web = join(import.meta.dirname, '..');

test('the types of the API are those of the server’s saved document (npm run contracts)', () => {
  const document = JSON.parse(readFileSync(join(web, 'openapi.json'), 'utf8'));
  expect(readFileSync(join(web, 'src/api/contracts.ts'), 'utf8')).toBe(contractsFrom(document));
});

test('what may be missing, null, one of few or a list is said as such', () => {
  const written = contractsFrom({
    components: {
      schemas: {
        Pet: {
          required: ['name', 'kind'],
          type: 'object',
          properties: {
            name: { type: ['null', 'string'] },
            kind: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Kind' }] },
            urgency: { type: 'integer' },
            notes: { type: 'array', items: { type: ['null', 'string'] } },
          },
        },
        Kind: { enum: ['cat', 'dog', null] },
      },
    },
  });
  expect(written).toContain("export type Kind = 'cat' | 'dog';");
  expect(written).toContain('  name: string | null;\n');
  expect(written).toContain('  kind: Kind | null;\n');
  expect(written).toContain('  urgency?: Urgency;\n');
  expect(written).toContain('  notes?: (string | null)[];\n');
});
