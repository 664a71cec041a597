// Builds the field app at most once, whoever asks: one lock over all processes, `npm ci` only when the lock file
// changed or node_modules is missing, type check and Vite only when the content of an input changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const root = import.meta.dirname;
const webRoot = path.resolve(root, '../../wwwroot');
const out = path.join(webRoot, 'field');
const viewer = path.join(webRoot, 'console/openseadragon/openseadragon.min.js'); // the console's photo viewer, not committed
const at = (...parts) => path.join(root, ...parts);
const lockFile = at('obj/build.lock');
const stamp = at('obj/field.stamp');
const installed = at('node_modules/.installed-for');
const lockPatience = 600_000; // ms: longer than any install on a slow line that still makes sense to wait for

const read = (file) => {
  try { return fs.readFileSync(file, 'utf8'); } catch { return ''; }
};
const alive = (pid) => {
  try { return process.kill(pid, 0); } catch (e) { return e.code === 'EPERM'; }
};

/** Prints in the form that MSBuild reads as an error, and stops. */
function fail(code, text) {
  console.log(`field : error ${code}: ${text}`);
  process.exit(1);
}

function tryLock() {
  try {
    fs.writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
  } catch (e) {
    if (e.code === 'EEXIST') return false;
    throw e;
  }
  process.on('exit', () => fs.rmSync(lockFile, { force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
  return true;
}

/** Removes a dead owner's lock. The rename is atomic, so of several waiters one wins. */
function breakLock() {
  const mine = `${lockFile}.${process.pid}`;
  try {
    fs.renameSync(lockFile, mine);
    fs.rmSync(mine);
  } catch { /* another waiter was faster */ }
}

async function lock() {
  fs.mkdirSync(at('obj'), { recursive: true });
  for (let waited = 0; !tryLock(); waited += 100) {
    const owner = Number(read(lockFile));
    if (owner && !alive(owner)) breakLock();
    else if (waited > lockPatience) fail('FIELD002', `another build (process ${owner}) held src/field/obj/build.lock for ten minutes`);
    else await sleep(100);
  }
}

function step(code, what, file, ...args) {
  const shell = process.platform === 'win32' && file === 'npm';
  const run = spawnSync(file, args, { cwd: root, encoding: 'utf8', shell });
  if (run.status === 0) return;
  process.stdout.write(`${run.stdout ?? ''}${run.stderr ?? ''}\n`);
  fail(code, `${what} failed${run.error ? `: ${run.error.message}` : ''}; its output is above`);
}

function filesBelow(folder, keep = () => true) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter(keep);
}

/** Tests are checked by `npm test`, not by the build. */
const isInput = (file) => !/\.test\.tsx?$/.test(file);

function inputs() {
  const outside = new Set(['node_modules', 'obj']);
  const own = fs.readdirSync(root, { withFileTypes: true })
    .filter((entry) => !outside.has(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(at(entry.name), isInput) : [at(entry.name)]));
  const shared = ['words', 'intake', 'coach', 'styles'].flatMap((folder) => filesBelow(path.join(webRoot, folder), (file) => /\.(json|css)$/.test(file)));
  return [...own, ...shared].sort();
}

function hash(files, ...salt) {
  const digest = createHash('sha256').update(salt.join('|'));
  for (const file of files) digest.update(`\0${path.relative(root, file)}\0`).update(fs.readFileSync(file));
  return digest.digest('hex');
}

function install(started) {
  const wanted = hash([at('package.json'), at('package-lock.json')], process.platform, process.arch);
  if (read(installed) === wanted) return;
  step('FIELD003', 'npm ci', 'npm', 'ci', '--include=dev', '--no-progress', '--prefer-offline');
  fs.writeFileSync(installed, wanted);
  console.log(`field: npm ci in ${Date.now() - started} ms`);
}

await lock();
const started = Date.now();
const wanted = hash(inputs(), process.versions.node.split('.')[0]);
const whole = [path.join(out, 'index.html'), path.join(out, 'sw.js'), viewer].every((file) => fs.existsSync(file));
if (!whole || read(stamp) !== wanted) {
  install(started);
  fs.rmSync(stamp, { force: true });
  fs.mkdirSync(path.dirname(viewer), { recursive: true });
  fs.copyFileSync(at('node_modules/openseadragon/build/openseadragon/openseadragon.min.js'), viewer);
  process.env.FIELD_VERSION = wanted.slice(0, 12); // what a submission says about the app that made it
  step('FIELD006', 'word keys', process.execPath, at('words/keys.mjs'));
  step('FIELD004', 'type check', process.execPath, at('node_modules/typescript/bin/tsc'), '-b', '--pretty', 'false');
  step('FIELD005', 'vite build', process.execPath, at('node_modules/vite/bin/vite.js'), 'build', '--app', '--logLevel', 'warn');
  console.log(`field: built in ${Date.now() - started} ms`);
}
fs.writeFileSync(stamp, wanted); // also renews its time, which MSBuild compares
