// A list of named checks and a runner that prints them in the Test Anything Protocol.
const checks = [];

export function check(name, run) {
  checks.push({ name, run });
}

export function equal(actual, expected, what = "value") {
  if (actual !== expected) throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

export function ok(condition, what) {
  if (!condition) throw new Error(`not so: ${what}`);
}

/** The error that a promise ends in; an error of its own where it ends well. */
export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("expected a failure, but it went well");
}

export async function runAll(only) {
  const chosen = checks.filter((c) => !only || c.name.includes(only));
  console.log(`TAP version 13\n1..${chosen.length}`);
  let failed = 0;
  for (const [index, { name, run }] of chosen.entries()) {
    try {
      await run();
      console.log(`ok ${index + 1} - ${name}`);
    } catch (error) {
      failed++;
      console.log(`not ok ${index + 1} - ${name}`);
      console.log(String(error?.stack ?? error).split("\n").map((line) => `  # ${line}`).join("\n"));
    }
  }
  console.log(`# ${chosen.length - failed} passed, ${failed} failed`);
  return failed === 0;
}
