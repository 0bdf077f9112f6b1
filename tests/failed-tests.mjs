// Prints the names of the tests that failed or were skipped, one in a line: node tests/failed-tests.mjs trx|vitest|playwright REPORT
import { readFileSync } from 'node:fs';

const unescaped = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

function* trx(text) {
  for (const [result] of text.matchAll(/<UnitTestResult [^>]*>/g)) {
    const attribute = (name) => new RegExp(` ${name}="([^"]*)"`).exec(result)?.[1] ?? '';
    if (attribute('outcome') !== 'Passed') {
      yield attribute('testName').replace(/&\w+;/g, (escape) => unescaped[escape] ?? escape);
    }
  }
}

function* vitest(text) {
  for (const file of JSON.parse(text).testResults) {
    const tests = file.assertionResults.filter((test) => test.status !== 'passed');
    yield* tests.map((test) => test.fullName);
    if (tests.length === 0 && file.status !== 'passed') {
      yield file.name;
    }
  }
}

function* playwright(text) {
  const inSuite = function* (suite, above) {
    const path = [...above, suite.title];
    for (const spec of suite.specs ?? []) {
      const bad = spec.tests.filter((test) => test.status !== 'expected');
      yield* bad.map((test) => [test.projectName, ...path, spec.title].join(' > '));
    }
    for (const inner of suite.suites ?? []) {
      yield* inSuite(inner, path);
    }
  };
  for (const suite of JSON.parse(text).suites) {
    yield* inSuite(suite, []);
  }
}

const readers = { trx, vitest, playwright };
const [kind, report] = process.argv.slice(2);
try {
  for (const name of readers[kind](readFileSync(report, 'utf8'))) {
    console.log(name.replaceAll('\n', ' '));
  }
} catch (error) {
  console.log(`no report that can be read: ${error.message}`);
}
