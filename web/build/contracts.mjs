// Writes src/api/contracts.ts from openapi.json, the server's own description of what it takes and gives: `npm run contracts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ $ref?: string, type?: string | string[], enum?: (string | null)[], oneOf?: Schema[], items?: Schema,
 *   properties?: Record<string, Schema>, required?: string[], additionalProperties?: boolean | Schema, description?: string }} Schema
 * @typedef {{ components: { schemas: Record<string, Schema> } }} ApiDocument
 */

// Whole numbers of which only a few have a meaning: the document knows them as integers only.
/** @type {Record<string, string>} */
const fewNumbers = {
  urgency: 'Urgency',
  fromUrgency: 'Urgency',
  toUrgency: 'Urgency | null',
  tier: '1 | 2',
};

const head = `// Written by build/contracts.mjs from openapi.json: change the server's records and run \`npm run contracts\`.

/** The Chinese four-level triage scale of 2018: 1 (濒危) to 4 (非急症). */
export type Urgency = 1 | 2 | 3 | 4;
`;

/**
 * @param {ApiDocument} document
 * @returns {string}
 */
export function contractsFrom(document) {
  const schemas = Object.entries(document.components.schemas).sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return head + schemas.map(([name, schema]) => declare(name, schema)).join('');
}

/**
 * @param {string} name
 * @param {Schema} schema
 */
function declare(name, schema) {
  const comment = schema.description === undefined ? '' : `/** ${schema.description} */\n`;
  return `\n${comment}export type ${name} = ${typeOf(schema)};\n`;
}

/**
 * @param {Schema} schema
 * @param {string} [property]
 * @returns {string}
 */
function typeOf(schema, property = '') {
  if (schema.$ref !== undefined) {
    return schema.$ref.replace('#/components/schemas/', '');
  }
  if (schema.enum !== undefined) {
    // A null among the values belongs to the property that may be null, which says so itself.
    return schema.enum.flatMap((value) => (value === null ? [] : [`'${value}'`])).join(' | ');
  }
  if (schema.oneOf !== undefined) {
    return nullLast(schema.oneOf.map((one) => typeOf(one)));
  }
  const types = [schema.type ?? []].flat();
  return types.length === 0
    ? 'unknown'
    : nullLast(types.map((type) => plain(type, schema, property)));
}

/**
 * @param {string} type
 * @param {Schema} schema
 * @param {string} property
 * @returns {string}
 */
function plain(type, schema, property) {
  switch (type) {
    case 'integer':
      return fewNumbers[property] ?? 'number';
    case 'array': {
      const item = typeOf(schema.items ?? {}, property);
      return item.includes(' ') ? `(${item})[]` : `${item}[]`;
    }
    case 'object':
      return objectOf(schema);
    default:
      return type;
  }
}

/** @param {Schema} schema */
function objectOf(schema) {
  if (schema.properties === undefined) {
    const values =
      typeof schema.additionalProperties === 'object'
        ? typeOf(schema.additionalProperties)
        : 'unknown';
    return `Record<string, ${values}>`;
  }
  const required = new Set(schema.required);
  const lines = Object.entries(schema.properties).map(([name, property]) => {
    const optional = required.has(name) ? '' : '?';
    return `  ${name}${optional}: ${typeOf(property, name)};\n`;
  });
  return `{\n${lines.join('')}}`;
}

/** @param {string[]} types */
function nullLast(types) {
  return [
    ...types.filter((type) => type !== 'null'),
    ...types.filter((type) => type === 'null'),
  ].join(' | ');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const document = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
  writeFileSync(new URL('../src/api/contracts.ts', import.meta.url), contractsFrom(document));
}
